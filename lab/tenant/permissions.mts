import { errors } from 'jose';
import type { PracticeApp } from './app.mts';
import type { AccessClaims } from './entra/accessTokens.mts';
import type { Resource } from './entra/resources.mts';
import type { PracticeUser } from './entra/users.mts';
import { bearerText, type Registry } from './registry.mts';
import { ServiceError } from './serviceError.mts';
import type { TenantState } from './tenantState.mts';

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

/** Why a token identifies no caller. */
export type Unidentified =
	| 'noToken'
	| 'malformed'
	| 'badSignature'
	| 'expired'
	| 'otherAudience'
	| 'unknownApp'
	| 'unknownUser';

/** Reads and checks the bearer token for one API; throws what `refuse` makes of the reason. */
export async function identify(
	registry: Registry,
	authorization: string | undefined,
	resource: Resource,
	refuse: (because: Unidentified) => Error,
): Promise<Caller> {
	const token = bearerText(authorization);
	if (token === undefined) throw refuse('noToken');
	const claims = await verified(registry, token, refuse);
	if (!resource.identifiers.includes(claims.audience)) throw refuse('otherAudience');
	const tenant = registry.tenantNamed(claims.tenantId);
	const app = tenant?.apps.find(({ clientId }) => clientId === claims.appId);
	if (tenant === undefined || app === undefined) throw refuse('unknownApp');
	if (claims.delegated === undefined) {
		return { tenant, app, permissions: claims.roles, name: `API-App:${app.displayName}` };
	}
	const { userId, scopes } = claims.delegated;
	const user = tenant.signIns.users.find(({ id }) => id === userId);
	if (user === undefined) throw refuse('unknownUser');
	return { tenant, app, permissions: scopes, user, name: user.userPrincipalName };
}

async function verified(
	registry: Registry,
	token: string,
	refuse: (because: Unidentified) => Error,
): Promise<AccessClaims> {
	try {
		return await registry.tokens.verify(token);
	} catch (error) {
		if (error instanceof errors.JWTExpired) throw refuse('expired');
		throw refuse(error instanceof errors.JWSSignatureVerificationFailed ? 'badSignature' : 'malformed');
	}
}

/** What a call needs. */
export interface Need {
	/** One of these application permissions; empty: any valid token will do. */
	readonly roles: readonly string[];
	/** One of these delegated permissions, in the token of a person. */
	readonly scopes: readonly string[];
	/** What the directory role of a signed-in person has to allow. */
	readonly allows: (user: PracticeUser) => boolean;
}

/**
 * Throws the 403 that names what is needed and what is there. A person needs the permission in the token and a role
 * of their own; the texts are those that callers of the hunting API quote.
 */
export function requirePermission({ permissions, user }: Caller, need: Need): void {
	const kind = user === undefined ? 'roles' : 'scopes';
	const anyOf = need[kind];
	const granted = anyOf.length === 0 || anyOf.some((name) => permissions.includes(name));
	if (!granted) {
		throw forbidden(
			`Missing application ${kind}. API required ${kind}: ${anyOf.join(',')}, application ${kind}: ${permissions.join(',')}.`,
		);
	}
	if (user !== undefined && anyOf.length > 0 && !need.allows(user)) {
		throw forbidden(
			`Missing user permissions. The signed-in user '${user.userPrincipalName}' has no role that allows this action.`,
		);
	}
}

const forbidden = (message: string) => new ServiceError(403, 'Forbidden', message);

/** A need that any valid token meets. */
export const ANY_TOKEN: Need = { roles: [], scopes: [], allows: () => true };
