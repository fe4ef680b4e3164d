import { errors } from 'jose';
import type { PracticeApp } from '../app.mts';
import type { AccessClaims } from '../entra/accessTokens.mts';
import { GRAPH } from '../entra/resources.mts';
import { mayChange, maySee, type PracticeUser } from '../entra/users.mts';
import type { Incoming } from '../surface.mts';
import { bearerText, type Registry } from '../registry.mts';
import type { TenantState } from '../tenantState.mts';
import { GraphError } from './errors.mts';

/** Who calls: an application of one tenant with the permissions its token carries, in its own name or a person's. */
export interface Caller {
	readonly tenant: TenantState;
	readonly app: PracticeApp;
	/** Application permissions, or with a `user` the delegated ones. */
	readonly permissions: readonly string[];
	readonly user?: PracticeUser;
	/** As changes are signed. */
	readonly name: string;
}

const CHALLENGE = {
	'www-authenticate':
		'Bearer realm="", authorization_uri="https://login.microsoftonline.com/common/oauth2/authorize"',
};
const unauthenticated = (message: string) =>
	new GraphError(401, 'InvalidAuthenticationToken', message, CHALLENGE);

/** Reads and checks the bearer token; throws the 401 that the service gives. */
export async function authenticate(registry: Registry, incoming: Incoming): Promise<Caller> {
	const token = bearerText(incoming.headers.authorization);
	if (token === undefined) throw unauthenticated('Access token is empty.');
	const claims = await verified(registry, token);
	if (!GRAPH.identifiers.includes(claims.audience)) {
		throw unauthenticated('Access token validation failure. Invalid audience.');
	}
	const tenant = registry.tenantNamed(claims.tenantId);
	const app = tenant?.apps.find(({ clientId }) => clientId === claims.appId);
	if (tenant === undefined || app === undefined) {
		throw unauthenticated('The identity of the calling application could not be established.');
	}
	if (claims.delegated === undefined) {
		return { tenant, app, permissions: claims.roles, name: `API-App:${app.displayName}` };
	}
	const { userId, scopes } = claims.delegated;
	const user = tenant.signIns.users.find(({ id }) => id === userId);
	if (user === undefined) throw unauthenticated('The identity of the calling user could not be established.');
	return { tenant, app, permissions: scopes, user, name: user.userPrincipalName };
}

async function verified(registry: Registry, token: string): Promise<AccessClaims> {
	try {
		return await registry.tokens.verify(token);
	} catch (error) {
		if (error instanceof errors.JWTExpired) {
			throw unauthenticated('Lifetime validation failed, the token is expired.');
		}
		if (error instanceof errors.JWSSignatureVerificationFailed) {
			throw unauthenticated('Access token validation failure. Invalid signature.');
		}
		throw unauthenticated('IDX14100: JWT is not well formed, there are no dots (.).');
	}
}

/** What a call needs. */
export interface Need {
	/** One of these, as application or delegated permission; none: any valid token will do. */
	readonly anyOf: readonly string[];
	/** What the directory role of a signed-in person has to allow. */
	readonly allows: (user: PracticeUser) => boolean;
}

/**
 * Throws the 403 that names what is needed and what is there. A person needs the permission in the token and a role
 * of their own; the texts are those that callers of the hunting API quote.
 */
export function requirePermission({ permissions, user }: Caller, { anyOf, allows }: Need): void {
	const granted = anyOf.length === 0 || anyOf.some((name) => permissions.includes(name));
	if (!granted) {
		const kind = user === undefined ? 'roles' : 'scopes';
		throw forbidden(
			`Missing application ${kind}. API required ${kind}: ${anyOf.join(',')}, application ${kind}: ${permissions.join(',')}.`,
		);
	}
	if (user !== undefined && anyOf.length > 0 && !allows(user)) {
		throw forbidden(
			`Missing user permissions. The signed-in user '${user.userPrincipalName}' has no role that allows this action.`,
		);
	}
}

const forbidden = (message: string) => new GraphError(403, 'Forbidden', message);

export const READ_INCIDENTS: Need = {
	anyOf: ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'],
	allows: maySee,
};
export const WRITE_INCIDENTS: Need = { anyOf: ['SecurityIncident.ReadWrite.All'], allows: mayChange };
export const HUNT: Need = { anyOf: ['ThreatHunting.Read.All'], allows: maySee };
export const ANY_TOKEN: Need = { anyOf: [], allows: () => true };
