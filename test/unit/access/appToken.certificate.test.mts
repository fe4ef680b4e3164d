import { createHash, X509Certificate } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify } from 'jose';
import { beforeAll, describe, expect } from 'vitest';
import { getAppToken } from '../../../defender/access/appToken.ts';
import { clientOf, CLIENT, customFields, fields, minting, TENANT } from '../../support/appCredential.mts';
import { makeCertificate, type MadeCertificate } from '../../../lab/test/support/certificates.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

let made: MadeCertificate;
beforeAll(async () => {
	made = await makeCertificate();
});

const certified = (more: Readonly<Record<string, unknown>> = {}) => ({
	clientAuthentication: 'certificate',
	clientSecret: undefined,
	certificate: made.certificate,
	privateKey: made.privateKey,
	...more,
});

/** The form that the sign-in with these fields posts. */
async function postedForm(given: Readonly<Record<string, unknown>>): Promise<URLSearchParams> {
	const service = minting();
	await getAppToken(clientOf(given), '', service.send, () => START);
	expect(service.calls).toHaveLength(1);
	return new URLSearchParams(service.calls[0]?.body);
}

describe('getAppToken › certificate', () => {
	eachRow([
		['the login host of the Global cloud', () => fields(certified()), 'https://login.microsoftonline.com'],
		[
			'an own https host',
			() => customFields(certified({ loginUrl: 'https://login.example' })),
			'https://login.example',
		],
		['a loopback host', () => customFields(certified()), 'http://127.0.0.1:4011'],
	])(
		'each login host → an assertion for its token endpoint, signed with the key',
		async (_, given, origin) => {
			const form = await postedForm(given());
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
			expect(form.get('client_assertion_type')).toBe(
				'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
			);
			expect(form.has('client_secret')).toBe(false);
		},
	);
});
