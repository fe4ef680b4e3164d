import { grantedPermissions, readCredential, type Credential } from '../../../defender/access/credential';
import type { PermissionLevel } from '../../../defender/access/endpoint';
import { canNewTokenHelp, explainApiRefusal } from '../../../defender/access/explainApiRefusal';
import { hasPermission } from '../../../defender/access/permissions';
import type { TokenAccess } from '../../../defender/api/tokenAccess';
import type { CredentialType } from './authentication';
import type { HostContext } from './host';

/**
 * Creates the API's view of the stored token: its permissions, and the one renewal per execution.
 * @param credential as it is stored when the node starts
 * @param level level that the node needs
 */
export function createAccess(
	context: HostContext,
	type: CredentialType,
	credential: Credential,
	level: PermissionLevel,
	item?: number,
): TokenAccess {
	const { endpoint, clientId } = credential;
	const granted = grantedPermissions(credential);
	const canRenew = endpoint.context === 'application';
	return {
		lacksPermission: canRenew && granted !== undefined && !hasPermission(endpoint, level, granted),
		claimRenewal: () => canRenew && claimOnce(context, type, endpoint.tenantId),
		canRenewalHelp: canNewTokenHelp,
		explain: async (refusal) => {
			// n8n may have stored another token since the node started.
			const current = readCredential(await context.getCredentials(type, item), endpoint.context);
			return explainApiRefusal({ ...refusal, endpoint, clientId, granted: grantedPermissions(current) });
		},
	};
}

/**
 * Saved with the execution's own data, so that a node inside a loop does not sign in on each iteration. A list in the editor
 * has no execution, so each list may renew once.
 */
function claimOnce(context: HostContext, type: CredentialType, tenantId: string): boolean {
	if (!('getContext' in context)) return true;
	const flow = context.getContext('flow');
	const key = `${type} ${context.getNode().credentials?.[type]?.id ?? ''} ${tenantId} renewed`;
	if (flow[key] === true) return false;
	flow[key] = true;
	return true;
}
