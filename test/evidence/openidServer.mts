import { createServer, type Server } from 'node:http';
import { X509Certificate } from 'node:crypto';
import { exportJWK } from 'jose';
import { interactionPolicy, Provider, type ClientMetadata, type Configuration } from 'oidc-provider';

/** Audience of the tokens, and address of the permissions, as for Microsoft Graph. */
export const AUDIENCE = 'https://graph.microsoft.com';
const PERMISSIONS = ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All', 'ThreatHunting.Read.All'];
const SCOPES = [...PERMISSIONS, '.default'].map((name) => `${AUDIENCE}/${name}`);

/** A certified OpenID server at the addresses of Entra ID. */
export interface OpenidServer {
	readonly origin: string;
	/** OAuth errors that it answered since the last time, with its reason. */
	takeRefusals(): readonly string[];
	/** Grants that it answered with a token. */
	readonly granted: readonly string[];
	close(): Promise<void>;
}

/** How an app registers a certificate: its public key, found by the certificate's thumbprint in the assertion. */
export async function certificateClient(clientId: string, certificate: string): Promise<ClientMetadata> {
	const jwk = await exportJWK(new X509Certificate(certificate).publicKey);
	return {
		client_id: clientId,
		token_endpoint_auth_method: 'private_key_jwt',
		token_endpoint_auth_signing_alg: 'PS256',
		jwks: { keys: [{ ...jwk, use: 'sig', alg: 'PS256' }] },
		grant_types: ['client_credentials'],
		redirect_uris: [],
		response_types: [],
	};
}

// Everything that decides about a request is the server's own; changed are addresses, scopes and what Entra ID knows.
function configurationFor(tenantId: string, clients: ClientMetadata[]): Configuration {
	const policy = interactionPolicy.base();
	// Known to OpenID Connect; the server's own pages have nothing to show for it, since every sign-in asks for a name.
	const selectAccount = new interactionPolicy.Prompt({ name: 'select_account', requestable: true });
	selectAccount.checks.clear();
	policy.add(selectAccount);
	return {
		clients,
		interactions: { policy },
		scopes: ['openid', 'offline_access', ...SCOPES],
		routes: {
			authorization: `/${tenantId}/oauth2/v2.0/authorize`,
			token: `/${tenantId}/oauth2/v2.0/token`,
			jwks: `/${tenantId}/discovery/v2.0/keys`,
		},
		features: {
			clientCredentials: { enabled: true },
			devInteractions: { enabled: true },
			resourceIndicators: {
				enabled: true,
				defaultResource: () => AUDIENCE,
				useGrantedResource: () => true,
				getResourceServerInfo: () => ({
					scope: SCOPES.join(' '),
					audience: AUDIENCE,
					accessTokenFormat: 'jwt',
					jwt: { sign: { alg: 'RS256' } },
				}),
			},
		},
		enabledJWA: { clientAuthSigningAlgValues: ['PS256'] },
		// The rule for offline_access of OpenID Connect asks for prompt=consent; Entra ID's does not.
		issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
		rotateRefreshToken: true,
		cookies: { keys: ['for practice on loopback only'] },
	};
}

/** Starts the server for one tenant. */
export async function startOpenidServer(tenantId: string, clients: ClientMetadata[]): Promise<OpenidServer> {
	const refusals: string[] = [];
	const granted: string[] = [];
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('A listener has no port.');
	const origin = `http://127.0.0.1:${address.port}`;
	const provider = new Provider(origin, configurationFor(tenantId, clients));
	provider.on('grant.error', (_context, error) =>
		refusals.push(`${error.error}: ${error.error_detail ?? ''}`),
	);
	provider.on('authorization.error', (_context, error) =>
		refusals.push(`${error.error}: ${error.error_description ?? ''}`),
	);
	provider.on('server_error', (_context, error) => refusals.push(`server_error: ${error.stack ?? ''}`));
	provider.on('grant.success', ({ oidc }) => granted.push(String(oidc.params?.['grant_type'])));
	const answer = provider.callback();
	server.on('request', (request, response) => void answer(request, response));
	return { origin, takeRefusals: () => refusals.splice(0), granted, close: () => closed(server) };
}

async function closed(server: Server): Promise<void> {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
}
