import { DefenderError } from '../core/errors';
import { isGuid } from '../core/isGuid';
import type { Sentence } from '../core/sentence';
import { adminConsentUrl } from './clouds';
import type { Credential } from './credential';
import type { Endpoint, PermissionLevel } from './endpoint';
import { hasPermission, permissionNames, protectedApis } from './permissions';
import { listPermissions } from './sentences/apiRefusalText';
import * as say from './sentences/userSignInText';
import { microsoftAudiences, type StoredSignIn } from './storedSignIn';

/**
 * Refuses a stored sign-in that cannot serve the node, before any request is sent. n8n keeps an old sign-in when the
 * credential's fields change, and a token of another tenant would act there.
 * @param level level that the node needs
 * @param now Unix time in milliseconds
 * @throws DefenderError `signIn` that names the button to press
 */
export function refuseUnusableSignIn(credential: Credential, level: PermissionLevel, now: number): void {
	const { storedSignIn } = credential;
	const sentence =
		storedSignIn === undefined
			? say.notConnected()
			: (findMismatch(storedSignIn, credential.endpoint, now) ??
				findMissingPermission(storedSignIn, credential, level));
	if (sentence !== undefined) throw new DefenderError({ kind: 'signIn' }, sentence);
}

function findMismatch(stored: StoredSignIn, endpoint: Endpoint, now: number): Sentence | undefined {
	const { tenantId, audience, expiresAt, canBeRenewed } = stored;
	// A domain does not reveal the tenant's GUID.
	if (tenantId !== undefined && isGuid(endpoint.tenantId) && tenantId !== endpoint.tenantId)
		return say.connectedToOtherTenant(tenantId, endpoint.tenantId);
	if (audience !== undefined && isOtherResource(audience, endpoint))
		return say.connectedToOtherApi(audience, endpoint.audience);
	return !canBeRenewed && expiresAt !== undefined && expiresAt <= now ? say.signInEnded() : undefined;
}

/** The credential's Permissions field is a limit of its own: with Read, no node writes, even if the token could. */
function findMissingPermission(
	{ permissions }: StoredSignIn,
	{ endpoint, clientId, level: allowed }: Credential,
	level: PermissionLevel,
): Sentence | undefined {
	const needed = permissionNames(endpoint)[level];
	if (level === 'respond' && allowed !== 'respond') return say.readOnlyCredential(needed);
	if (permissions === undefined || hasPermission(endpoint, level, permissions)) return undefined;
	return say.missingScope(needed, listPermissions(permissions), adminConsentUrl(endpoint, clientId));
}

/** True only if the resource is certainly another one. Graph's app ID identifies Graph in every cloud. */
function isOtherResource(audience: string, endpoint: Endpoint): boolean {
	if (audience === endpoint.audience) return false;
	if (microsoftAudiences.includes(audience)) return true;
	const other = Object.values(protectedApis).find(({ appId }) => appId === audience);
	return other !== undefined && other !== protectedApis[endpoint.api];
}
