import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { callerIdentity, readEndpoint, readCaller } from '../../../defender/access/credential';
import type { Endpoint, PermissionLevel } from '../../../defender/access/endpoint';
import { textOf, type Fields } from '../../../defender/access/fields';
import { permissionNames } from '../../../defender/access/permissions';
import { readTokenClaims } from '../../../defender/access/tokenClaims';
import { refuseUnusableSignIn } from '../../../defender/access/userSignIn';
import { HttpClient } from '../../../defender/api/http';
import { capabilitiesOf, createSecurityApi } from '../../../defender/api/createSecurityApi';
import type { SecurityApi } from '../../../defender/api/securityApi';
import { shortHash } from '../../../defender/trigger/snapshot';
import type { Host } from '../../../defender/core/host';
import { Pacer } from '../../../defender/core/pacer';
import { createAccess } from './createAccess';
import { readContext, isCredentialType, type CredentialType } from './authentication';
import { createHost, type HostContext } from './host';
import { toNodeError } from '../items/toNodeError';

/** What a node needs to work with one tenant during one execution. */
export interface Connection {
	readonly api: SecurityApi;
	readonly host: Host;
	/** Of the credential, in lower case: GUID or verified domain. */
	readonly tenantId: string;
	readonly apiOrigin: string;
	/** Names API, host, tenant and client, and nothing secret: what was read through another one is another world's. */
	readonly triggerKey: string;
	/** How Defender names our application as the author of a change; undefined when that cannot be told. */
	readonly ownName: string | undefined;
}

/** How the calls of one execution are paced; without it as the API's capabilities say. */
export interface Pace {
	readonly calls?: 'incidents' | 'hunts';
	/** Milliseconds that all calls of the execution together may wait for a throttled service; a minute by default. */
	readonly maxWaitMs?: number;
}

const MAX_WAIT_MS = 60_000;

/**
 * From the chosen credential to an API, one per execution: its pacer is shared by all calls.
 * @param level what the node is going to do
 */
export async function connect(
	context: HostContext,
	level: PermissionLevel,
	pace: Pace = {},
): Promise<Connection> {
	try {
		const credential = chosenCredential(context);
		return open(context, credential, { fields: await context.getCredentials(credential), level, pace });
	} catch (failure) {
		throw toNodeError(context.getNode(), failure);
	}
}

/**
 * The connection of each item. The fields of a credential may be expressions over the item, so that items of one execution
 * work in different tenants; n8n by itself would take those of the first item for all. Items that agree share a connection.
 * @throws what the first item's credential lacks; that of a later one fails when it is asked for
 */
export async function connectItems(
	context: IExecuteFunctions,
	level: PermissionLevel,
	pace: Pace = {},
): Promise<(index: number) => Promise<Connection>> {
	const first = await connect(context, level, pace);
	const credential = chosenCredential(context);
	const identityOf = (fields: Fields) => callerIdentity(fields, readContext(credential));
	const known = new Map([[identityOf(await context.getCredentials(credential, 0)), first]]);
	return async (index) => {
		if (index === 0) return first;
		const fields = await context.getCredentials(credential, index);
		const identity = identityOf(fields);
		const connection = known.get(identity) ?? open(context, credential, { fields, level, pace, item: index });
		known.set(identity, connection);
		return connection;
	};
}

/** Makes one of something per connection: what the items of one tenant share. */
export function oncePerConnection<T>(make: (connection: Connection) => T): (connection: Connection) => T {
	const made = new Map<Connection, T>();
	return (connection) => {
		const one = made.get(connection) ?? make(connection);
		made.set(connection, one);
		return one;
	};
}

interface Opening {
	readonly fields: Fields;
	readonly level: PermissionLevel;
	readonly pace: Pace;
	/** Item whose fields these are; absent for the first one, which n8n resolves by itself. */
	readonly item?: number;
}

function open(
	context: HostContext,
	credential: CredentialType,
	{ fields, level, pace, item }: Opening,
): Connection {
	const endpoint = readEndpoint(fields, readContext(credential));
	const host = createHost(context, credential, readCaller(fields, endpoint), item);
	if (endpoint.context === 'user') refuseUnusableSignIn(fields, endpoint, level, host.now());
	const { calls = 'incidents', maxWaitMs = MAX_WAIT_MS } = pace;
	const can = capabilitiesOf(endpoint);
	const ratePerMinute = calls === 'hunts' ? can.huntsPerMinute : can.ratePerMinute;
	const pacer = new Pacer(host, { ratePerMinute, maxWaitMs });
	const access = createAccess(context, credential, { endpoint, fields, level }, item);
	const caller = new HttpClient(host, endpoint, pacer, access);
	const api = createSecurityApi(caller, endpoint, permissionNames(endpoint));
	return {
		api,
		host,
		tenantId: endpoint.tenantId,
		apiOrigin: endpoint.apiOrigin,
		triggerKey: identityOf(endpoint, fields),
		ownName: endpoint.context === 'user' || !can.reportsLastModifier ? undefined : ownNameOf(fields),
	};
}

function identityOf({ api, apiOrigin, tenantId }: Endpoint, fields: Fields): string {
	return shortHash([api, apiOrigin, tenantId, textOf(fields, 'clientId')].join(' '), 16);
}

/** An application appears as `API-App:<name>` (reference: create comment), and its token says its name. */
function ownNameOf(fields: Fields): string | undefined {
	const name = readTokenClaims(textOf(fields, 'accessToken'))?.appName;
	return name === undefined ? undefined : `API-App:${name}`;
}

function chosenCredential(context: HostContext): CredentialType {
	const credential: unknown = context.getNodeParameter('authentication', 0);
	if (isCredentialType(credential)) return credential;
	throw new NodeOperationError(context.getNode(), 'The chosen authentication is not known', {
		description: 'Choose one of the entries under Authentication.',
	});
}
