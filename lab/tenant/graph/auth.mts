import { errors } from 'jose';
import type { PracticeApp } from '../app.mts';
import type { AccessClaims } from '../entra/accessTokens.mts';
import { GRAPH } from '../entra/resources.mts';
import type { Incoming } from '../surface.mts';
import { bearerText, type Registry } from '../registry.mts';
import type { TenantState } from '../tenantState.mts';
import { GraphError } from './errors.mts';

/** Who calls: an application of one tenant with the permissions its token carries. */
export interface Caller {
	readonly tenant: TenantState;
	readonly app: PracticeApp;
	readonly roles: readonly string[];
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
	return { tenant, app, roles: claims.roles };
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

/**
 * Throws the 403 that names what is needed and what is there, unless the token carries one of `anyOf`; an empty
 * `anyOf` asks for nothing.
 */
export function requireRole(caller: Caller, anyOf: readonly string[]): void {
	if (anyOf.length === 0 || anyOf.some((role) => caller.roles.includes(role))) return;
	throw new GraphError(
		403,
		'Forbidden',
		`Missing application roles. API required roles: ${anyOf.join(',')}, application roles: ${caller.roles.join(',')}.`,
	);
}

export const READ_INCIDENTS = ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All'];
export const WRITE_INCIDENTS = ['SecurityIncident.ReadWrite.All'];
export const HUNT = ['ThreatHunting.Read.All'];
