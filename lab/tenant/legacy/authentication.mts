import { identify, type Caller, type Need, type Unidentified } from '../permissions.mts';
import { THREAT_PROTECTION } from '../entra/resources.mts';
import { mayChange, maySee } from '../entra/users.mts';
import type { Registry } from '../registry.mts';
import { ServiceError } from '../serviceError.mts';
import type { Incoming } from '../surface.mts';

const REASONS: Readonly<Record<Unidentified, string>> = {
	noToken: 'The access token is empty.',
	malformed: 'The access token is not well formed.',
	badSignature: 'The signature of the access token is not valid.',
	expired: 'Lifetime validation failed, the token is expired.',
	// As peers saw it for tokens made for another API.
	otherAudience: 'Account mode is inactive',
	unknownApp: 'The identity of the calling application could not be established.',
	unknownUser: 'The identity of the calling user could not be established.',
};

/** Reads and checks the bearer token; throws the service's 401. */
export const authenticate = (registry: Registry, { headers }: Incoming): Promise<Caller> =>
	identify(
		registry,
		headers.authorization,
		THREAT_PROTECTION,
		(because) => new ServiceError(401, 'Unauthorized', REASONS[because]),
	);

// Application permissions and delegated scopes have names of their own here; a token carries one kind only.
export const READ_INCIDENTS: Need = {
	roles: ['Incident.Read.All', 'Incident.ReadWrite.All'],
	scopes: ['Incident.Read', 'Incident.ReadWrite'],
	allows: maySee,
};
export const WRITE_INCIDENTS: Need = {
	roles: ['Incident.ReadWrite.All'],
	scopes: ['Incident.ReadWrite'],
	allows: mayChange,
};
export const HUNT: Need = {
	roles: ['AdvancedHunting.Read.All'],
	scopes: ['AdvancedHunting.Read'],
	allows: maySee,
};
