import { instantFromMillis, millisOf, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { isMerged } from '../incidents/merge';
import { matches } from '../incidents/query';
import { isNews, type Judged } from './judge';
import { batchOf, type Told } from './lastBatch';
import type { Known } from './rows';
import { watchedFields, watchHash, type Watch } from './rules';
import { fingerprintOf, pick, snapshotOf } from './snapshot';
import type { TriggerState } from './state';

/** The instant so many milliseconds earlier; ticks below the millisecond are cut. */
export function earlier(instant: UtcInstant, milliseconds: number): UtcInstant {
	return instantFromMillis(millisOf(instant) - milliseconds);
}

/** Where a trigger begins. */
export interface Beginning {
	readonly identity: string;
	readonly watch: Watch;
	/** Incidents and changes from here on are told. */
	readonly start: UtcInstant;
	readonly to: UtcInstant;
	/** Incidents that are open now, so that their first change can be told with what was before. */
	readonly open: readonly Incident[];
}

/** A state in which nothing has been told yet. */
export function begin({ identity, watch, start, to, open }: Beginning): TriggerState {
	const floor = start < to ? start : to;
	const known = open
		.filter((incident) => !isMerged(incident) && incident.lastUpdateDateTime < floor)
		.map((incident): [string, Known] => [incident.id, firstKnown(incident, watch)]);
	return {
		revision: 1,
		identity,
		watch: watchHash(watch),
		floor,
		horizon: start,
		swept: to,
		shallow: 0,
		known: new Map(known),
	};
}

/**
 * The state under changed filters or events: nothing that is known already becomes `created` by it. What had not to be
 * known so far is read by a sweep.
 */
export function adopt(state: TriggerState, watch: Watch): TriggerState {
	const hash = watchHash(watch);
	if (state.watch === hash) return state;
	const known = [...state.known].map(([id, one]): [string, Known] => {
		return [id, { ...withoutDue(one), isOpen: false }];
	});
	return { ...state, watch: hash, known: new Map(known), swept: LONG_AGO };
}

/** What has to be handled, oldest first: new states, and incidents whose time to be `created` has come. */
export function newsIn(state: TriggerState, read: Iterable<Incident>, to: UtcInstant): readonly Incident[] {
	return [...read]
		.filter((incident) => {
			const before = state.known.get(incident.id);
			const isDue = before?.due !== undefined && before.due <= to;
			const isStale = before !== undefined && incident.lastUpdateDateTime < before.stamp;
			return (
				incident.lastUpdateDateTime < to && !isStale && (isDue || isNews(incident, before, state.horizon))
			);
		})
		.sort(byTime);
}

/** Ids of incidents that wait to be `created` and are old enough now. */
export function dueIds(state: TriggerState, to: UtcInstant): readonly string[] {
	return [...state.known].flatMap(([id, { due }]) => (due !== undefined && due <= to ? [id] : []));
}

const DAY_MS = 86_400_000;
const LONG_AGO = instantFromMillis(0);

/** How a poll ended. */
export interface Ending {
	/** Everything before it was read. */
	readonly to: UtcInstant;
	readonly now: UtcInstant;
	readonly judged: readonly Judged[];
	/** The oldest change that was left for the next poll. */
	readonly left: Incident | undefined;
	readonly wasDeep: boolean;
	readonly wasSwept: boolean;
	/** Ids that the service knows no more. */
	readonly gone: readonly string[];
	/** Told again because the process before may have lost them. */
	readonly again: readonly Told[];
}

/** The state after a poll. A poll that was cut is followed by one that reads the whole look-back again. */
export function close(state: TriggerState, ending: Ending): TriggerState {
	const { to, left, judged, wasDeep, wasSwept, now } = ending;
	const reached = left !== undefined && left.lastUpdateDateTime < to ? left.lastUpdateDateTime : to;
	const known = new Map(state.known);
	for (const id of ending.gone) {
		const one = known.get(id);
		if (one !== undefined) known.set(id, withoutSight(one, to));
	}
	for (const { incident, known: next } of judged) known.set(incident.id, next);
	const told = [...ending.again, ...judged.flatMap((one) => one.told ?? [])];
	return {
		...(told.length === 0 ? state : withoutRemark(state)),
		revision: state.revision + 1,
		floor: reached > state.floor ? reached : state.floor,
		swept: wasSwept && left === undefined ? to : state.swept,
		shallow: left !== undefined ? ALWAYS_DEEP : wasDeep ? 0 : state.shallow + 1,
		known,
		...(told.length === 0 ? {} : { last: batchOf(now, told) }),
	};
}

/** So many polls read only what is new; then one reads the look-back. */
export const SHALLOW_POLLS = 9;
const ALWAYS_DEEP = SHALLOW_POLLS;

/** While two incidents are merged neither can be seen, so one that is not found may still come back. */
function withoutSight(known: Known, to: UtcInstant): Known {
	const { due } = known;
	const waits = due !== undefined && due > earlier(to, DAY_MS);
	return { ...(waits ? known : withoutDue(known)), isClosed: true };
}

function withoutDue({ stamp, fingerprint, nth, isOpen, hasMatched, isClosed, values }: Known): Known {
	return { stamp, fingerprint, nth, isOpen, hasMatched, isClosed, values };
}

function withoutRemark(state: TriggerState): TriggerState {
	const { revision, identity, watch, floor, horizon, swept, shallow, known, last } = state;
	const rest = { revision, identity, watch, floor, horizon, swept, shallow, known };
	return last === undefined ? rest : { ...rest, last };
}

function firstKnown(incident: Incident, watch: Watch): Known {
	return {
		stamp: incident.lastUpdateDateTime,
		fingerprint: fingerprintOf(incident),
		nth: 0,
		isOpen: false,
		hasMatched: matches(watch.query, incident),
		isClosed: false,
		values: pick(snapshotOf(incident), watchedFields(watch)),
	};
}

function byTime(a: Incident, b: Incident): number {
	if (a.lastUpdateDateTime !== b.lastUpdateDateTime)
		return a.lastUpdateDateTime < b.lastUpdateDateTime ? -1 : 1;
	return a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
