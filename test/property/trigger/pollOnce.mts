import type { StoredState } from '../../../defender/trigger/state.ts';
import { eventKinds, type EventKind } from '../../../defender/trigger/vocabulary.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { pollIncidents, type PollResult } from '../../../defender/tasks/poll/pollIncidents.ts';
import { runExclusively, type ProcessMemory } from '../../../defender/tasks/poll/runExclusively.ts';
import { OWN_NAME, type ChangingTenant } from './changingTenant.mts';
import type { History } from './history.mts';

/** Where n8n keeps the state. */
export interface Box {
	state: unknown;
}

/** The node's parameters. */
export type Settings = Pick<History, 'events' | 'severities' | 'settleMs' | 'maxPerPoll' | 'ownChanges'>;

/** How n8n comes to poll. */
export interface Surroundings {
	readonly box: Box;
	readonly keep: (state: StoredState) => void;
	readonly memory: ProcessMemory;
	/** The node's. */
	readonly name: string;
	readonly identity: string;
	readonly lookBackMs: number;
	/** How far the host's clock is ahead of the service's. */
	readonly skewMs: number;
	readonly isRestart: boolean;
}

/** One poll of the tenant, as the node does it. */
export async function pollOnce(
	tenant: ChangingTenant,
	{ events, severities, settleMs, maxPerPoll, ownChanges }: Settings,
	{ box, keep, memory, name, identity, lookBackMs, skewMs, isRestart }: Surroundings,
): Promise<PollResult | undefined> {
	const host = {
		now: () => tenant.now + skewMs,
		random: () => 0.5,
		sleep: async () => undefined,
		isCancelled: () => false,
		request: async () => await Promise.reject(new Error('no request')),
	};
	const watch = {
		events: new Set<EventKind>(eventKinds.filter((kind) => events.includes(kind))),
		query: { ...EVERYTHING, severity: severities },
		...{ settleMs, ownChanges, ownName: OWN_NAME },
	};
	const order = {
		watch,
		identity,
		lookBackMs,
		sweepMs: lookBackMs,
		maxPerPoll,
		alerts: false,
		startFrom: undefined,
	};
	const kept = { read: () => box.state, keep, inProcess: memory, name, identity, now: host.now };
	return await runExclusively(kept, async (stored, lost) => {
		const occasion = { stored, isRestart, lost, budgetMs: 300_000 };
		return await pollIncidents(tenant.api(skewMs), host, order, occasion);
	});
}
