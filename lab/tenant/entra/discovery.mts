import type { Answer } from '../surface.mts';
import type { Registry } from '../registry.mts';

/** `GET /{tenant}/v2.0/.well-known/openid-configuration`, the part that clients need to find the endpoints. */
export function answerConfiguration(registry: Registry, tenantName: string): Answer {
	const tenant = registry.tenantNamed(tenantName);
	if (tenant === undefined) return { status: 400, body: { error: 'invalid_tenant' } };
	const base = `${registry.origin}/${tenant.id}`;
	return {
		status: 200,
		body: {
			issuer: `${base}/v2.0`,
			token_endpoint: `${base}/oauth2/v2.0/token`,
			authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
			jwks_uri: `${base}/discovery/v2.0/keys`,
			token_endpoint_auth_methods_supported: ['client_secret_post', 'private_key_jwt'],
			response_types_supported: ['code'],
			response_modes_supported: ['query'],
			code_challenge_methods_supported: ['S256'],
			scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
			subject_types_supported: ['pairwise'],
			id_token_signing_alg_values_supported: ['RS256'],
		},
	};
}

/** `GET /{tenant}/discovery/v2.0/keys`. */
export const answerKeys = (registry: Registry): Answer => ({ status: 200, body: registry.keys.jwks });
