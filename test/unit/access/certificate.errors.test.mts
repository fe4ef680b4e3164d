import { createPublicKey, type KeyObject } from 'node:crypto';
import { beforeAll, describe, expect } from 'vitest';
import { readCertificate, type PastedCertificate } from '../../../defender/access/certificate.ts';
import { makeCertificate, type MadeCertificate } from '../../../lab/test/support/certificates.mts';
import { thrown } from '../../support/defenderErrors.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const PASSPHRASE = 'grün & "quoted" ';
let made: MadeCertificate;
let other: MadeCertificate;
let elliptic: MadeCertificate;
let short: MadeCertificate;
beforeAll(async () => {
	[made, other, elliptic, short] = await Promise.all([
		makeCertificate({ from: '2026-01-02T03:04:05Z', to: '2027-01-02T03:04:05Z' }),
		makeCertificate(),
		makeCertificate({ ellipticCurve: true }),
		makeCertificate({ bits: 1024 }),
	]);
});

const readPasted = (pasted: Partial<PastedCertificate>) =>
	readCertificate(
		{ certificate: made.certificate, privateKey: made.privateKey, passphrase: '', ...pasted },
		NOW,
	);

const pem = (type: 'pkcs1' | 'pkcs8', cipher?: string): string =>
	made.key
		.export({ type, format: 'pem', ...(cipher === undefined ? {} : { cipher, passphrase: PASSPHRASE }) })
		.toString();

const publicPem = (key: KeyObject, type: 'spki' | 'pkcs1') =>
	createPublicKey(key).export({ type, format: 'pem' }).toString();

const COPY_AGAIN = 'Copy the whole PEM file again, including its BEGIN and END lines.';
const STARTS =
	'Its file starts with -----BEGIN PRIVATE KEY-----, -----BEGIN RSA PRIVATE KEY----- or -----BEGIN ENCRYPTED PRIVATE KEY-----.';
const PASTE_KEY = `Paste the private key of the certificate. ${STARTS}`;
const UPLOAD = 'under Certificates & secrets in the app registration';

interface Unusable {
	readonly what: string;
	readonly pasted: () => Partial<PastedCertificate>;
	readonly field: keyof PastedCertificate;
	readonly message: string;
	readonly description: string;
}

const noCertificate = {
	field: 'certificate',
	message: 'Certificate contains no certificate in PEM format',
	description:
		'Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, including both lines. openssl converts a .cer or .pfx file to this format.',
} as const;
const unreadableCertificate = {
	field: 'certificate',
	message: 'Certificate cannot be read',
	description: `${COPY_AGAIN} Part of its text is missing or changed.`,
} as const;
const unreadableKey = {
	field: 'privateKey',
	message: 'Private Key cannot be read',
	description: `${COPY_AGAIN} Part of its text is missing or changed, or its format is neither PKCS#8 nor PKCS#1.`,
} as const;
const noKey = {
	field: 'privateKey',
	message: 'Private Key contains no private key in PEM format',
	description: `Paste the private key of the certificate, including its BEGIN and END lines. ${STARTS}`,
} as const;
const publicKey = {
	field: 'privateKey',
	message: 'Private Key contains a public key',
	description: PASTE_KEY,
} as const;
const noPassphrase = {
	field: 'passphrase',
	message: 'Private Key is encrypted, but Passphrase is empty',
	description: 'Enter the passphrase that was chosen when the key was created.',
} as const;
const wrongPassphrase = {
	field: 'passphrase',
	message: 'Passphrase does not decrypt the Private Key',
	description: `Enter the passphrase that was chosen when the key was created. If it is right, the key is damaged. ${COPY_AGAIN}`,
} as const;

/** The text without a line of its body. */
const withoutLine = (text: string, removed = 3) =>
	text
		.split('\n')
		.filter((_, line) => line !== removed)
		.join('\n');

const UNUSABLE: Unusable[] = [
	{
		what: 'an empty certificate',
		pasted: () => ({ certificate: '  ' }),
		field: 'certificate',
		message: 'Certificate is empty',
		description: `Paste the certificate that you uploaded ${UPLOAD}. Its file starts with -----BEGIN CERTIFICATE-----.`,
	},
	{ what: 'a thumbprint for a certificate', pasted: () => ({ certificate: 'A1B2C3' }), ...noCertificate },
	{
		what: 'a request for a certificate',
		pasted: () => ({ certificate: made.certificate.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST') }),
		...noCertificate,
	},
	{
		what: 'a certificate without its END line',
		pasted: () => ({ certificate: made.certificate.slice(0, -30) }),
		...noCertificate,
	},
	{
		what: 'a certificate that lacks a line',
		pasted: () => ({ certificate: withoutLine(made.certificate) }),
		...unreadableCertificate,
	},
	{
		what: 'a certificate of nonsense',
		pasted: () => ({ certificate: '-----BEGIN CERTIFICATE-----\nnon§ense\n-----END CERTIFICATE-----' }),
		...unreadableCertificate,
	},
	{
		what: 'an empty key',
		pasted: () => ({ privateKey: '\n' }),
		field: 'privateKey',
		message: 'Private Key is empty',
		description: PASTE_KEY,
	},
	{ what: 'a secret for a key', pasted: () => ({ privateKey: 'Xy~8Q~secret' }), ...noKey },
	{
		what: 'a key without its BEGIN line',
		pasted: () => ({ privateKey: made.privateKey.slice(28) }),
		...noKey,
	},
	{ what: 'a public key', pasted: () => ({ privateKey: publicPem(made.key, 'spki') }), ...publicKey },
	{
		what: 'a public key as PKCS#1',
		pasted: () => ({ privateKey: publicPem(made.key, 'pkcs1') }),
		...publicKey,
	},
	{
		what: 'a certificate for a key',
		pasted: () => ({ privateKey: made.certificate }),
		field: 'privateKey',
		message: 'Private Key contains only a certificate',
		description: PASTE_KEY,
	},
	{
		what: 'a key that lacks a line',
		pasted: () => ({ privateKey: withoutLine(pem('pkcs8')) }),
		...unreadableKey,
	},
	{
		what: 'a PKCS#1 key that lacks a line',
		pasted: () => ({ privateKey: withoutLine(pem('pkcs1')) }),
		...unreadableKey,
	},
	{
		what: 'a key in OpenSSH’s own form',
		pasted: () => ({ privateKey: made.privateKey.replaceAll('PRIVATE KEY', 'OPENSSH PRIVATE KEY') }),
		...unreadableKey,
	},
	...(['pkcs8', 'pkcs1'] as const).flatMap((type): Unusable[] => [
		{
			what: `an encrypted ${type} key without passphrase`,
			pasted: () => ({ privateKey: pem(type, 'aes-256-cbc') }),
			...noPassphrase,
		},
		{
			what: `an encrypted ${type} key with a wrong passphrase`,
			pasted: () => ({ privateKey: pem(type, 'aes-256-cbc'), passphrase: PASSPHRASE.trim() }),
			...wrongPassphrase,
		},
		{
			what: `an encrypted ${type} key that lacks a line`,
			pasted: () => ({ privateKey: withoutLine(pem(type, 'aes-256-cbc'), 9), passphrase: PASSPHRASE }),
			...wrongPassphrase,
		},
	]),
	{
		what: 'a key on an elliptic curve',
		pasted: () => elliptic,
		field: 'privateKey',
		message: 'Private Key is not an RSA key',
		description: `Create an RSA key with a new certificate, because Microsoft Entra ID accepts no other key type. Upload the certificate ${UPLOAD}, and paste both.`,
	},
	{
		what: 'a key of 1024 bits',
		pasted: () => short,
		field: 'privateKey',
		message: 'Private Key has only 1024 bits',
		description: `Create an RSA key of at least 2048 bits with a new certificate. Upload the certificate ${UPLOAD}, and paste both.`,
	},
	{
		what: 'the key of another certificate',
		pasted: () => ({ privateKey: other.privateKey }),
		field: 'privateKey',
		message: 'Private Key does not belong to the Certificate',
		description: 'Paste a key and certificate that were created together. A renewal replaces both.',
	},
];

/** Long enough not to occur by chance: lines of every secret's text. */
const secretLines = () =>
	[made, other, elliptic, short]
		.flatMap(({ privateKey }) => privateKey.split('\n'))
		.filter((line) => line.length > 20 && !line.startsWith('-----'));

describe('readCertificate', () => {
	eachRow(UNUSABLE)('unusable input → an error without the key', ({ pasted, field, ...sentence }) => {
		const error = thrown(() => readPasted(pasted()));
		expect(error.reason).toEqual({ kind: 'invalidInput', field });
		expect(sentence).toMatchObject({ message: error.message, description: error.description });
		const text = [error.message, error.description, error.stack, JSON.stringify(error)].join('\n');
		for (const line of secretLines()) expect(text).not.toContain(line);
		expect(error.cause).toBeUndefined();
	});
});
