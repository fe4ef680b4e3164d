import { NodeOperationError } from 'n8n-workflow';
import { readEndpoint, readCaller } from '../../defender/access/connection';
import { neededPermissions, type TrustLevel } from '../../defender/access/permissions';
import { refuseUnusableSignIn } from '../../defender/access/userSignIn';
import { GraphSecurityApi, graphCapabilities } from '../../defender/api/graph';
import { HttpCaller } from '../../defender/api/http';
import type { SecurityApi } from '../../defender/api/securityApi';
import type { Host } from '../../defender/core/host';
import { invalidInput } from '../../defender/core/errors';
import { Pacer } from '../../defender/core/pacer';
import { apiNotOffered } from '../../defender/core/sentences/access';
import { createAccess } from './access';
import { contextOf, isCredentialType } from './authentication';
import { createHost, type HostContext } from './host';
import { toNodeError } from './toNodeError';

/** What a node needs to work with one tenant during one execution. */
export interface Connection {
	readonly api: SecurityApi;
	readonly host: Host;
	/** Of the credential, in lower case: GUID or verified domain. */
	readonly tenantId: string;
}

/** How the calls of one execution are paced; without it as the API's capabilities say. */
export interface Pace {
	readonly calls?: 'incidents' | 'hunts';
	/** Milliseconds that all calls of the execution together may wait for a throttled service; a minute by default. */
	readonly maxWaitMs?: number;
}

const MAX_WAIT_MS = 60_000;

/**
 * From the chosen credential to an API, one per execution: its pacer is shared by all items.
 * @param level what the node is going to do
 */
export async function connect(context: HostContext, level: TrustLevel, pace: Pace = {}): Promise<Connection> {
	const credential: unknown = context.getNodeParameter('authentication', 0);
	if (!isCredentialType(credential)) {
		throw new NodeOperationError(context.getNode(), 'The chosen authentication is not known', {
			description: 'Choose one of the entries under Authentication.',
		});
	}
	try {
		const fields = await context.getCredentials(credential);
		const endpoint = readEndpoint(fields, contextOf(credential));
		if (endpoint.api !== 'graph') throw invalidInput('api', apiNotOffered());
		const host = createHost(context, credential, readCaller(fields, endpoint));
		if (endpoint.context === 'user') refuseUnusableSignIn(fields, endpoint, level, host.now());
		const { calls = 'incidents', maxWaitMs = MAX_WAIT_MS } = pace;
		const ratePerMinute =
			calls === 'hunts' ? graphCapabilities.huntsPerMinute : graphCapabilities.ratePerMinute;
		const pacer = new Pacer(host, { ratePerMinute, maxWaitMs });
		const access = createAccess(context, credential, { endpoint, fields, level });
		const caller = new HttpCaller(host, endpoint, pacer, access);
		const api = new GraphSecurityApi(caller, endpoint.apiOrigin, neededPermissions(endpoint));
		return { api, host, tenantId: endpoint.tenantId };
	} catch (failure) {
		throw toNodeError(context.getNode(), failure);
	}
}
