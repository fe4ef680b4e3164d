/** Claims of an access token. They are not verified, so they serve only for hints and the expiry. */
export interface TokenClaims {
	/** Unix time in seconds. */
	readonly expiresAt: number | undefined;
	/**
	 * Application permissions (`roles`) or delegated ones (`scp`). Empty if the token has neither claim; undefined if the
	 * claim cannot be read, so that the permissions are unknown.
	 */
	readonly permissions: readonly string[] | undefined;
	/** Resource of the token: its URL without a trailing slash, or its app ID. */
	readonly audience: string | undefined;
	/** GUID of the tenant that issued it. */
	readonly tenantId: string | undefined;
	/** Display name of the application. */
	readonly appName: string | undefined;
}

/**
 * Reads the payload of a JWT.
 * @returns undefined for an opaque or undecodable token, which may still be valid
 */
export function readTokenClaims(accessToken: string): TokenClaims | undefined {
	const payload = accessToken.split('.')[1];
	if (payload === undefined) return undefined;
	try {
		const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
		if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return undefined;
		const exp: unknown = 'exp' in claims ? claims.exp : undefined;
		return {
			expiresAt: typeof exp === 'number' ? exp : undefined,
			permissions: readPermissions(
				'roles' in claims ? claims.roles : undefined,
				'scp' in claims ? claims.scp : undefined,
			),
			audience: 'aud' in claims ? readText(claims.aud)?.replace(/(?<!\/)\/+$/, '') : undefined,
			tenantId: 'tid' in claims ? readText(claims.tid)?.toLowerCase() : undefined,
			appName: 'app_displayname' in claims ? readText(claims.app_displayname) : undefined,
		};
	} catch {
		return undefined;
	}
}

function readText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A user's token may contain `roles` as well as `scp`. Then the scopes decide. */
function readPermissions(roles: unknown, scp: unknown): readonly string[] | undefined {
	if (typeof scp === 'string') return scp.split(' ').filter((name) => name !== '');
	if (scp !== undefined) return undefined;
	if (roles === undefined) return [];
	const readable = Array.isArray(roles) && roles.every((role): role is string => typeof role === 'string');
	return readable ? roles : undefined;
}
