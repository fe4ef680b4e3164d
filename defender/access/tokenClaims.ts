/** What an access token says of itself; read for hints and expiry only, never trusted as proof. */
export interface TokenClaims {
	/** Unix time in seconds. */
	readonly expiresAt: number | undefined;
	/**
	 * What the token permits: application permissions (`roles`) or delegated ones (`scp`). Empty when it names none;
	 * undefined when the claim is there but cannot be read, which is unknown rather than none.
	 */
	readonly permissions: readonly string[] | undefined;
	/** Resource it was issued for: its address without a slash at the end, or its app id. */
	readonly audience: string | undefined;
	/** GUID of the tenant that issued it. */
	readonly tenantId: string | undefined;
	/** Display name of the application that asked for it. */
	readonly appName: string | undefined;
}

/** Reads a JWT's payload; undefined for an opaque or undecodable token, which is unknown rather than wrong. */
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

/** A user's token may carry `roles` of its own beside `scp`, and there the scopes decide. */
function readPermissions(roles: unknown, scp: unknown): readonly string[] | undefined {
	if (typeof scp === 'string') return scp.split(' ').filter((name) => name !== '');
	if (scp !== undefined) return undefined;
	if (roles === undefined) return [];
	const readable = Array.isArray(roles) && roles.every((role): role is string => typeof role === 'string');
	return readable ? roles : undefined;
}
