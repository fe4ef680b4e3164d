import { createHash, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { getAppToken } from '../../../defender/access/appToken.ts';
import { readAppCredential } from '../../../defender/access/appSignIn.ts';
import { clientOf, CLIENT, customFields, fields, minting, TENANT } from '../../support/appCredential.mts';
import { makeCertificate, type MadeCertificate } from '../../../lab/test/support/certificates.mts';
import { thrown } from '../../support/defenderErrors.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

let made: MadeCertificate;
let other: MadeCertificate;
beforeAll(async () => {
	[made, other] = await Promise.all([makeCertificate(), makeCertificate()]);
});

const certified = (more: Readonly<Record<string, unknown>> = {}) => ({
	clientAuthentication: 'certificate',
	clientSecret: undefined,
	certificate: made.certificate,
	privateKey: made.privateKey,
	...more,
});

/** The form that the sign-in with these fields posts. */
async function posted(given: Readonly<Record<string, unknown>>): Promise<URLSearchParams> {
	const service = minting();
	await getAppToken(clientOf(given), '', service.send, () => START);
	expect(service.calls).toHaveLength(1);
	return new URLSearchParams(service.calls[0]?.body);
}

describe('the assertion', () => {
	eachRow([
		['the worldwide login host', () => fields(certified()), 'https://login.microsoftonline.com'],
		[
			'an https host of one’s own',
			() => customFields(certified({ loginUrl: 'https://login.example' })),
			'https://login.example',
		],
		['a loopback host', () => customFields(certified()), 'http://127.0.0.1:4011'],
	])('names the token endpoint of %s as its audience', async (_, given, origin) => {
		const form = await posted(given());
		const assertion = form.get('client_assertion') ?? '';
		const { publicKey, raw } = new X509Certificate(made.certificate);
		const { payload } = await jwtVerify(assertion, publicKey, {
			algorithms: ['PS256'],
			audience: `${origin}/${TENANT}/oauth2/v2.0/token`,
			issuer: CLIENT,
			subject: CLIENT,
			requiredClaims: ['exp', 'nbf', 'jti'],
			// MSAL rounds the time to the nearest second.
			clockTolerance: 1,
		});
		expect(Number(payload.exp) - Number(payload.nbf)).toBe(600);
		expect(decodeProtectedHeader(assertion)).toEqual({
			alg: 'PS256',
			typ: 'JWT',
			'x5t#S256': createHash('sha256').update(raw).digest('base64url'),
		});
		expect(form.get('client_assertion_type')).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
		expect(form.has('client_secret')).toBe(false);
	});
});

describe('the proof in a credential', () => {
	eachRow([undefined, '', 'clientSecret'])('is the secret when the choice is %j', (clientAuthentication) => {
		const given = fields(certified({ clientAuthentication, clientSecret: 'value' }));
		expect(clientOf(given).checkedCredential).toEqual({ kind: 'clientSecret', clientSecret: 'value' });
	});

	it('is not guessed from an unknown choice', () => {
		const error = thrown(() => clientOf(fields({ clientAuthentication: 'kerberos' })));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'clientAuthentication' });
		expect(error.message).toBe('"kerberos" is not a valid Client Authentication');
		expect(error.description).toBe('Choose Client Secret or Certificate.');
	});

	it('decides tokenKey, with the certificate, its key and the passphrase', () => {
		const tokenKey = (more: Readonly<Record<string, unknown>> = {}) =>
			readAppCredential(fields(certified(more))).tokenKey;
		const pkcs1 = made.key.export({ type: 'pkcs1', format: 'pem' });
		const all = [
			tokenKey(),
			tokenKey({ certificate: other.certificate }),
			tokenKey({ privateKey: pkcs1 }),
			tokenKey({ passphrase: 'one' }),
			tokenKey({ clientAuthentication: 'clientSecret', clientSecret: 'value' }),
		];
		expect(new Set(all).size).toBe(all.length);
		for (const one of all) expect(one).toMatch(/^[0-9a-f]{64}$/);
		expect(tokenKey({ clientSecret: 'left from before' })).toBe(tokenKey());
	});
});
