import { invalidInput } from '../../core/errors';
import { instantFromMillis, toMillis, type UtcInstant } from '../../core/instant';
import type { Notice } from '../../core/notices';
import * as say from '../sentences/timeRangeText';
import { isoDuration } from '../values/durations';
import { readInterval, type Interval } from './isoInterval';
import { NATIVE_DAYS } from '../schema/limits';
import { nativeTables } from '../schema/nativeTables';
import type { ReadMoment } from '../values/parameter';

/** Which span of time a hunt looks at. */
export type TimeRange =
	| { readonly kind: 'last'; readonly amount: number; readonly unit: 'minutes' | 'hours' | 'days' }
	/** Until now without `to`. */
	| { readonly kind: 'between'; readonly from: UtcInstant | undefined; readonly to: UtcInstant | undefined }
	/** One of the ISO 8601 forms of the API, as the user wrote it. */
	| { readonly kind: 'iso'; readonly timespan: string }
	/** None is sent; the API takes 30 days. */
	| { readonly kind: 'apiDefault' };

export interface AskedSpan {
	/** ISO 8601 in UTC for the API's `Timespan`; undefined to send none. */
	readonly timespan: string | undefined;
	/** The same as a line of KQL, for an API that takes no `Timespan`. */
	readonly line: string | undefined;
	/** Whether events of the span may still be on their way: it ends less than {@link SETTLE_MINUTES} ago, or now. */
	readonly windowOpen: boolean;
	/** Topics `windowOpen` and `timeRange`. */
	readonly notices: readonly Notice[];
}

/** Known ends in Unix milliseconds; no `to` where the span runs to the moment of the call. */
interface Ends {
	readonly from: number;
	readonly to: number | undefined;
}

/** How long events take to the tables at most, mostly. Ours: Microsoft names no figure, peers tell of minutes. */
export const SETTLE_MINUTES = 30;
/** Below this, reports on a state (about one a day) are missing from a span. */
const SNAPSHOT_DAYS = 2;
/** A range computed as "30 days ago" is older than that when the call leaves; clocks differ by minutes at most. */
const SLACK_MS = 3_600_000;
const CLOCK_MS = 300_000;
const DAY_MS = 86_400_000;
/** The calendar of KQL. */
const FIRST_MS = Date.parse('0001-01-01T00:00:00Z');
const LAST_MS = Date.parse('9999-12-31T23:59:59.999Z');

const UNITS = {
	minutes: { inDays: 24 * 60, kql: 'm', iso: (amount: number) => `PT${amount}M` },
	hours: { inDays: 24, kql: 'h', iso: (amount: number) => `PT${amount}H` },
	days: { inDays: 1, kql: 'd', iso: (amount: number) => `P${amount}D` },
} as const;

/**
 * The span to ask the API for. Only what can return nothing is refused: a span that is reversed, empty, in the future or
 * outside the calendar. How far back the data reaches is not known here (tables may be streamed to Microsoft Sentinel), so
 * an old span is asked for, with a hint.
 * @param tables Defender's own tables in the query, for hints
 * @param now Unix time in milliseconds
 * @throws DefenderError invalidInput `lastAmount`, `from`, `to` or `timespan`
 */
export function askedSpan(
	range: TimeRange,
	tables: readonly string[],
	now: number,
	readMoment: ReadMoment,
): AskedSpan {
	if (range.kind === 'apiDefault')
		return { timespan: undefined, line: undefined, windowOpen: true, notices: [] };
	if (range.kind === 'last') {
		const ends = { from: now - lengthOf(range), to: undefined };
		requireCalendar('lastAmount', ends);
		const { iso, kql } = UNITS[range.unit];
		const line = sinceLine(`ago(${range.amount}${kql})`);
		return { ...told(ends, tables, now), timespan: iso(range.amount), line };
	}
	const field = range.kind === 'iso' ? 'timespan' : 'from';
	const interval = range.kind === 'iso' ? readInterval(range.timespan, readMoment) : betweenOf(range);
	const ends = endsOf(interval, now);
	requireCalendar(field, ends);
	requireSense(field, ends, now);
	return { ...told(ends, tables, now), timespan: timespanText(interval), line: lineOf(interval, ends) };
}

/** Milliseconds of a range back from now. */
function lengthOf({ amount, unit }: Extract<TimeRange, { kind: 'last' }>): number {
	if (!Number.isInteger(amount) || amount < 1)
		throw invalidInput('lastAmount', say.spanNotWhole(String(amount)));
	return (amount / UNITS[unit].inDays) * DAY_MS;
}

function betweenOf({ from, to }: Extract<TimeRange, { kind: 'between' }>): Interval {
	if (from === undefined) throw invalidInput('from', say.spanWithoutStart());
	return to === undefined ? { kind: 'from', from } : { kind: 'ends', from, to };
}

function endsOf(interval: Interval, now: number): Ends {
	const length = 'length' in interval ? interval.length / 10_000 : 0;
	switch (interval.kind) {
		case 'length':
			return { from: now - length, to: undefined };
		case 'from':
			return { from: toMillis(interval.from), to: undefined };
		case 'ends':
			return { from: toMillis(interval.from), to: toMillis(interval.to) };
		case 'upTo':
			return { from: toMillis(interval.to) - length, to: toMillis(interval.to) };
		case 'since':
			return { from: toMillis(interval.from), to: toMillis(interval.from) + length };
	}
}

/** Dates outside KQL's calendar cannot be written. */
function requireCalendar(field: string, { from, to = from }: Ends): void {
	if (Math.min(from, to) < FIRST_MS || Math.max(from, to) > LAST_MS)
		throw invalidInput(field, say.spanOutsideCalendar());
}

function requireSense(field: string, { from, to }: Ends, now: number): void {
	const refused = (sentence: Parameters<typeof invalidInput>[1]) => invalidInput(field, sentence);
	if (to !== undefined && to < from) throw refused(say.spanReversed(told8601(from), told8601(to)));
	if (from === to || (to === undefined && from === now)) throw refused(say.spanEmpty(told8601(from)));
	if (from > now + CLOCK_MS) throw refused(say.spanInFuture(told8601(from), told8601(now)));
}

function told(
	{ from, to }: Ends,
	tables: readonly string[],
	now: number,
): Omit<AskedSpan, 'timespan' | 'line'> {
	const windowOpen = to === undefined || to > now - SETTLE_MINUTES * 60_000;
	const texts = remarks(from, to ?? now, tables, now);
	return {
		windowOpen,
		notices: [
			// Whoever looks back from now knows that it is now; only an end that was written is remarkable.
			...(windowOpen && to !== undefined
				? [{ topic: 'windowOpen', text: say.windowOpen(SETTLE_MINUTES) } as const]
				: []),
			...(texts.length > 0 ? [{ topic: 'timeRange', text: texts.join(' ') } as const] : []),
		],
	};
}

function remarks(from: number, to: number, tables: readonly string[], now: number): readonly string[] {
	const of = (kind: 'snapshot' | 'untimed') => tables.filter((name) => nativeTables.get(name) === kind);
	const [snapshots, untimed] = [of('snapshot'), of('untimed')];
	const isOld = from < now - NATIVE_DAYS * DAY_MS - SLACK_MS;
	return [
		...(isOld ? [say.beyondNativeData(NATIVE_DAYS)] : []),
		...(snapshots.length > 0 && to - from < SNAPSHOT_DAYS * DAY_MS ? [say.shortForSnapshots(snapshots)] : []),
		...(untimed.length > 0 ? [say.rangeWithoutTimestamp(untimed)] : []),
	];
}

function timespanText(interval: Interval): string {
	switch (interval.kind) {
		case 'length':
			return isoDuration(interval.length);
		case 'from':
			return sent(interval.from);
		case 'ends':
			return `${sent(interval.from)}/${sent(interval.to)}`;
		case 'upTo':
			return `${isoDuration(interval.length)}/${sent(interval.to)}`;
		case 'since':
			return `${sent(interval.from)}/${isoDuration(interval.length)}`;
	}
}

function lineOf(interval: Interval, { from, to }: Ends): string {
	if (interval.kind === 'length') return sinceLine(`ago(${Math.ceil(interval.length / 10_000_000)}s)`);
	const start = `datetime(${'from' in interval ? sent(interval.from) : told8601(from)})`;
	if (to === undefined) return sinceLine(start);
	const end = 'to' in interval ? sent(interval.to) : told8601(to);
	return `| where Timestamp between (${start} .. datetime(${end}))`;
}

function sinceLine(start: string): string {
	return `| where Timestamp >= ${start}`;
}

/** Without the zeros at a fraction's end: the API's own examples have no fraction. */
function sent(instant: UtcInstant): string {
	return instant.replace(/\.?0{1,7}Z$/, 'Z');
}

/** To the second. */
function told8601(millis: number): string {
	return sent(instantFromMillis(Math.floor(millis / 1_000) * 1_000));
}
