import type { StoredState } from '../../../defender/trigger/state.ts';
import { eventKinds, type EventKind } from '../../../defender/trigger/triggerVocabulary.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { pollIncidents, type PollResult } from '../../../defender/tasks/poll/pollIncidents.ts';
import { runExclusively } from '../../../defender/tasks/poll/runExclusively.ts';
import type { TriggerProcess } from '../../../defender/trigger/pollSituation.ts';
import { OWN_NAME, type MemoryTenant } from '../memoryTenant/memoryTenant.mts';
import type { History } from './history.mts';

/** Where n8n keeps the state. */
export interface Box {
	state: unknown;
}

/** The node's parameters. */
export type Settings = Pick<
	History,
	'events' | 'severities' | 'settleMs' | 'maxPerPoll' | 'ownChanges' | 'acknowledgement'
>;

/** The circumstances of a poll. */
export interface Surroundings {
	readonly box: Box;
	readonly keep: (state: StoredState) => void;
	readonly process: TriggerProcess;
	/** The node's. */
	readonly name: string;
	readonly identity: string;
	readonly lookBackMs: number;
	/** How far the host's clock is ahead of the service's. */
	readonly skewMs: number;
	readonly isRestart: boolean;
}

/** One poll of the tenant, as the node does it. */
export async function singlePoll(
	tenant: MemoryTenant,
	{ events, severities, settleMs, maxPerPoll, ownChanges, acknowledgement }: Settings,
	{ box, keep, process, name, identity, lookBackMs, skewMs, isRestart }: Surroundings,
): Promise<PollResult | undefined> {
	const host = {
		now: () => tenant.now + skewMs,
		random: () => 0.5,
		sleep: async () => undefined,
		isCanceled: () => false,
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
		acknowledgement,
		alerts: 'newAlerts' as const,
		startFrom: undefined,
	};
	const store = {
		...{ read: () => box.state, keep, thisProcess: process, nodeName: name, identity, now: host.now },
		...{ isRestart, redeliver: 'recent' as const },
	};
	return await runExclusively(store, async (situation) => {
		return await pollIncidents(tenant.api(skewMs), host, order, { situation, budgetMs: 300_000 });
	});
}
