import type { PracticeApi } from './practiceApi.mts';

/** What both kinds of credential hold. */
export interface CredentialBase {
	readonly api: PracticeApi;
	readonly cloud: 'custom';
	readonly tenantId: string;
	readonly clientId: string;
	readonly loginUrl: string;
	readonly apiUrl: string;
	readonly audience: string;
}

/** A credential of type `defenderXdrAppOAuth2Api`, filled in for this tenant. */
export interface PracticeCredential extends CredentialBase {
	readonly clientAuthentication: 'clientSecret';
	readonly clientSecret: string;
}

/** A credential of type `defenderXdrUserOAuth2Api`, filled in for this tenant and not connected. */
export interface PracticeUserCredential extends CredentialBase {
	/** Empty for a public client. */
	readonly clientSecret: string;
	readonly permissions: 'read' | 'respond';
}

/** A certificate and its key as PEM. */
export interface KeyMaterial {
	readonly certificate: string;
	readonly privateKey: string;
	/** Of an encrypted key. */
	readonly passphrase?: string;
}

/** The same credential with a certificate in place of the secret. */
export interface PracticeCertificateCredential extends CredentialBase, KeyMaterial {
	readonly clientAuthentication: 'certificate';
}
