import type { PracticeApp } from '../app.mts';
import type { TenantState } from '../tenantState.mts';
import { EntraError, unknownApp } from './errors.mts';
import { requiredField } from './form.mts';
import { readScopes } from './scopes.mts';
import type { AuthorizeRequest, ReturnAddress } from './signIns.mts';

/** Reads app and redirect URI. Until they are known nothing may be sent to that address, so a refusal is a page. */
export function readReturnAddress(tenant: TenantState, fields: URLSearchParams): ReturnAddress {
	const clientId = requiredField(fields, 'client_id');
	const app = tenant.apps.find((known) => known.clientId === clientId.toLowerCase());
	if (app === undefined) throw unknownApp(clientId, tenant.id);
	const redirectUri = requiredField(fields, 'redirect_uri');
	if (app.redirectUris.length === 0) {
		throw new EntraError('invalid_request', 500113, 'No reply address is registered for the application.');
	}
	if (!app.redirectUris.includes(redirectUri)) {
		throw new EntraError(
			'invalid_request',
			50011,
			`The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${app.clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.`,
		);
	}
	return { app, redirectUri, state: fields.get('state') ?? undefined };
}

/** Reads the rest of the request; its refusals go back to the app. */
export function readRequest(
	tenant: TenantState,
	address: ReturnAddress,
	fields: URLSearchParams,
): AuthorizeRequest {
	const responseType = requiredField(fields, 'response_type');
	if (responseType !== 'code') {
		throw new EntraError(
			'unsupported_response_type',
			700054,
			`response_type '${responseType}' is not enabled for the application.`,
		);
	}
	const mode = fields.get('response_mode') ?? 'query';
	if (mode !== 'query') {
		throw new EntraError(
			'invalid_request',
			70007,
			`'${mode}' is not a supported value of 'response_mode' when requesting a token.`,
		);
	}
	const prompt = fields.get('prompt') ?? '';
	if (prompt === 'none') {
		throw new EntraError(
			'login_required',
			50058,
			'A silent sign-in request was sent but no user is signed in.',
		);
	}
	return {
		...address,
		scopes: readScopes(requiredField(fields, 'scope'), address.app, tenant.id),
		challenge: readChallenge(address.app, fields),
		prompt,
		loginHint: fields.get('login_hint') ?? '',
	};
}

/** 32 bytes of SHA-256 in base64url. */
const CHALLENGE = /^[\w-]{43}$/;

/**
 * The documentation allows `plain` and, for most public clients, no challenge at all. Both are refused here, so that
 * a client which falls back to them is seen.
 */
function readChallenge(app: PracticeApp, fields: URLSearchParams): string | undefined {
	const challenge = fields.get('code_challenge') ?? '';
	const method = fields.get('code_challenge_method') ?? (challenge === '' ? '' : 'plain');
	if (challenge === '' && method === '') {
		if (!app.publicClient) return undefined;
		throw new EntraError(
			'invalid_request',
			9002325,
			'Proof Key for Code Exchange is required for cross-origin authorization code redemption.',
		);
	}
	if (method !== 'S256') {
		throw new EntraError(
			'invalid_request',
			50149,
			`The code_challenge_method '${method}' is not valid; use 'S256'.`,
		);
	}
	if (!CHALLENGE.test(challenge)) {
		throw new EntraError(
			'invalid_request',
			501491,
			'Size of Code_Challenge parameter sent during the authorization request is not as expected.',
		);
	}
	return challenge;
}
