import { instantFromMillis } from '../../defender/core/instant.ts';
import type { LostDeliveries } from '../../defender/trigger/lifecycle.ts';
import type { ActiveSituation, TriggerProcess } from '../../defender/trigger/pollSituation.ts';
import type { StoredState } from '../../defender/trigger/state.ts';
import type { PollResult } from '../../defender/tasks/poll/pollIncidents.ts';
import { runExclusively } from '../../defender/tasks/poll/runExclusively.ts';
import { incident } from './incidents.mts';

const START = 1_000_000;

const EPOCH = instantFromMillis(0);

/** A saved state of the tenant without any incident. */
export const stateOf = (revision: number): StoredState => ({
	...{ version: 1, revision, identity: 'tenant', watchHash: '', pollsSinceLookBack: 0 },
	...{ checkpoint: EPOCH, forgottenBefore: EPOCH, lastSweep: EPOCH },
	...{ knownIncidents: [], recentDeliveries: [], unreadIncidents: [] },
});

function resultOf(revision: number, items: number, isAbandoned = false): PollResult {
	const id = '1';
	const report = { id, deliveryId: id, event: 'created', events: [], changes: {}, firstSeen: true } as const;
	const delivery = { incident: incident({ id }), report, redelivered: false, remark: undefined };
	const deliveries = Array.from({ length: items }, () => delivery);
	return { state: stateOf(revision), deliveries, deliveredAt: START, summary: {}, warnings: [], isAbandoned };
}

/** One trigger in one process of n8n, whose polls count their states and read nothing. */
export class ExclusiveTrigger {
	readonly process: TriggerProcess = { startedAt: START };
	/** The start of the newest poll. */
	lastStart: { readonly before: unknown; readonly lost: LostDeliveries | undefined } | undefined;
	/** Its situation. */
	situationKind: ActiveSituation['kind'] | undefined;
	/** How many results were kept. */
	keptResults = 0;
	name = 'a';
	identity = 'tenant';
	now = START;

	/** @param stored by n8n */
	constructor(public stored: unknown) {}

	/** A poll with this number of items. @returns whether its result was kept */
	async poll(items: number, meanwhile: () => void | Promise<unknown> = () => undefined, isAbandoned = false) {
		const { process, name: nodeName, identity } = this;
		const keep = (state: StoredState) => {
			this.stored = state;
			this.keptResults += 1;
		};
		const result = await runExclusively(
			{
				...{ read: () => this.stored, keep, thisProcess: process, nodeName, identity, now: () => this.now },
				...{ isRestart: false, redeliver: 'recent' },
			},
			async (situation) => {
				const { saved: before } = situation.start;
				this.situationKind = situation.kind;
				this.lastStart = { before, lost: 'lost' in situation ? situation.lost : undefined };
				await meanwhile();
				const revision =
					typeof before === 'object' && before !== null && 'revision' in before ? before.revision : 0;
				return resultOf(Number(revision) + 1, items, isAbandoned);
			},
		);
		return result !== undefined;
	}

	/** The workflow is switched off and on. @param stored what n8n then has under the node's name */
	reactivate(stored: unknown, name = this.name): void {
		this.stored = stored;
		this.name = name;
	}
}
