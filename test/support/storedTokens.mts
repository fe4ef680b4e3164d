import { TENANT, token } from './appCredential.mts';
import { START } from './fakeHost.mts';

export const GRAPH = 'https://graph.microsoft.com';
export const RESPOND_SCOPES = 'SecurityIncident.ReadWrite.All ThreatHunting.Read.All';

/** What n8n stores after a user's sign-in for Graph: a token with these claims, which expires after a minute. */
export const storedTokens = (claims: object = {}, more: object = {}) => ({
	access_token: token({ aud: GRAPH, tid: TENANT, scp: RESPOND_SCOPES, exp: START / 1000 + 60, ...claims }),
	refresh_token: 'r',
	...more,
});
