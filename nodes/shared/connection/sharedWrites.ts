import type { IExecuteFunctions } from 'n8n-workflow';
import { LeastRecentlyUsed } from '../../../defender/core/leastRecentlyUsed';
import type { UtcInstant } from '../../../defender/core/instant';
import { KeyedQueue } from '../../../defender/core/keyedQueue';
import type { SharedWrites } from '../../../defender/tasks/update/incidentWriter';
import type { Connection } from './connect';

/** Milliseconds by which reads may lag behind a write of another execution. */
const LAG_MS = 60_000;

/** The last known update of an incident. */
interface KnownUpdate {
	readonly lastUpdate: UtcInstant;
	/** Unix time in milliseconds on n8n's clock. */
	readonly at: number;
}

const queue = new KeyedQueue();
const MAX_UPDATES = 1_000;
const updates = new LeastRecentlyUsed<KnownUpdate>(MAX_UPDATES);

/**
 * Returns what all executions of this process share. Writes wait for each other by incident ID alone, because two credentials
 * may name one tenant by GUID and by domain, or use different APIs. An incident of another tenant with the same ID waits too,
 * which costs only a moment. Updates are kept for each tenant and API.
 */
export function sharedWrites(
	context: IExecuteFunctions,
	{ tenantId, apiOrigin, host }: Pick<Connection, 'tenantId' | 'apiOrigin' | 'host'>,
): SharedWrites {
	const keyOf = (id: string) => `${apiOrigin} ${tenantId} ${id}`;
	return {
		runAlone: async (id, work) => await queue.run(id, context.getExecutionCancelSignal(), work),
		newestOf: (id) => {
			const known = updates.get(keyOf(id));
			return known === undefined || host.now() - known.at > LAG_MS ? undefined : known.lastUpdate;
		},
		noteUpdate: (id, lastUpdate) => {
			const known = updates.get(keyOf(id))?.lastUpdate;
			if (known === undefined || known <= lastUpdate) updates.set(keyOf(id), { lastUpdate, at: host.now() });
		},
	};
}
