import { DefenderError } from '../core/errors';
import type { Sentence } from '../core/sentence';
import { listPermissions } from './sentences/apiRefusalText';
import * as say from './sentences/userSignInText';
import { adminConsentUrl } from './adminConsent';
import { clouds } from './clouds';
import type { Endpoint, PermissionLevel } from './endpoint';
import { isGuid, recordOf, textOf, type Fields } from './fields';
import { hasPermission, protectedApis } from './permissions';
import { readTokenClaims } from './tokenClaims';

/** A user's sign-in as n8n stores it; what cannot be read is unknown and never held against it. */
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

/** Resources that tokens of Microsoft's clouds can be for. */
const AUDIENCES = Object.values(clouds).flatMap(({ apis }) =>
	Object.values(apis).map(({ audience }) => audience),
);

/** Reads what n8n keeps in `oauthTokenData` after Connect and each renewal; undefined while no account is connected. */
export function readStoredSignIn(fields: Fields): StoredSignIn | undefined {
	const data = recordOf(fields['oauthTokenData']);
	const token = textOf(data, 'access_token');
	if (token === '') return undefined;
	const claims = readTokenClaims(token);
	const scopes = textOf(data, 'scope')
		.split(/\s+/)
		.filter((scope) => scope !== '');
	const fromScopes = scopes.length === 0 ? undefined : scopes.map(nameOf);
	const named = claims?.permissions;
	const expiry = claims?.expiresAt === undefined ? Number(data['n8n_expires_at']) : claims.expiresAt * 1000;
	return {
		permissions: named === undefined || named.length === 0 ? fromScopes : named,
		audience: claims?.audience ?? audienceOf(scopes),
		tenantId: claims?.tenantId,
		expiresAt: Number.isFinite(expiry) && expiry > 0 ? expiry : undefined,
		canBeRenewed: textOf(data, 'refresh_token') !== '',
	};
}

/**
 * Refuses a sign-in that is known to be of no use for what the node is going to do, before anything is sent: n8n keeps an
 * old sign-in when the credential's fields are changed, and a token of another tenant would act there.
 * @param now Unix time in milliseconds
 * @throws DefenderError `signIn` that says what to press
 */
export function refuseUnusableSignIn(
	fields: Fields,
	endpoint: Endpoint,
	level: PermissionLevel,
	now: number,
): void {
	const stored = readStoredSignIn(fields);
	const sentence =
		stored === undefined ? say.notConnected() : complaintAbout(stored, { fields, endpoint, level, now });
	if (sentence !== undefined) throw new DefenderError({ kind: 'signIn' }, sentence);
}

interface Purpose {
	readonly fields: Fields;
	readonly endpoint: Endpoint;
	readonly level: PermissionLevel;
	readonly now: number;
}

function complaintAbout(stored: StoredSignIn, purpose: Purpose): Sentence | undefined {
	const { endpoint, now } = purpose;
	const { tenantId, audience, expiresAt, canBeRenewed } = stored;
	// A domain names a tenant without telling its id.
	if (tenantId !== undefined && isGuid(endpoint.tenantId) && tenantId !== endpoint.tenantId)
		return say.connectedToOtherTenant(tenantId, endpoint.tenantId);
	if (audience !== undefined && isOtherResource(audience, endpoint))
		return say.connectedToOtherApi(audience, endpoint.audience);
	if (!canBeRenewed && expiresAt !== undefined && expiresAt <= now) return say.signInEnded();
	return complaintAboutTrust(stored, purpose);
}

/** The credential's own setting is a promise: what was entrusted for reading does not write, whatever the token may do. */
function complaintAboutTrust(
	{ permissions }: StoredSignIn,
	{ fields, endpoint, level }: Purpose,
): Sentence | undefined {
	const needs = protectedApis[endpoint.api].permissions.user[level].name;
	if (level === 'respond' && textOf(fields, 'permissions') !== 'respond')
		return say.readOnlyCredential(needs);
	if (permissions === undefined || hasPermission(endpoint, level, permissions)) return undefined;
	return say.missingScope(
		needs,
		listPermissions(permissions),
		adminConsentUrl(endpoint, textOf(fields, 'clientId')),
	);
}

/** True only for a resource that is known to be another one; Graph's app id stands for Graph in every cloud. */
function isOtherResource(audience: string, endpoint: Endpoint): boolean {
	if (audience === endpoint.audience) return false;
	if (AUDIENCES.includes(audience)) return true;
	const other = Object.values(protectedApis).find(({ appId }) => appId === audience);
	return other !== undefined && other !== protectedApis[endpoint.api];
}

function audienceOf(scopes: readonly string[]): string | undefined {
	return AUDIENCES.find((audience) => scopes.some((scope) => scope.startsWith(`${audience}/`)));
}

/** A scope's name behind its resource: Entra ID answers with either form. */
function nameOf(scope: string): string {
	return scope.slice(scope.lastIndexOf('/') + 1);
}
