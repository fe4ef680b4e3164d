import { explainApiRefusal, canNewTokenHelp } from '../../../defender/access/explainApiRefusal';
import type { Endpoint, PermissionLevel } from '../../../defender/access/endpoint';
import { textOf, type Fields } from '../../../defender/access/fields';
import { hasPermission } from '../../../defender/access/permissions';
import { readTokenClaims } from '../../../defender/access/tokenClaims';
import { readStoredSignIn } from '../../../defender/access/userSignIn';
import type { TokenAccess } from '../../../defender/api/tokenAccess';
import type { CredentialType } from './authentication';
import type { HostContext } from './host';

interface Caller {
	readonly endpoint: Endpoint;
	/** The credential as it is stored when the node starts. */
	readonly fields: Fields;
	/** What the node is going to do. */
	readonly level: PermissionLevel;
}

/** What the credential's stored token tells of the caller's permissions, and the execution's one renewal of it. */
export function createAccess(
	context: HostContext,
	credential: CredentialType,
	{ endpoint, fields, level }: Caller,
	item?: number,
): TokenAccess {
	const granted = grantedBy(fields, endpoint);
	const canRenew = endpoint.context === 'application';
	return {
		lacksPermission: canRenew && granted !== undefined && !hasPermission(endpoint, level, granted),
		claimRenewal: () => canRenew && takeOnce(context, credential, endpoint.tenantId),
		canRenewalHelp: canNewTokenHelp,
		explain: async (refusal) =>
			explainApiRefusal({
				...refusal,
				endpoint,
				clientId: textOf(fields, 'clientId'),
				granted: grantedBy(await context.getCredentials(credential, item), endpoint),
			}),
	};
}

/** Permissions in the stored token; undefined for none stored and for one that cannot be read. */
function grantedBy(fields: Fields, endpoint: Endpoint): readonly string[] | undefined {
	if (endpoint.context === 'user') return readStoredSignIn(fields)?.permissions;
	return readTokenClaims(textOf(fields, 'accessToken'))?.permissions;
}

/**
 * Remembered with the execution's own data, so that a node inside a loop does not sign in at each turn. Where there is no
 * execution, as for a list in the editor, each list may renew once.
 */
function takeOnce(context: HostContext, credential: CredentialType, tenantId: string): boolean {
	if (!('getContext' in context)) return true;
	const renewed = context.getContext('flow');
	const key = `${credential} ${context.getNode().credentials?.[credential]?.id ?? ''} ${tenantId} renewed`;
	if (renewed[key] === true) return false;
	renewed[key] = true;
	return true;
}
