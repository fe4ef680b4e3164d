import type { IExecuteFunctions } from 'n8n-workflow';
import { LeastRecentlyUsed } from '../../../defender/core/leastRecentlyUsed';
import type { UtcInstant } from '../../../defender/core/instant';
import { KeyedQueue } from '../../../defender/core/keyedQueue';
import type { SharedWrites } from '../../../defender/tasks/update/incidentWriter';
import type { Connection } from './connect';

/** How long reads may lag behind a write of another execution. */
const LAG_MS = 60_000;

interface Seen {
	readonly lastUpdate: UtcInstant;
	/** Unix time in milliseconds on our clock. */
	readonly at: number;
}

const turns = new KeyedQueue();
const newest = new LeastRecentlyUsed<Seen>(1_000);

/**
 * What this execution shares with all others of this process. Turns go by the incident's ID alone, because two credentials may
 * name one tenant by its GUID and by a domain, or reach it through different APIs. An incident of another tenant that happens to
 * have the same ID waits as well, which costs a moment. States are kept for each tenant and API.
 */
export function sharedWrites(
	context: IExecuteFunctions,
	{ tenantId, apiOrigin, host }: Pick<Connection, 'tenantId' | 'apiOrigin' | 'host'>,
): SharedWrites {
	const keyOf = (id: string) => `${apiOrigin} ${tenantId} ${id}`;
	return {
		runAlone: async (id, work) => await turns.run(id, context.getExecutionCancelSignal(), work),
		newestOf: (id) => {
			const seen = newest.get(keyOf(id));
			return seen === undefined || host.now() - seen.at > LAG_MS ? undefined : seen.lastUpdate;
		},
		noteUpdate: (id, lastUpdate) => {
			const known = newest.get(keyOf(id))?.lastUpdate;
			if (known === undefined || known <= lastUpdate) newest.set(keyOf(id), { lastUpdate, at: host.now() });
		},
	};
}
