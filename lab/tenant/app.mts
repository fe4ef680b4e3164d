import { randomBytes, X509Certificate } from 'node:crypto';
import { announced } from './announce.mts';
import { guidFrom } from './identifiers.mts';

/** An app registration of one tenant: one client secret, certificates, redirect URIs, permissions consented to. */
export interface PracticeApp {
	readonly clientId: string;
	/** The secret's value. */
	readonly clientSecret: string;
	/** The secret's id, which people paste by mistake. */
	readonly secretId: string;
	readonly secretState: 'valid' | 'expired';
	/** What was uploaded: certificates without their keys. */
	readonly certificates: readonly X509Certificate[];
	readonly displayName: string;
	/** Application permissions that were consented to. */
	readonly roles: readonly string[];
	/** Delegated permissions that an administrator consented to for everybody. */
	readonly scopes: readonly string[];
	/** May not hold a secret, so it proves nothing and needs PKCE. */
	readonly publicClient: boolean;
	/** Addresses to which answers of the sign-in page may go. */
	readonly redirectUris: readonly string[];
	/** Registers another address. */
	addRedirectUri(uri: string): void;
	/** Uploads a certificate, as PEM, next to those that are there. */
	addCertificate(pem: string): void;
	/** Consents to other permissions; tokens handed out before keep the old ones. */
	setRoles(roles: readonly string[]): void;
	/** Consents to other delegated permissions. */
	setScopes(scopes: readonly string[]): void;
	/** Replaces the secret by a new valid one and returns it. */
	rotateSecret(): string;
}

export interface AppOptions {
	readonly roles: readonly string[];
	readonly displayName?: string;
	readonly secretState?: 'valid' | 'expired';
	/** PEM; none by default. */
	readonly certificates?: readonly string[];
	/** Delegated permissions with consent; none by default. */
	readonly scopes?: readonly string[];
	readonly publicClient?: boolean;
	readonly redirectUris?: readonly string[];
}

// The look of Entra's secrets: 40 characters with "8Q~" at the fourth place.
const makeSecret = (): string => {
	const text = randomBytes(30).toString('base64url');
	return announced(`${text.slice(0, 3)}8Q~${text.slice(6, 40)}`);
};

/** @param name unique in its practice server; the ids follow from it */
export function createApp(name: string, options: AppOptions): PracticeApp {
	let { roles, scopes = [], secretState = 'valid' } = options;
	const redirectUris = [...(options.redirectUris ?? [])];
	let clientSecret = makeSecret();
	let rotations = 0;
	const certificates = (options.certificates ?? []).map((pem) => new X509Certificate(pem));
	return {
		clientId: guidFrom(`${name}/client`),
		displayName: options.displayName ?? 'n8n automation',
		get clientSecret() {
			return clientSecret;
		},
		get secretId() {
			return guidFrom(`${name}/secret/${rotations}`);
		},
		get secretState() {
			return secretState;
		},
		get roles() {
			return roles;
		},
		get scopes() {
			return scopes;
		},
		publicClient: options.publicClient ?? false,
		redirectUris,
		addRedirectUri: (uri) => void redirectUris.push(uri),
		certificates,
		addCertificate: (pem) => void certificates.push(new X509Certificate(pem)),
		setRoles: (next) => {
			roles = [...next];
		},
		setScopes: (next) => {
			scopes = [...next];
		},
		rotateSecret: () => {
			rotations += 1;
			secretState = 'valid';
			clientSecret = makeSecret();
			return clientSecret;
		},
	};
}
