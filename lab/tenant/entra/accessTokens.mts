import { randomBytes } from 'node:crypto';
import { decodeJwt, type JWTPayload } from 'jose';
import type { PracticeApp } from '../app.mts';
import type { SigningKeys } from './keys.mts';
import type { PracticeUser } from './users.mts';

/** The subject of a token: the app's own, with application permissions, or a signed-in person's. */
export type Subject =
	| { readonly kind: 'app'; readonly roles: readonly string[] }
	| {
			readonly kind: 'user';
			readonly user: PracticeUser;
			readonly scopes: readonly string[];
			readonly secondFactor: boolean;
	  };

/** What a token is made for. */
export interface Grant {
	readonly tenantId: string;
	readonly app: PracticeApp;
	readonly audience: string;
	readonly subject: Subject;
	/** Number of the token in its tenant, from 1. */
	readonly sequence: number;
	readonly lifetimeSeconds: number;
	readonly opaque: boolean;
}

/** Claims of an access token that the practice tenant reads. */
export interface AccessClaims {
	readonly tenantId: string;
	readonly appId: string;
	readonly audience: string;
	readonly roles: readonly string[];
	/** Present in the token of a person: who, and which delegated permissions. */
	readonly delegated?: { readonly userId: string; readonly scopes: readonly string[] };
	readonly sequence: number;
}

/** The access tokens of one practice server. */
export interface AccessTokens {
	issue(grant: Grant): Promise<string>;
	/** The claims of a token that was issued here and is not over; throws jose's errors otherwise. */
	verify(token: string): Promise<AccessClaims>;
	/** What the token claims, unchecked: only to attribute the request. Undefined for a text that is no token. */
	peek(token: string): AccessClaims | undefined;
}

function readClaims(payload: JWTPayload): AccessClaims | undefined {
	const { tid, appid, aud, roles, jti, scp, oid } = payload;
	if (typeof tid !== 'string' || typeof appid !== 'string' || typeof aud !== 'string') return undefined;
	const named = Array.isArray(roles) ? roles.filter((role) => typeof role === 'string') : [];
	const claims = { tenantId: tid, appId: appid, audience: aud, roles: named, sequence: Number(jti) };
	if (typeof scp !== 'string' || typeof oid !== 'string') return claims;
	return { ...claims, delegated: { userId: oid, scopes: scp.split(' ') } };
}

/** Claims of a v1.0 access token, as "Access token claims reference" has them. */
function subjectClaims(subject: Subject): JWTPayload {
	if (subject.kind === 'app') {
		return { idtyp: 'app', ...(subject.roles.length > 0 ? { roles: [...subject.roles] } : {}) };
	}
	const { user, scopes, secondFactor } = subject;
	return {
		idtyp: 'user',
		oid: user.id,
		sub: user.id,
		name: user.displayName,
		unique_name: user.userPrincipalName,
		upn: user.userPrincipalName,
		scp: scopes.join(' '),
		amr: secondFactor ? ['pwd', 'mfa'] : ['pwd'],
	};
}

/** @param realTime the clock that callers compare `exp` with */
export function createAccessTokens(keys: SigningKeys, realTime: () => Date): AccessTokens {
	// An opaque text refers to a JWT that never leaves this map.
	const opaque = new Map<string, string>();
	return {
		issue: async ({ tenantId, app, audience, subject, sequence, lifetimeSeconds, opaque: hide }) => {
			const seconds = Math.floor(realTime().getTime() / 1000);
			const jwt = await keys.sign({
				aud: audience,
				iss: `https://sts.windows.net/${tenantId}/`,
				tid: tenantId,
				appid: app.clientId,
				app_displayname: app.displayName,
				appidacr: app.publicClient ? '0' : '1',
				...subjectClaims(subject),
				iat: seconds,
				nbf: seconds,
				exp: seconds + lifetimeSeconds,
				jti: String(sequence),
				ver: '1.0',
			});
			if (!hide) return jwt;
			const text = `EwB${randomBytes(96).toString('base64url')}`;
			opaque.set(text, jwt);
			return text;
		},
		verify: async (token) => {
			const claims = readClaims(await keys.verify(opaque.get(token) ?? token, realTime()));
			if (claims === undefined) throw new Error('The token lacks tid, appid or aud.');
			return claims;
		},
		peek: (token) => {
			try {
				return readClaims(decodeJwt(opaque.get(token) ?? token));
			} catch {
				return undefined;
			}
		},
	};
}
