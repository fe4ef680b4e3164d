import { earlier, earliest, latest, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { isNews, type Decision } from './classifyChange';
import { withBatch } from './recentDeliveries';
import type { KnownIncident } from './knownIncident';
import type { TriggerState } from './state';
import type { Report } from './report';

/**
 * What has to be handled, oldest first: new states, and incidents whose time to be `created` has come.
 * @param to everything that changed before it was read
 */
export function pendingChanges(
	state: TriggerState,
	read: Iterable<Incident>,
	to: UtcInstant,
	now: UtcInstant,
): readonly Incident[] {
	const dueBy = dueTime(state, now);
	return [...read]
		.filter((incident) => {
			const before = state.known.get(incident.id);
			const isDue = before?.due !== undefined && before.due <= dueBy;
			const isStale = before !== undefined && incident.lastUpdateDateTime < before.stamp;
			return (
				incident.lastUpdateDateTime < to && !isStale && (isDue || isNews(incident, before, state.horizon))
			);
		})
		.sort(byTime);
}

/** So many incidents may wait to be `created`: the state must not burst. */
export const MAX_WAITING = 150;

/** Incidents that wait to be `created` until then are told now: those whose time has come, and the oldest of too many. */
export function dueTime(state: TriggerState, now: UtcInstant): UtcInstant {
	const waiting = [...state.known.values()].flatMap(({ due }) => due ?? []).sort();
	return latest(now, waiting[waiting.length - 1 - MAX_WAITING]);
}

/** Ids of incidents that wait to be `created` and are old enough now. */
export function dueIds(state: TriggerState, now: UtcInstant): readonly string[] {
	const dueBy = dueTime(state, now);
	return [...state.known].flatMap(([id, { due }]) => (due !== undefined && due <= dueBy ? [id] : []));
}

const DAY_MS = 86_400_000;

/** Whether all open incidents were read again, or those created before an instant, or nothing was done. */
export type Swept = 'all' | 'nothing' | { readonly upTo: UtcInstant };

/** How a poll ended. */
export interface Ending {
	/** Everything before it was read. */
	readonly to: UtcInstant;
	readonly now: UtcInstant;
	readonly judged: readonly Decision[];
	/** The oldest change that was left for the next poll. */
	readonly left: Incident | undefined;
	readonly wasDeep: boolean;
	/** How far a sweep came. */
	readonly swept: Swept;
	/** Ids that the service knows no more. */
	readonly gone: readonly string[];
	/** Told again because n8n may have lost them. */
	readonly again: readonly Report[];
	/** What still has to be told again. */
	readonly waiting: readonly Report[];
}

/** The state after a poll. A poll that was cut is followed by one that reads the whole look-back again. */
export function advanceState(state: TriggerState, ending: Ending): TriggerState {
	const { to, left, judged, wasDeep, now } = ending;
	// What a sweep found may be among what was left.
	const swept = left === undefined ? ending.swept : 'nothing';
	const known = new Map(state.known);
	for (const id of ending.gone) {
		const one = known.get(id);
		if (one !== undefined) known.set(id, withoutSight(one, to));
	}
	for (const { incident, known: next } of judged) known.set(incident.id, next);
	const told = [...ending.again, ...judged.flatMap((one) => one.told ?? [])];
	const { again } = state;
	return {
		...(told.length === 0 ? state : withoutRemark(state)),
		revision: state.revision + 1,
		floor: latest(state.floor, earliest(to, left?.lastUpdateDateTime)),
		swept: swept === 'all' ? now : state.swept,
		sweptTo: swept === 'all' ? undefined : swept === 'nothing' ? state.sweptTo : swept.upTo,
		shallow: left !== undefined ? SHALLOW_POLLS : wasDeep ? 0 : state.shallow + 1,
		known,
		inFlight: withBatch(state.inFlight, { at: now, told }),
		again:
			again === undefined || ending.waiting.length === 0 ? undefined : { ...again, told: ending.waiting },
	};
}

/** So many polls read only what is new; then one reads the look-back. */
export const SHALLOW_POLLS = 9;

/** While two incidents are merged neither can be seen, so one that is not found may still come back. */
function withoutSight(known: KnownIncident, to: UtcInstant): KnownIncident {
	const { due } = known;
	const waits = due !== undefined && due > earlier(to, DAY_MS);
	return { ...(waits ? known : withoutDue(known)), isClosed: true };
}

function withoutDue({
	stamp,
	fingerprint,
	nth,
	isOpen,
	hasMatched,
	isClosed,
	values,
}: KnownIncident): KnownIncident {
	return { stamp, fingerprint, nth, isOpen, hasMatched, isClosed, values };
}

function withoutRemark(state: TriggerState): TriggerState {
	return { ...state, remark: undefined };
}

function byTime(a: Incident, b: Incident): number {
	if (a.lastUpdateDateTime !== b.lastUpdateDateTime)
		return a.lastUpdateDateTime < b.lastUpdateDateTime ? -1 : 1;
	return a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
