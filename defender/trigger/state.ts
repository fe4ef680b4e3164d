import { isUtcInstant, nextMillisecond, type UtcInstant } from '../core/instant';
import {
	packBatch,
	packBatches,
	readBatch,
	readBatches,
	type Batch,
	type StoredBatch,
} from './recentDeliveries';
import { readKnown, packKnown, type KnownIncident, type StoredIncident } from './knownIncident';
import { readUnread, type Unread } from './unread';

/** Everything the trigger remembers between polls. Replaced as a whole, never changed in place. */
export interface TriggerState {
	/** Counts the polls that changed it, so that of two overlapping polls one steps back. */
	readonly revision: number;
	/** Hash of API, host, tenant and client: another one is another trigger. */
	readonly identity: string;
	/** Hash of filters and events. */
	readonly watch: string;
	/** Everything that changed before this instant has been handled. */
	readonly floor: UtcInstant;
	/** What has matched, changed before it and is not in `known` was forgotten, or lies before the start. */
	readonly horizon: UtcInstant;
	/** When the open incidents were last read by their status. */
	readonly swept: UtcInstant;
	/** A sweep takes several polls when there are many: those created before this instant are read. */
	readonly sweptTo?: UtcInstant | undefined;
	/** Incidents that never matched and changed before this instant may have been forgotten. */
	readonly dropped?: UtcInstant | undefined;
	/** Polls since the look-back was read in full; the tenth does. */
	readonly shallow: number;
	readonly known: ReadonlyMap<string, KnownIncident>;
	/** What was handed over last, oldest first: a killed n8n may have lost it. */
	readonly inFlight: readonly Batch[];
	/** What n8n lost and is to be told again, since when it is known. */
	readonly again?: Batch | undefined;
	/** Incidents that could not be read so far. */
	readonly unread: readonly Unread[];
	/** What the next item has to say about the trigger itself. */
	readonly remark?: Remark | undefined;
}

const remarks = ['startedAnew', 'forgot'] as const;
/** Why the trigger may say less than expected. */
export type Remark = (typeof remarks)[number];

/** The state as n8n keeps it. */
export interface StoredState {
	readonly v: 1;
	readonly revision: number;
	readonly identity: string;
	readonly watch: string;
	readonly floor: string;
	readonly horizon: string;
	readonly swept: string;
	readonly sweptTo?: string | undefined;
	readonly dropped?: string | undefined;
	readonly shallow: number;
	readonly known: readonly StoredIncident[];
	readonly inFlight: readonly StoredBatch[];
	readonly again?: StoredBatch | undefined;
	readonly unread?: readonly Unread[] | undefined;
	readonly remark?: Remark | undefined;
}

/** Longest JSON of the state: n8n writes it with every batch, and its 1.x copies it into executions (hard-parts §2). */
export const MAX_STATE = 64_000;

/** A later floor is no time of a service: with it, nothing would ever be newer. */
const TOO_LATE = '9999-01-01';

/** @returns undefined for a state of another version, or one that is damaged */
export function readState(stored: unknown): TriggerState | undefined {
	if (!isRecord(stored) || stored['v'] !== 1) return undefined;
	const { revision, identity, watch, floor, horizon, swept, shallow, known, remark } = stored;
	if (typeof identity !== 'string' || typeof watch !== 'string' || !Array.isArray(known)) return undefined;
	if (!isCount(revision) || !isCount(shallow)) return undefined;
	if (!isInstant(floor) || floor >= TOO_LATE || !isInstant(horizon) || !isInstant(swept)) return undefined;
	// Unlike `map`, this also visits the holes that a damaged list may have.
	const rows = Array.from(known, readKnown);
	if (!rows.every((row): row is readonly [string, KnownIncident] => row !== undefined)) return undefined;
	return {
		...{ revision, identity, watch, floor, horizon, swept, shallow, known: new Map(rows) },
		sweptTo: instantOrNone(stored['sweptTo']),
		dropped: instantOrNone(stored['dropped']),
		inFlight: readBatches(stored['inFlight']),
		again: readBatch(stored['again']),
		unread: readUnread(stored['unread']),
		remark: remarks.find((one) => one === remark),
	};
}

/**
 * The state as plain JSON of bounded size. When it grows too large incidents are forgotten, what matters least first.
 * Forgetting one that has matched moves the horizon, so that it is never taken for new; one that never matched is new
 * when it does.
 * @param lookBackFrom changes since then are needed to recognise what was handled, and are forgotten late
 */
export function writeState(state: TriggerState, lookBackFrom: UtcInstant): StoredState {
	const rest: StoredState = {
		...{ ...state, v: 1, known: [] },
		inFlight: packBatches(state.inFlight),
		again: state.again && packBatch(state.again),
	};
	const rows = [...state.known].map(([id, known]) => ({ known, row: packKnown(id, known) }));
	const sizes = new Map(rows.map(({ row }) => [row, JSON.stringify(row).length + 1]));
	let size = JSON.stringify(rest).length + SPARE + [...sizes.values()].reduce((sum, one) => sum + one, 0);
	if (size <= MAX_STATE) return { ...rest, known: rows.map(({ row }) => row) };
	let { horizon, dropped, remark } = state;
	const kept = [...rows].sort((a, b) => byWorth(a.known, b.known, lookBackFrom)).reverse();
	for (let last = kept.pop(); last !== undefined; last = kept.pop()) {
		const { known, row } = last;
		if (size <= MAX_STATE) {
			kept.push(last);
			break;
		}
		size -= sizes.get(row) ?? 0;
		const after = nextMillisecond(known.stamp);
		if (!known.hasMatched) dropped = dropped === undefined || after > dropped ? after : dropped;
		else if (after > horizon) horizon = after;
		if (known.hasMatched && known.stamp >= lookBackFrom) remark = 'forgot';
	}
	return { ...rest, horizon, dropped, remark, known: kept.map(({ row }) => row) };
}

/** Instants and a remark that may be added while incidents are forgotten. */
const SPARE = 200;

/** Negative when `a` is forgotten before `b`. */
function byWorth(a: KnownIncident, b: KnownIncident, lookBackFrom: UtcInstant): number {
	const worth = ({ stamp, due, hasMatched, isClosed }: KnownIncident) => {
		if (due !== undefined) return 5;
		if (stamp >= lookBackFrom) return hasMatched ? 4 : 3;
		return !hasMatched ? 0 : isClosed ? 1 : 2;
	};
	return worth(a) - worth(b) || (a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : 0);
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isInstant(value: unknown): value is UtcInstant {
	return typeof value === 'string' && isUtcInstant(value);
}

function instantOrNone(value: unknown): UtcInstant | undefined {
	return isInstant(value) ? value : undefined;
}
