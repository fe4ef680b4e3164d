import { beforeAll, describe, expect, it } from 'vitest';
import { readAppCredential } from '../../../defender/access/appSignIn.ts';
import { clientOf, fields } from '../../support/appCredential.mts';
import { makeCertificate, type MadeCertificate } from '../../../lab/test/support/certificates.mts';
import { thrown } from '../../support/defenderErrors.mts';
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

describe('client credential', () => {
	eachRow([undefined, '', 'clientSecret'])(
		'no choice or Client Secret → the secret',
		(clientAuthentication) => {
			const given = fields(certified({ clientAuthentication, clientSecret: 'value' }));
			expect(clientOf(given).checkedCredential).toEqual({ kind: 'clientSecret', clientSecret: 'value' });
		},
	);

	it('unknown choice → an error that lists the choices', () => {
		const error = thrown(() => clientOf(fields({ clientAuthentication: 'kerberos' })));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'clientAuthentication' });
		expect(error.message).toBe('"kerberos" is not a valid Client Authentication');
		expect(error.description).toBe('Choose Client Secret or Certificate.');
	});

	it('other certificate, key, passphrase or kind → another tokenKey', () => {
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
		expect(tokenKey({ clientSecret: 'unused' })).toBe(tokenKey());
	});
});
