import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { readCredential, type Credential } from '../../../defender/access/credential';
import type { PermissionLevel } from '../../../defender/access/endpoint';
import { permissionNames } from '../../../defender/access/permissions';
import { readTokenClaims } from '../../../defender/access/tokenClaims';
import { refuseUnusableSignIn } from '../../../defender/access/userSignIn';
import { capabilitiesOf, createSecurityApi } from '../../../defender/api/createSecurityApi';
import { HttpClient } from '../../../defender/api/http';
import type { SecurityApi } from '../../../defender/api/securityApi';
import type { Host } from '../../../defender/core/host';
import { Pacer } from '../../../defender/core/pacer';
import { shareOf } from '../../../defender/core/requestQuota';
import { isCredentialType, readContext, type CredentialType } from './authentication';
import { createAccess } from './createAccess';
import { createHost, type HostContext } from './host';
import { toNodeError } from './toNodeError';

/** API and host that a node uses for one tenant during one execution. */
export interface Connection {
	readonly api: SecurityApi;
	readonly host: Host;
	/** GUID or verified domain in lower case, as in the credential. */
	readonly tenantId: string;
	readonly apiOrigin: string;
	/** Identifies API, host, tenant and client. Trigger state saved under one key is meaningless under another. */
	readonly triggerKey: string;
	/** Name of this application as the author of a change in Defender; undefined if it is unknown. */
	readonly ownName: string | undefined;
}

/** Pacing of the requests of one execution. */
export interface Pace {
	/** @default 'incidents' */
	readonly calls?: 'incidents' | 'hunts';
	/**
	 * Part of the tenant's documented hunting quota that the execution may use, in percent.
	 * @default 100
	 */
	readonly quotaShare?: number;
	/**
	 * Milliseconds that all requests of the execution together may wait for a throttled service.
	 * @default 60_000
	 */
	readonly maxWaitMs?: number;
}

/** The connections of the items of one execution. */
export interface ItemConnections {
	/** @throws NodeApiError or NodeOperationError */
	readonly connectionOf: (index: number) => Promise<Connection>;
	/** Returns how many items may be in progress at once, from the tenant that allows the most requests. */
	readonly parallelism: () => number;
}

const MAX_WAIT_MS = 60_000;

/**
 * Creates the connection of an execution from the chosen credential. All its requests share one pacer.
 * @param level level that the node needs
 */
export async function connect(
	context: HostContext,
	level: PermissionLevel,
	pace: Pace = {},
): Promise<Connection> {
	return (await connectFirst(context, level, pace)).connection;
}

/**
 * Creates the connection of each item. Fields of a credential may be expressions, so the items of one execution may belong
 * to different tenants, but n8n alone would use the fields of the first item for all. Items with equal fields share a
 * connection.
 * @throws NodeApiError or NodeOperationError for the first item
 */
export async function connectItems(
	context: IExecuteFunctions,
	level: PermissionLevel,
	pace: Pace = {},
): Promise<ItemConnections> {
	const { type, credential, connection } = await connectFirst(context, level, pace);
	const connections = new Map([[credential.clientKey, connection]]);
	return {
		connectionOf: async (index) => {
			if (index === 0) return connection;
			const own = readCredential(await context.getCredentials(type, index), readContext(type));
			const shared = connections.get(own.clientKey) ?? open(context, type, own, { level, pace, item: index });
			connections.set(own.clientKey, shared);
			return shared;
		},
		parallelism: () => Math.max(...[...connections.values()].map(({ api }) => api.parallelism)),
	};
}

/** Caches a value per connection, so that the items of one tenant share it. */
export function oncePerConnection<T>(create: (connection: Connection) => T): (connection: Connection) => T {
	const created = new Map<Connection, T>();
	return (connection) => {
		const value = created.get(connection) ?? create(connection);
		created.set(connection, value);
		return value;
	};
}

async function connectFirst(context: HostContext, level: PermissionLevel, pace: Pace) {
	try {
		const type = readCredentialType(context);
		const credential = readCredential(await context.getCredentials(type), readContext(type));
		return { type, credential, connection: open(context, type, credential, { level, pace }) };
	} catch (failure) {
		throw toNodeError(context.getNode(), failure);
	}
}

interface OpenOptions {
	readonly level: PermissionLevel;
	readonly pace: Pace;
	/** Item of the credential's fields; undefined for the first one, which n8n resolves by itself. */
	readonly item?: number;
}

function open(
	context: HostContext,
	type: CredentialType,
	credential: Credential,
	{ level, pace, item }: OpenOptions,
): Connection {
	const { endpoint, triggerKey } = credential;
	const host = createHost(context, type, credential, item);
	if (endpoint.context === 'user') refuseUnusableSignIn(credential, level, host.now());
	const { calls = 'incidents', maxWaitMs = MAX_WAIT_MS, quotaShare = 100 } = pace;
	const can = capabilitiesOf(endpoint);
	const { requests, hunts } = can.documentedQuota;
	const quotas = calls === 'hunts' ? shareOf(hunts, quotaShare) : requests;
	const pacer = new Pacer(host, { quotas, maxWaitMs });
	const access = createAccess(context, type, credential, level, item);
	const client = new HttpClient(host, endpoint, pacer, access);
	return {
		api: createSecurityApi(client, endpoint, permissionNames(endpoint)),
		host,
		tenantId: endpoint.tenantId,
		apiOrigin: endpoint.apiOrigin,
		triggerKey,
		ownName: can.reportsLastModifier ? ownNameOf(credential) : undefined,
	};
}

/**
 * Defender shows an application as `API-App:<name>`, and the application's token contains the name.
 * @see https://learn.microsoft.com/graph/api/security-incident-post-comments
 */
function ownNameOf({ endpoint, storedToken }: Credential): string | undefined {
	if (endpoint.context === 'user') return undefined;
	const name = readTokenClaims(storedToken)?.appName;
	return name === undefined ? undefined : `API-App:${name}`;
}

function readCredentialType(context: HostContext): CredentialType {
	const type: unknown = context.getNodeParameter('authentication', 0);
	if (isCredentialType(type)) return type;
	throw new NodeOperationError(context.getNode(), 'Authentication has an unknown value', {
		description: 'Choose Application or Signed-in User.',
	});
}
