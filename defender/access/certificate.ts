import { createPrivateKey, X509Certificate, type KeyObject } from 'crypto';
import { invalidInput } from '../core/errors';
import * as say from './sentences/certificateText';
import { readPemBlocks, type PemBlock } from './pem';

/** The credential's fields as they were pasted. */
export interface PastedCertificate {
	readonly certificate: string;
	readonly privateKey: string;
	/** As it is, blanks included; '' for a key that is not encrypted. */
	readonly passphrase: string;
}

/** A certificate and its key, fit to sign in with. */
export interface ClientCertificate {
	/** SHA-256 of the certificate's DER in hexadecimal digits, by which Entra ID finds it (`x5t#S256`). */
	readonly thumbprintSha256: string;
	/** PKCS#8 PEM, decrypted. */
	readonly privateKey: string;
}

const MIN_BITS = 2048;

/**
 * Reads a certificate and its private key. Each stands in its own field, or both in the key's, in any order and with the
 * certificates of a chain; then the one that belongs to the key counts. A key in the certificate's field is refused: what
 * stands there is shown to everybody who opens the credential.
 * @param now Unix time in milliseconds
 * @throws DefenderError `invalidInput` naming the field, and never with a part of the key
 */
export function readCertificate(pasted: PastedCertificate, now: number): ClientCertificate {
	const inCertificate = readPemBlocks(pasted.certificate);
	const inPrivateKey = readPemBlocks(pasted.privateKey);
	if (inCertificate.some(isPrivateKey)) throw invalidInput('certificate', say.privateKeyInCertificate());
	const certificates = readCertificates(pasted, inCertificate, inPrivateKey);
	const key = readKey(pasted, inPrivateKey);
	checkStrength(key);
	const certificate = certificates.find((one) => one.checkPrivateKey(key));
	if (certificate === undefined) throw invalidInput('privateKey', say.keyOfAnotherCertificate());
	checkValidity(certificate, now);
	return {
		thumbprintSha256: certificate.fingerprint256.replace(/:/g, ''),
		privateKey: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
	};
}

const isCertificate = ({ label }: PemBlock): boolean => /^(?:X509 )?CERTIFICATE$/.test(label);
const isPrivateKey = ({ label }: PemBlock): boolean => label.endsWith('PRIVATE KEY');
const isPublicKey = ({ label }: PemBlock): boolean => label.endsWith('PUBLIC KEY');

function readCertificates(
	{ certificate }: PastedCertificate,
	own: readonly PemBlock[],
	other: readonly PemBlock[],
): readonly X509Certificate[] {
	const blocks = own.some(isCertificate) ? own.filter(isCertificate) : other.filter(isCertificate);
	if (blocks.length === 0) {
		throw invalidInput(
			'certificate',
			certificate.trim() === '' ? say.noCertificate() : say.notACertificate(),
		);
	}
	return blocks.map(({ pem }) => {
		try {
			return new X509Certificate(pem);
		} catch {
			throw invalidInput('certificate', say.unreadableCertificate());
		}
	});
}

function readKey({ privateKey, passphrase }: PastedCertificate, own: readonly PemBlock[]): KeyObject {
	const block = own.find(isPrivateKey);
	if (block === undefined) {
		if (own.some(isPublicKey)) throw invalidInput('privateKey', say.publicKeyForPrivateKey());
		if (own.some(isCertificate)) throw invalidInput('privateKey', say.certificateForPrivateKey());
		throw invalidInput('privateKey', privateKey.trim() === '' ? say.noPrivateKey() : say.notAPrivateKey());
	}
	if (block.isEncrypted && passphrase === '') throw invalidInput('passphrase', say.noPassphrase());
	try {
		return createPrivateKey({ key: block.pem, format: 'pem', passphrase });
	} catch {
		// OpenSSL does not tell reliably whether the passphrase or the key itself is damaged.
		throw block.isEncrypted
			? invalidInput('passphrase', say.wrongPassphrase())
			: invalidInput('privateKey', say.unreadablePrivateKey());
	}
}

function checkStrength(key: KeyObject): void {
	if (key.asymmetricKeyType !== 'rsa') throw invalidInput('privateKey', say.notRsa());
	const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
	if (bits < MIN_BITS) throw invalidInput('privateKey', say.shortKey(bits, MIN_BITS));
}

function checkValidity({ validFrom, validTo }: X509Certificate, now: number): void {
	if (now < Date.parse(validFrom)) throw invalidInput('certificate', say.notYetValid(dateOf(validFrom)));
	if (now > Date.parse(validTo)) throw invalidInput('certificate', say.expired(dateOf(validTo)));
}

/** A certificate's time, e.g. `Nov  2 08:00:00 2026 GMT`, as `2026-11-02 08:00:00 UTC`. */
function dateOf(time: string): string {
	return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
