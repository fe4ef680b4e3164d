import { createHash, createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { readCertificate, type PastedCertificate } from '../../../defender/access/certificate.ts';
import { makeCertificate, type MadeCertificate } from '../../../lab/test/support/certificates.mts';
import { thrown } from '../../support/defenderErrors.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const PASSPHRASE = 'grün & "quoted" ';

let made: MadeCertificate;
let other: MadeCertificate;
beforeAll(async () => {
	[made, other] = await Promise.all([
		makeCertificate({ from: '2026-01-02T03:04:05Z', to: '2027-01-02T03:04:05Z' }),
		makeCertificate(),
	]);
});

const readPasted = (pasted: Partial<PastedCertificate> = {}, now = NOW) =>
	readCertificate(
		{ certificate: made.certificate, privateKey: made.privateKey, passphrase: '', ...pasted },
		now,
	);

const pem = (type: 'pkcs1' | 'pkcs8', cipher?: string): string =>
	made.key
		.export({ type, format: 'pem', ...(cipher === undefined ? {} : { cipher, passphrase: PASSPHRASE }) })
		.toString();

const publicPem = () => createPublicKey(made.key).export({ type: 'spki', format: 'pem' }).toString();

/** Fails unless the certificate and the key are the original ones. */
function expectRead(pasted: Partial<PastedCertificate>): void {
	const { thumbprintSha256, privateKey } = readPasted(pasted);
	const { raw } = new X509Certificate(made.certificate);
	expect(thumbprintSha256.toLowerCase()).toBe(createHash('sha256').update(raw).digest('hex'));
	expect(privateKey).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
	expect(createPrivateKey(privateKey).equals(made.key)).toBe(true);
}

/** Without line breaks the digits of the DEK-Info header run into such a key. */
function startingLikeDigits(cipher: string): string {
	for (;;) {
		const text = pem('pkcs1', cipher);
		if (/^[0-9A-F]/i.test(text.split('\n')[4] ?? '')) return text;
	}
}

const KEY_FORMS: [string, () => string, string][] = [
	['PKCS#8', () => pem('pkcs8'), 'BEGIN PRIVATE KEY'],
	['PKCS#1', () => pem('pkcs1'), 'BEGIN RSA PRIVATE KEY'],
	['encrypted PKCS#8', () => pem('pkcs8', 'aes-256-cbc'), 'BEGIN ENCRYPTED PRIVATE KEY'],
	['encrypted PKCS#8, triple DES', () => pem('pkcs8', 'des-ede3-cbc'), 'BEGIN ENCRYPTED PRIVATE KEY'],
	['encrypted PKCS#1', () => startingLikeDigits('aes-128-cbc'), 'Proc-Type: 4,ENCRYPTED'],
	['encrypted PKCS#1, triple DES', () => startingLikeDigits('des-ede3-cbc'), 'DEK-Info: DES-EDE3-CBC'],
];

const PASTINGS: [string, (text: string) => string][] = [
	['as it is', (text) => text],
	['without the last line break', (text) => text.trimEnd()],
	['with Windows line breaks', (text) => text.replaceAll('\n', '\r\n')],
	['with line breaks of old Macs', (text) => text.replaceAll('\n', '\r')],
	['on one line with spaces', (text) => text.replaceAll('\n', ' ')],
	['on one line without spaces', (text) => text.replaceAll('\n', '')],
	['with line breaks as two characters', (text) => text.replaceAll('\n', '\\n')],
	['with Windows line breaks as four characters', (text) => text.replaceAll('\n', '\\r\\n')],
	['indented', (text) => text.replaceAll('\n', '\n\t  ')],
	['with text around', (text) => `Bag Attributes\n    friendlyName: n8n\n${text}\nKey Attributes: <No>\n`],
];

const PASTED_KEYS = KEY_FORMS.flatMap(([form, key, mark]) =>
	PASTINGS.map(([pasting, paste]) => ({ form, pasting, key, mark, paste })),
);

describe('readCertificate', () => {
	eachRow(PASTED_KEYS)(
		'each key format, pasted in each way → certificate and key',
		({ key, mark, paste }) => {
			expect(key()).toContain(mark);
			const passphrase = mark.endsWith(' PRIVATE KEY') && !mark.includes('ENCRYPTED') ? '' : PASSPHRASE;
			expectRead({ certificate: paste(made.certificate), privateKey: paste(key()), passphrase });
		},
	);

	eachRow<[string, () => Partial<PastedCertificate>]>([
		['a passphrase that the key does not need', () => ({ passphrase: 'not needed' })],
		['both in the key’s field', () => ({ certificate: '', privateKey: made.privateKey + made.certificate })],
		[
			'a bundle on one line',
			() => ({
				certificate: '',
				privateKey: (made.certificate + made.privateKey).replaceAll('\n', ''),
			}),
		],
		['a chain, leaf first', () => ({ certificate: made.certificate + other.certificate })],
		['a chain, leaf last', () => ({ certificate: other.certificate + made.certificate })],
		['the public key next to the private one', () => ({ privateKey: publicPem() + made.privateKey })],
		[
			'an older label of the certificate',
			() => ({ certificate: made.certificate.replaceAll('CERTIFICATE', 'X509 CERTIFICATE') }),
		],
	])('bundle, chain or unneeded part → certificate and key', (_, pasted) => {
		expectRead(pasted());
	});
});

describe('readCertificate › private key in the Certificate field', () => {
	eachRow<[string, () => Partial<PastedCertificate>]>([
		['with the certificate', () => ({ certificate: made.certificate + made.privateKey })],
		['before the certificate', () => ({ certificate: made.privateKey + made.certificate, privateKey: '' })],
		['alone', () => ({ certificate: made.privateKey, privateKey: made.certificate })],
		['on one line', () => ({ certificate: (made.certificate + made.privateKey).replaceAll('\n', '') })],
		['as PKCS#1', () => ({ certificate: pem('pkcs1') })],
		[
			'although encrypted',
			() => ({ certificate: pem('pkcs8', 'aes-256-cbc') + made.certificate, passphrase: PASSPHRASE }),
		],
	])('in any place and format → an error, because this field is visible', (_, pasted) => {
		const error = thrown(() => readPasted(pasted()));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'certificate' });
		expect(error.message).toBe('Certificate contains a private key, which this field shows to everyone');
		expect(error.description).toBe(
			'Move the private key to Private Key, which n8n hides. If other people can open this credential, create a new key and certificate.',
		);
	});
});

describe('readCertificate › validity', () => {
	eachRow(['2026-01-02T03:04:05Z', '2027-01-02T03:04:05Z'])('first and last second → valid', (at) => {
		expect(() => readPasted({}, Date.parse(at))).not.toThrow();
	});

	it('a second after the end → an error with the date', () => {
		const error = thrown(() => readPasted({}, Date.parse('2027-01-02T03:04:06Z')));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'certificate' });
		expect(error.message).toBe('The Certificate expired at 2027-01-02 03:04:05 UTC');
		expect(error.description).toBe(
			`Create a new certificate and upload it under Certificates & secrets in the app registration. Paste it here together with its private key.`,
		);
	});

	it('a second before the start → an error with the date', () => {
		const error = thrown(() => readPasted({}, Date.parse('2026-01-02T03:04:04Z')));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'certificate' });
		expect(error.message).toBe('The Certificate is not valid before 2026-01-02 03:04:05 UTC');
		expect(error.description).toBe(
			'Use a certificate that is valid now, or correct the clock of the n8n server.',
		);
	});
});
