import { invalidInput } from '../core/errors';
import { hash, shortHash } from '../core/hash';
import { isRecord } from '../core/isRecord';
import {
	digestClientCredential,
	looksLikeSecretId,
	readClientCredential,
	type ClientCredential,
	type ClientCredentialTexts,
} from './clientCredential';
import type { Endpoint } from './endpoint';
import { refuseExposedSecret } from './exposedSecret';
import { readEndpoint, type EndpointTexts } from './readEndpoint';
import * as say from './sentences/accessText';
import { readStoredSignIn, type StoredSignIn } from './storedSignIn';
import { readTokenClaims } from './tokenClaims';

/** The fields of a credential as n8n stores them. Only this file reads them. */
export type CredentialFields = Readonly<Record<string, unknown>>;

/** Header that requests a new sign-in even if a usable token is stored, unless it was issued moments ago. Never sent. */
export const FRESH_SIGN_IN_HEADER = 'x-defender-xdr-fresh-sign-in';

/** Reason for a new sign-in: the credential test, or permissions that the stored token lacks. */
export type FreshSignIn = 'test' | 'permissions';

/** A credential, read once from its fields. Its keys contain no secret. */
export interface Credential {
	readonly endpoint: Endpoint;
	/** Application (client) ID as entered. Only a sign-in checks its form. */
	readonly clientId: string;
	readonly clientCredential: ClientCredential;
	/** Whether the client secret has the form of a Secret ID. */
	readonly secretLooksLikeId: boolean;
	/** Level that the field Permissions allows a user; `respond` for an application, where consent alone decides. */
	readonly level: 'read' | 'respond';
	/** Identifies everything that a token depends on. A stored token is used only with the key it was issued for. */
	readonly tokenKey: string;
	/** Identifies who sends requests where. Items with the same key share a connection and its pacing. */
	readonly clientKey: string;
	/** Identifies API, host, tenant and client. Trigger state saved under one key is meaningless under another. */
	readonly triggerKey: string;
	/** Access token that n8n stored for an application; '' without one. */
	readonly storedToken: string;
	/** The `tokenKey` of the stored token. */
	readonly storedTokenKey: string;
	/** Sign-in that n8n stored for a user; undefined while no account is connected. */
	readonly storedSignIn: StoredSignIn | undefined;
	/** Secrets that the user entered. */
	readonly secrets: readonly string[];
	/** Tokens that n8n stores with the credential. */
	readonly tokens: readonly string[];
}

/**
 * Reads the fields of a credential.
 * @throws DefenderError `invalidInput` that names the field
 */
export function readCredential(fields: CredentialFields, context: Endpoint['context']): Credential {
	const texts = readTexts(fields);
	const secrets = [texts.clientSecret, texts.privateKey, texts.passphrase].filter(isFilled);
	const tokens = readTokens(fields);
	refuseExposedSecret(texts, [...secrets, ...tokens]);
	const isUser = context === 'user';
	const level = isUser ? readLevel(texts.permissions) : 'respond';
	const endpoint = readEndpoint(texts, context, level);
	const clientCredential = readClientCredential(isUser ? { ...texts, clientAuthentication: '' } : texts);
	const { clientId } = texts;
	const tokenKey = keyOf(endpoint, clientId, digestClientCredential(clientCredential));
	return {
		endpoint,
		clientId,
		clientCredential,
		secretLooksLikeId: looksLikeSecretId(clientCredential),
		level,
		tokenKey,
		// A user credential has one sign-in, whatever secret renews it.
		clientKey: isUser ? keyOf(endpoint, clientId, '') : tokenKey,
		triggerKey: triggerKeyOf(endpoint, clientId),
		storedToken: stringOf(fields['accessToken']),
		storedTokenKey: stringOf(fields['tokenFor']),
		storedSignIn: isUser ? readStoredSignIn(fields['oauthTokenData']) : undefined,
		secrets,
		tokens,
	};
}

/** Returns the permissions in the stored token; undefined without a token, or if it cannot be read. */
export function grantedPermissions({
	endpoint,
	storedToken,
	storedSignIn,
}: Credential): readonly string[] | undefined {
	return endpoint.context === 'user' ? storedSignIn?.permissions : readTokenClaims(storedToken)?.permissions;
}

interface CredentialTexts extends EndpointTexts, ClientCredentialTexts {
	readonly clientId: string;
	readonly permissions: string;
}

/** Trims what users paste, except the passphrase, in which a space counts. */
function readTexts(fields: CredentialFields): CredentialTexts {
	const text = (name: string) => stringOf(fields[name]).trim();
	return {
		api: text('api'),
		cloud: text('cloud'),
		tenantId: text('tenantId'),
		clientId: text('clientId'),
		clientAuthentication: text('clientAuthentication'),
		clientSecret: text('clientSecret'),
		certificate: text('certificate'),
		privateKey: text('privateKey'),
		passphrase: stringOf(fields['passphrase']),
		loginUrl: text('loginUrl'),
		apiUrl: text('apiUrl'),
		audience: text('audience'),
		permissions: text('permissions'),
	};
}

function readTokens({ accessToken, oauthTokenData }: CredentialFields): readonly string[] {
	const issued = isRecord(oauthTokenData) ? Object.entries(oauthTokenData) : [];
	return [
		accessToken,
		...issued.filter(([name]) => /^(?:access|refresh|id)_?token$/i.test(name)).map(([, token]) => token),
	]
		.map(stringOf)
		.filter(isFilled);
}

function readLevel(text: string): 'read' | 'respond' {
	const level = text || 'read';
	if (level === 'read' || level === 'respond') return level;
	throw invalidInput('permissions', say.unknownPermissionLevel(level));
}

function keyOf(endpoint: Endpoint, clientId: string, clientCredential: string): string {
	const { api, cloud, loginOrigin, apiOrigin, audience, tenantId } = endpoint;
	const parts = [api, cloud, loginOrigin, apiOrigin, audience, tenantId, clientId.toLowerCase()];
	return hash(JSON.stringify([...parts, clientCredential]));
}

function triggerKeyOf({ api, apiOrigin, tenantId }: Endpoint, clientId: string): string {
	return shortHash([api, apiOrigin, tenantId, clientId].join(' '), 16);
}

function stringOf(value: unknown): string {
	return typeof value === 'string' ? value : '';
}

function isFilled(text: string): boolean {
	return text.trim() !== '';
}
