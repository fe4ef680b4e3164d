import type { Sentence } from '../../core/sentence';

const CERTIFICATES = 'Certificates & secrets of the app registration';
const WHOLE_FILE = 'copy the whole PEM file again, its BEGIN and END lines included';
const KEY_STARTS =
	'its file starts with -----BEGIN PRIVATE KEY-----, -----BEGIN RSA PRIVATE KEY----- or -----BEGIN ENCRYPTED PRIVATE KEY-----';

export function noCertificate(): Sentence {
	return {
		message: 'The Certificate is empty',
		description: `Paste the certificate that was uploaded under ${CERTIFICATES}; its file starts with -----BEGIN CERTIFICATE-----.`,
	};
}

export function notACertificate(): Sentence {
	return {
		message: 'The Certificate field holds no certificate in PEM form',
		description:
			'Paste the text from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, both included; openssl turns a .cer or .pfx file into this form.',
	};
}

export function privateKeyInCertificate(): Sentence {
	return {
		message: 'The Certificate field holds a private key, and what stands there is visible',
		description:
			'Delete the private key there and paste it in Private Key, which n8n hides; where others can open this credential, create a new key and certificate.',
	};
}

export function unreadableCertificate(): Sentence {
	return {
		message: 'The Certificate cannot be read',
		description: `A part of its text is missing or changed; ${WHOLE_FILE}.`,
	};
}

export function notYetValid(from: string): Sentence {
	return {
		message: `The Certificate is not valid before ${from}`,
		description:
			'Use a certificate that is valid now, or set the clock of the computer on which n8n runs if it is wrong.',
	};
}

export function expired(at: string): Sentence {
	return {
		message: `The Certificate expired at ${at}`,
		description: `Create a new certificate, upload it under ${CERTIFICATES}, and paste it here with its private key.`,
	};
}

export function noPrivateKey(): Sentence {
	return {
		message: 'The Private Key is empty',
		description: `Paste the private key that was made with the certificate; ${KEY_STARTS}.`,
	};
}

export function notAPrivateKey(): Sentence {
	return {
		message: 'The Private Key field holds no private key in PEM form',
		description: `Paste the private key that was made with the certificate, its BEGIN and END lines included; ${KEY_STARTS}.`,
	};
}

export function publicKeyForPrivateKey(): Sentence {
	return {
		message: 'The Private Key field holds a public key',
		description: `Paste the private key that was made with the certificate; ${KEY_STARTS}.`,
	};
}

export function certificateForPrivateKey(): Sentence {
	return {
		message: 'The Private Key field holds a certificate',
		description: `Paste the private key that was made with the certificate; ${KEY_STARTS}.`,
	};
}

export function unreadablePrivateKey(): Sentence {
	return {
		message: 'The Private Key cannot be read',
		description: `A part of its text is missing or changed, or it is neither PKCS#8 nor PKCS#1; ${WHOLE_FILE}.`,
	};
}

export function noPassphrase(): Sentence {
	return {
		message: 'The Private Key is encrypted and the Passphrase is empty',
		description: 'Enter the passphrase that was chosen when the key was made.',
	};
}

export function wrongPassphrase(): Sentence {
	return {
		message: 'The Passphrase does not open the Private Key',
		description: `Enter the passphrase that was chosen when the key was made; if it is right, the key is damaged: ${WHOLE_FILE}.`,
	};
}

export function notRsa(): Sentence {
	return {
		message: 'The Private Key is not an RSA key',
		description: `Certificates sign in with RSA alone; create an RSA key with a new certificate, upload that under ${CERTIFICATES}, and paste both.`,
	};
}

export function shortKey(bits: number, least: number): Sentence {
	return {
		message: `The Private Key has ${bits} bits, which is too few`,
		description: `Create an RSA key of ${least} bits or more with a new certificate, upload that under ${CERTIFICATES}, and paste both.`,
	};
}

export function keyOfAnotherCertificate(): Sentence {
	return {
		message: 'The Private Key does not belong to the Certificate',
		description: 'Paste the two that were made together; after a renewal both are new.',
	};
}
