import { createHash, randomBytes } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { CredentialStore } from './credentialStore.mts';
import { clientOAuth2 } from './n8n.mts';

/** A user's browser: opens the authorize address and returns the address it was redirected to. */
export type Browser = (authorizeUrl: string) => Promise<URL>;

/**
 * What n8n's server does when a user presses Connect on an OAuth2 credential with PKCE: the authorize address from the
 * credential's fields, the callback, the exchange of the code, and what is stored. With n8n's own OAuth2 client.
 *
 * Source: packages/cli/src/controllers/oauth/oauth2-credential.controller.ts of n8n 2.41 (the server is not installed
 * here; its steps are restated). Left out: the `state` against forged callbacks, dynamic registration, JWE.
 *
 * @param read the credential's fields with defaults and expressions resolved
 * @throws what n8n shows as "Failed to connect": its client's error for a declined sign-in or a refused code
 */
export async function connectOAuth2(
	store: CredentialStore,
	id: string,
	read: (id: string) => ICredentialDataDecryptedObject,
	browser: Browser,
): Promise<void> {
	const fields = read(id);
	const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : '');
	const verifier = randomBytes(32).toString('base64url');
	const options = {
		clientId: text('clientId'),
		accessTokenUri: text('accessTokenUrl'),
		authorizationUri: text('authUrl'),
		authentication: 'body' as const,
		redirectUri: CALLBACK,
		scopes: text('scope').split(','),
		scopesSeparator: ' ' as const,
		ignoreSSLIssues: false,
	};
	const query = {
		...Object.fromEntries(new URLSearchParams(text('authQueryParameters'))),
		code_challenge: createHash('sha256').update(verifier).digest('base64url'),
		code_challenge_method: 'S256',
	};
	const callback = await browser(new clientOAuth2.ClientOAuth2({ ...options, query }).code.getUri());
	const secret = text('clientSecret');
	const body = {
		code_verifier: verifier,
		client_id: options.clientId,
		...(secret === '' ? {} : { client_secret: secret }),
	};
	const { data } = await new clientOAuth2.ClientOAuth2(options).code.getToken(callback.toString(), { body });
	const seconds = Number(data['expires_in']);
	const expiry = seconds > 0 ? { n8n_expires_at: String(Date.now() + seconds * 1000) } : {};
	const before = store.stored(id)['oauthTokenData'];
	store.edit(id, { oauthTokenData: { ...(typeof before === 'object' ? before : {}), ...data, ...expiry } });
}

/** The address that n8n shows as OAuth Redirect URL; nothing listens there. */
export const CALLBACK = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
