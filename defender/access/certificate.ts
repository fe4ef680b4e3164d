import { createPrivateKey, X509Certificate, type KeyObject } from 'crypto';
import { invalidInput } from '../core/errors';
import * as say from './sentences/certificateText';
import { readPemBlocks, type PemBlock } from './pem';

/** Certificate and key as the user entered them. */
export interface PastedCertificate {
	readonly certificate: string;
	readonly privateKey: string;
	/** Not trimmed; '' for a key that is not encrypted. */
	readonly passphrase: string;
}

/** A certificate and its key, ready for a sign-in. */
export interface ClientCertificate {
	/** SHA-256 of the certificate's DER in hexadecimal digits, with which Entra ID finds it (`x5t#S256`). */
	readonly thumbprintSha256: string;
	/** PKCS#8 PEM, decrypted. */
	readonly privateKey: string;
}

const MIN_BITS = 2048;

/**
 * Reads a certificate and its private key. Each is in its own field, or both are in the field of the key, in any order and
 * with the certificates of a chain. The certificate that belongs to the key is used. A key in the field of the certificate is
 * refused, because everyone who opens the credential sees that field.
 * @param now Unix time in milliseconds
 * @throws DefenderError `invalidInput` that names the field and contains no part of the key
 */
export function readCertificate(pasted: PastedCertificate, now: number): ClientCertificate {
	const certificateBlocks = readPemBlocks(pasted.certificate);
	const keyBlocks = readPemBlocks(pasted.privateKey);
	if (certificateBlocks.some(isPrivateKey)) throw invalidInput('certificate', say.privateKeyInCertificate());
	const certificates = readCertificates(pasted, certificateBlocks, keyBlocks);
	const key = readKey(pasted, keyBlocks);
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
		// OpenSSL does not reliably distinguish a wrong passphrase from a damaged key.
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
	if (now < Date.parse(validFrom)) throw invalidInput('certificate', say.notYetValid(formatTime(validFrom)));
	if (now > Date.parse(validTo)) throw invalidInput('certificate', say.expired(formatTime(validTo)));
}

/** Converts a certificate's time, e.g. `Nov  2 08:00:00 2026 GMT`, to `2026-11-02 08:00:00 UTC`. */
function formatTime(time: string): string {
	return `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
