/** What an access token says of itself; read for hints and expiry only, never trusted as proof. */
export interface TokenClaims {
	/** Unix time in seconds. */
	readonly expiresAt: number | undefined;
	/** Application permissions baked into the token. */
	readonly roles: readonly string[];
}

/** Reads a JWT's payload; undefined for an opaque or undecodable token, which is unknown rather than wrong. */
export function readTokenClaims(accessToken: string): TokenClaims | undefined {
	const payload = accessToken.split('.')[1];
	if (payload === undefined) return undefined;
	try {
		const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		if (typeof claims !== 'object' || claims === null) return undefined;
		const exp: unknown = 'exp' in claims ? claims.exp : undefined;
		const roles: unknown = 'roles' in claims ? claims.roles : undefined;
		return {
			expiresAt: typeof exp === 'number' ? exp : undefined,
			roles: Array.isArray(roles) ? roles.filter((role): role is string => typeof role === 'string') : [],
		};
	} catch {
		return undefined;
	}
}
