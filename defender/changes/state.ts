import { instantFromMillis, isUtcInstant, millisOf, type UtcInstant } from '../core/instant';
import { readLastBatch, type LastBatch } from './lastBatch';
import { readRow, rowOf, type Known, type Row } from './rows';

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
	/** What changed before it and is not in `known` was forgotten, or lies before the start. */
	readonly horizon: UtcInstant;
	/** When the open incidents were last read by their status. */
	readonly swept: UtcInstant;
	/** Polls since the look-back was read in full; the tenth does. */
	readonly shallow: number;
	readonly known: ReadonlyMap<string, Known>;
	readonly last?: LastBatch;
	/** What the next item has to say about the trigger itself. */
	readonly remark?: Remark;
}

/** Why the trigger may say less than expected. */
export type Remark = 'startedAnew' | 'forgot';

/** The state as n8n keeps it. */
export interface StoredState {
	readonly v: 1;
	readonly revision: number;
	readonly identity: string;
	readonly watch: string;
	readonly floor: string;
	readonly horizon: string;
	readonly swept: string;
	readonly shallow: number;
	readonly known: readonly Row[];
	readonly last?: LastBatch;
	readonly remark?: Remark;
}

/** Longest JSON of the state: n8n copies it into every execution that is saved (hard-parts §2). */
export const MAX_STATE = 64_000;

/** @returns undefined for a state of another version, or one that is damaged */
export function readState(stored: unknown): TriggerState | undefined {
	if (!isRecord(stored) || stored['v'] !== 1) return undefined;
	const { revision, identity, watch, floor, horizon, swept, shallow, known, remark } = stored;
	if (typeof identity !== 'string' || typeof watch !== 'string' || !Array.isArray(known)) return undefined;
	if (typeof revision !== 'number' || typeof shallow !== 'number') return undefined;
	if (!isInstant(floor) || !isInstant(horizon) || !isInstant(swept)) return undefined;
	const rows = known.map(readRow);
	if (!rows.every((row): row is readonly [string, Known] => row !== undefined)) return undefined;
	const last = readLastBatch(stored['last']);
	return {
		...{ revision, identity, watch, floor, horizon, swept, shallow, known: new Map(rows) },
		...(last === undefined ? {} : { last }),
		...(remark === 'startedAnew' || remark === 'forgot' ? { remark } : {}),
	};
}

/**
 * The state as plain JSON of bounded size. When it grows too large incidents are forgotten: closed ones first, then those
 * unchanged for the longest time. What is forgotten moves the horizon, so that it is never taken for new.
 * @param lookBackFrom changes since then are needed to recognise what was handled, and are forgotten last
 */
export function writeState(state: TriggerState, lookBackFrom: UtcInstant): StoredState {
	const rows = [...state.known].map(([id, known]) => ({ known, row: rowOf(id, known) }));
	const sizes = new Map(rows.map(({ row }) => [row, JSON.stringify(row).length + 1]));
	const rest = { ...state, known: [], v: 1 as const };
	let size = JSON.stringify(rest).length + 100 + [...sizes.values()].reduce((sum, one) => sum + one, 0);
	if (size <= MAX_STATE) return { ...rest, known: rows.map(({ row }) => row) };
	const rank = ({ known }: (typeof rows)[number]) =>
		known.stamp >= lookBackFrom ? 2 : known.isClosed ? 0 : 1;
	const order = [...rows].sort(
		(a, b) =>
			rank(a) - rank(b) || (a.known.stamp < b.known.stamp ? -1 : a.known.stamp > b.known.stamp ? 1 : 0),
	);
	let { horizon, remark } = state;
	let kept = order;
	for (let first = kept[0]; size > MAX_STATE && first !== undefined; first = kept[0]) {
		kept = kept.slice(1);
		size -= sizes.get(first.row) ?? 0;
		const after = instantFromMillis(millisOf(first.known.stamp) + 1);
		if (after > horizon) horizon = after;
		if (rank(first) === 2) remark = 'forgot';
	}
	return { ...rest, horizon, ...(remark === undefined ? {} : { remark }), known: kept.map(({ row }) => row) };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInstant(value: unknown): value is UtcInstant {
	return typeof value === 'string' && isUtcInstant(value);
}
