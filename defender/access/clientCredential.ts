import { invalidInput } from '../core/errors';
import { hash } from '../core/hash';
import { isGuid } from '../core/isGuid';
import { readCertificate, type ClientCertificate, type PastedCertificate } from './certificate';
import * as say from './sentences/accessText';

/** The secret or the certificate with its key, as the user entered it. */
export type ClientCredential = ClientSecret | ({ readonly kind: 'certificate' } & PastedCertificate);

/** A client credential that is complete and, if it is a certificate, valid and decrypted. Never leaves `access`. */
export type CheckedClientCredential = ClientSecret | ({ readonly kind: 'certificate' } & ClientCertificate);

interface ClientSecret {
	readonly kind: 'clientSecret';
	readonly clientSecret: string;
}

/** Texts of the fields from which a client credential is read. */
export interface ClientCredentialTexts extends PastedCertificate {
	readonly clientAuthentication: string;
	readonly clientSecret: string;
}

/**
 * Chooses between secret and certificate. Credentials that were saved without a choice contain a secret.
 * @throws DefenderError `invalidInput` for an unknown choice
 */
export function readClientCredential(texts: ClientCredentialTexts): ClientCredential {
	const { clientAuthentication, clientSecret, certificate, privateKey, passphrase } = texts;
	const kind = clientAuthentication || 'clientSecret';
	if (kind === 'clientSecret') return { kind, clientSecret };
	if (kind === 'certificate') return { kind, certificate, privateKey, passphrase };
	throw invalidInput('clientAuthentication', say.unknownClientAuthentication(kind));
}

/** Returns a digest that distinguishes client credentials and does not reveal them. */
export function digestClientCredential(credential: ClientCredential): string {
	const parts =
		credential.kind === 'clientSecret'
			? [credential.kind, credential.clientSecret]
			: [credential.kind, credential.certificate, credential.privateKey, credential.passphrase];
	return hash(JSON.stringify(parts));
}

/**
 * Whether a secret has the form of a Secret ID. Old scripts created secrets of that form too, so this is only a hint after a
 * rejection.
 */
export function looksLikeSecretId(credential: ClientCredential): boolean {
	return credential.kind === 'clientSecret' && isGuid(credential.clientSecret);
}

/**
 * Checks a client credential before any request is sent.
 * @param now Unix time in milliseconds
 * @throws DefenderError `invalidInput` that names the field
 */
export function checkClientCredential(credential: ClientCredential, now: number): CheckedClientCredential {
	if (credential.kind === 'certificate')
		return { kind: credential.kind, ...readCertificate(credential, now) };
	if (credential.clientSecret === '') throw invalidInput('clientSecret', say.noClientSecret());
	return credential;
}
