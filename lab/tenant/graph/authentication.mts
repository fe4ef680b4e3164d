import { identify, type Caller, type Need, type Unidentified } from '../permissions.mts';
import { GRAPH } from '../entra/resources.mts';
import { mayChange, maySee } from '../entra/users.mts';
import type { Registry } from '../registry.mts';
import { ServiceError } from '../serviceError.mts';
import type { Incoming } from '../surface.mts';

const CHALLENGE = {
	'www-authenticate':
		'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
};

const REASONS: Readonly<Record<Unidentified, string>> = {
	noToken: 'Access token is empty.',
	malformed: 'IDX14100: JWT is not well formed, there are no dots (.).',
	badSignature: 'Access token validation failure. Invalid signature.',
	expired: 'Lifetime validation failed, the token is expired.',
	otherAudience: 'Access token validation failure. Invalid audience.',
	unknownApp: 'The identity of the calling application could not be established.',
	unknownUser: 'The identity of the calling user could not be established.',
};

/** Reads and checks the bearer token; throws the service's 401. */
export const authenticate = (registry: Registry, { headers }: Incoming): Promise<Caller> =>
	identify(
		registry,
		headers.authorization,
		GRAPH,
		(because) => new ServiceError(401, 'InvalidAuthenticationToken', REASONS[because], CHALLENGE),
	);

const need = (anyOf: readonly string[], allows: Need['allows']): Need => ({
	roles: anyOf,
	scopes: anyOf,
	allows,
});
export const READ_INCIDENTS = need(['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'], maySee);
export const WRITE_INCIDENTS = need(['SecurityIncident.ReadWrite.All'], mayChange);
export const HUNT = need(['ThreatHunting.Read.All'], maySee);
