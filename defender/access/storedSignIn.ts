import { isRecord } from '../core/isRecord';
import { clouds } from './clouds';
import { readTokenClaims } from './tokenClaims';

/** A user's sign-in as n8n stores it. A property is undefined if it cannot be read, which proves nothing. */
export interface StoredSignIn {
	/** Delegated permissions without their resource. */
	readonly permissions: readonly string[] | undefined;
	/** Resource of the token. */
	readonly audience: string | undefined;
	/** GUID of the tenant that issued the token. */
	readonly tenantId: string | undefined;
	/** Unix time in milliseconds. */
	readonly expiresAt: number | undefined;
	readonly canBeRenewed: boolean;
}

/** Resources of the tokens of Microsoft's clouds. */
export const microsoftAudiences: readonly string[] = Object.values(clouds).flatMap(({ apis }) =>
	Object.values(apis).map(({ audience }) => audience),
);

/**
 * Reads the sign-in that n8n stores after Connect and after each renewal.
 * @param oauthTokenData the credential's field of this name
 * @returns undefined while no account is connected
 */
export function readStoredSignIn(oauthTokenData: unknown): StoredSignIn | undefined {
	const data = isRecord(oauthTokenData) ? oauthTokenData : {};
	const token = textOf(data['access_token']);
	if (token === '') return undefined;
	const claims = readTokenClaims(token);
	const scopes = textOf(data['scope'])
		.split(/\s+/)
		.filter((scope) => scope !== '');
	const fromScopes = scopes.length === 0 ? undefined : scopes.map(permissionOf);
	const fromToken = claims?.permissions;
	const expiry = claims?.expiresAt === undefined ? Number(data['n8n_expires_at']) : claims.expiresAt * 1000;
	return {
		permissions: fromToken === undefined || fromToken.length === 0 ? fromScopes : fromToken,
		audience: claims?.audience ?? audienceOf(scopes),
		tenantId: claims?.tenantId,
		expiresAt: Number.isFinite(expiry) && expiry > 0 ? expiry : undefined,
		canBeRenewed: textOf(data['refresh_token']) !== '',
	};
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

function audienceOf(scopes: readonly string[]): string | undefined {
	return microsoftAudiences.find((audience) => scopes.some((scope) => scope.startsWith(`${audience}/`)));
}

/** Removes the resource: Entra ID returns scopes with or without it. */
function permissionOf(scope: string): string {
	return scope.slice(scope.lastIndexOf('/') + 1);
}
