import type { Sentence } from '../../core/sentence';

const CERTIFICATES = 'Certificates & secrets in the app registration';
const WHOLE_FILE = 'Copy the whole PEM file again, including its BEGIN and END lines';
const KEY_STARTS =
	'Its file starts with -----BEGIN PRIVATE KEY-----, -----BEGIN RSA PRIVATE KEY----- or -----BEGIN ENCRYPTED PRIVATE KEY-----';

export function noCertificate(): Sentence {
	return {
		message: 'Certificate is empty',
		description: `Paste the certificate that you uploaded under ${CERTIFICATES}. Its file starts with -----BEGIN CERTIFICATE-----.`,
	};
}

export function notACertificate(): Sentence {
	return {
		message: 'Certificate contains no certificate in PEM format',
		description:
			'Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, including both lines. openssl converts a .cer or .pfx file to this format.',
	};
}

export function privateKeyInCertificate(): Sentence {
	return {
		message: 'Certificate contains a private key, which this field shows to everyone',
		description:
			'Move the private key to Private Key, which n8n hides. If other people can open this credential, create a new key and certificate.',
	};
}

export function unreadableCertificate(): Sentence {
	return {
		message: 'Certificate cannot be read',
		description: `${WHOLE_FILE}. Part of its text is missing or changed.`,
	};
}

export function notYetValid(from: string): Sentence {
	return {
		message: `The Certificate is not valid before ${from}`,
		description: 'Use a certificate that is valid now, or correct the clock of the n8n server.',
	};
}

export function expired(at: string): Sentence {
	return {
		message: `The Certificate expired at ${at}`,
		description: `Create a new certificate and upload it under ${CERTIFICATES}. Paste it here together with its private key.`,
	};
}

export function noPrivateKey(): Sentence {
	return {
		message: 'Private Key is empty',
		description: `Paste the private key of the certificate. ${KEY_STARTS}.`,
	};
}

export function notAPrivateKey(): Sentence {
	return {
		message: 'Private Key contains no private key in PEM format',
		description: `Paste the private key of the certificate, including its BEGIN and END lines. ${KEY_STARTS}.`,
	};
}

export function publicKeyForPrivateKey(): Sentence {
	return {
		message: 'Private Key contains a public key',
		description: `Paste the private key of the certificate. ${KEY_STARTS}.`,
	};
}

export function certificateForPrivateKey(): Sentence {
	return {
		message: 'Private Key contains only a certificate',
		description: `Paste the private key of the certificate. ${KEY_STARTS}.`,
	};
}

export function unreadablePrivateKey(): Sentence {
	return {
		message: 'Private Key cannot be read',
		description: `${WHOLE_FILE}. Part of its text is missing or changed, or its format is neither PKCS#8 nor PKCS#1.`,
	};
}

export function noPassphrase(): Sentence {
	return {
		message: 'Private Key is encrypted, but Passphrase is empty',
		description: 'Enter the passphrase that was chosen when the key was created.',
	};
}

export function wrongPassphrase(): Sentence {
	return {
		message: 'Passphrase does not decrypt the Private Key',
		description: `Enter the passphrase that was chosen when the key was created. If it is right, the key is damaged. ${WHOLE_FILE}.`,
	};
}

export function notRsa(): Sentence {
	return {
		message: 'Private Key is not an RSA key',
		description: `Create an RSA key with a new certificate, because Microsoft Entra ID accepts no other key type. Upload the certificate under ${CERTIFICATES}, and paste both.`,
	};
}

export function shortKey(bits: number, minimum: number): Sentence {
	return {
		message: `Private Key has only ${bits} bits`,
		description: `Create an RSA key of at least ${minimum} bits with a new certificate. Upload the certificate under ${CERTIFICATES}, and paste both.`,
	};
}

export function keyOfAnotherCertificate(): Sentence {
	return {
		message: 'Private Key does not belong to the Certificate',
		description: 'Paste a key and certificate that were created together. A renewal replaces both.',
	};
}
