import { createHash } from 'crypto';
import { invalidInput } from '../core/errors';
import * as say from './sentences/accessText';
import { readCertificate, type ClientCertificate, type PastedCertificate } from './certificate';
import { isGuid, textOf, type Fields } from './fields';

/** What an application proves itself with, ready to sign in. Never leaves `access` and the credential. */
export type AppProof = ClientSecret | ({ readonly kind: 'certificate' } & ClientCertificate);

/** What the credential holds as proof, not looked at yet. */
export type PastedProof = ClientSecret | ({ readonly kind: 'certificate' } & PastedCertificate);

interface ClientSecret {
	readonly kind: 'clientSecret';
	readonly clientSecret: string;
}

/**
 * The proof as it was pasted. Credentials stored without a choice hold a secret.
 * @throws DefenderError `invalidInput` for an unknown choice
 */
export function pastedProof(fields: Fields): PastedProof {
	const kind = textOf(fields, 'clientAuthentication') || 'clientSecret';
	if (kind === 'clientSecret') return { kind, clientSecret: textOf(fields, 'clientSecret') };
	if (kind !== 'certificate') {
		throw invalidInput('clientAuthentication', say.unknownClientAuthentication(kind));
	}
	const { passphrase } = fields;
	return {
		kind,
		certificate: textOf(fields, 'certificate'),
		privateKey: textOf(fields, 'privateKey'),
		passphrase: typeof passphrase === 'string' ? passphrase : '',
	};
}

/** Digest of everything pasted, which tells two proofs apart without telling what they are. */
export function digestOf(proof: PastedProof): string {
	const parts =
		proof.kind === 'clientSecret'
			? [proof.kind, proof.clientSecret]
			: [proof.kind, proof.certificate, proof.privateKey, proof.passphrase];
	return createHash('sha256').update(JSON.stringify(parts), 'utf8').digest('hex');
}

/**
 * Whether a secret has the form of a Secret ID. Old scripts made secrets of that form too, so it is a hint after a refusal
 * and no ground to refuse.
 */
export function isSecretLikeId(proof: AppProof): boolean {
	return proof.kind === 'clientSecret' && isGuid(proof.clientSecret);
}

/**
 * The proof, checked before anything is sent.
 * @param now Unix time in milliseconds
 * @throws DefenderError `invalidInput` naming the field
 */
export function checkedProof(pasted: PastedProof, now: number): AppProof {
	if (pasted.kind === 'certificate') return { kind: pasted.kind, ...readCertificate(pasted, now) };
	if (pasted.clientSecret === '') throw invalidInput('clientSecret', say.noClientSecret());
	return pasted;
}
