import { invalidInput } from '../../core/errors';
import { instantFromMillis, toMillis, type UtcInstant } from '../../core/instant';
import * as say from '../sentences/timeRangeText';
import { formatIsoDuration } from '../values/durations';
import type { ReadInstant } from '../values/parameter';
import { parseInterval, type Interval } from './isoInterval';

/** The period that a hunt searches. */
export type TimeRange =
	| { readonly kind: 'last'; readonly amount: number; readonly unit: 'minutes' | 'hours' | 'days' }
	/** Up to now without `to`. */
	| { readonly kind: 'between'; readonly from: UtcInstant | undefined; readonly to: UtcInstant | undefined }
	/** One of the API's ISO 8601 forms, as the user wrote it. */
	| { readonly kind: 'iso'; readonly timespan: string }
	/** No time range is sent; the API then searches 30 days. */
	| { readonly kind: 'apiDefault' };

export interface ResolvedTimeRange {
	/** ISO 8601 in UTC for the API's `Timespan`; undefined to send none. */
	readonly timespan: string | undefined;
	/** The same range as a line of KQL, for an API without `Timespan`. */
	readonly kqlFilter: string | undefined;
	/** Undefined if the API chooses the range. */
	readonly bounds: Bounds | undefined;
	/** The bounds with all seven fraction digits of the user's dates. Undefined if the API chooses the range. */
	readonly window: TimeWindow | undefined;
	/** Whether events in the range may still arrive: it ends less than {@link SETTLE_MINUTES} ago, or later. */
	readonly windowOpen: boolean;
}

/** Unix time in milliseconds. Without `to`, the range ends when the request is sent. */
export interface Bounds {
	readonly from: number;
	readonly to: number | undefined;
}

/** A period that includes both ends. Without `to`, it has no end. */
export interface TimeWindow {
	readonly from: UtcInstant;
	readonly to: UtcInstant | undefined;
}

/** Minutes until nearly all events are in the tables. An estimate: Microsoft documents no figure. */
export const SETTLE_MINUTES = 30;
/** Computer clocks differ by minutes at most. */
const CLOCK_SKEW_MS = 300_000;
const DAY_MS = 86_400_000;
/** KQL's calendar. */
const CALENDAR_START = Date.parse('0001-01-01T00:00:00Z');
const CALENDAR_END = Date.parse('9999-12-31T23:59:59.999Z');

const UNITS = {
	minutes: { perDay: 24 * 60, kql: 'm', iso: (amount: number) => `PT${amount}M` },
	hours: { perDay: 24, kql: 'h', iso: (amount: number) => `PT${amount}H` },
	days: { perDay: 1, kql: 'd', iso: (amount: number) => `P${amount}D` },
} as const;

/**
 * Resolves a time range to the period to request. Refuses a range that cannot return rows: reversed, empty, in the future or
 * outside KQL's calendar. A range of any age is valid, because tables can be streamed to Microsoft Sentinel.
 * @param now Unix time in milliseconds
 * @throws DefenderError `invalidInput` for `lastAmount`, `from`, `to` or `timespan`
 */
export function resolveTimeRange(range: TimeRange, now: number, readInstant: ReadInstant): ResolvedTimeRange {
	if (range.kind === 'apiDefault')
		return {
			timespan: undefined,
			kqlFilter: undefined,
			bounds: undefined,
			window: undefined,
			windowOpen: true,
		};
	if (range.kind === 'last') {
		const bounds = { from: now - lengthOf(range), to: undefined };
		requireCalendar('lastAmount', bounds);
		const { iso, kql } = UNITS[range.unit];
		const kqlFilter = filterFrom(`ago(${range.amount}${kql})`);
		const window = { from: floorToMillis(bounds.from), to: undefined };
		return { timespan: iso(range.amount), kqlFilter, bounds, window, windowOpen: true };
	}
	const field = range.kind === 'iso' ? 'timespan' : 'from';
	const interval = range.kind === 'iso' ? parseInterval(range.timespan, readInstant) : toInterval(range);
	const bounds = boundsOf(interval, now);
	requireCalendar(field, bounds);
	requireSearchable(field, bounds, now);
	return {
		timespan: formatTimespan(interval),
		kqlFilter: formatFilter(interval, bounds),
		bounds,
		window: windowOf(interval, bounds),
		windowOpen: bounds.to === undefined || bounds.to > now - SETTLE_MINUTES * 60_000,
	};
}

/** In milliseconds. */
function lengthOf({ amount, unit }: Extract<TimeRange, { kind: 'last' }>): number {
	if (!Number.isInteger(amount) || amount < 1)
		throw invalidInput('lastAmount', say.amountNotWhole(String(amount)));
	return (amount / UNITS[unit].perDay) * DAY_MS;
}

function toInterval({ from, to }: Extract<TimeRange, { kind: 'between' }>): Interval {
	if (from === undefined) throw invalidInput('from', say.rangeWithoutStart());
	return to === undefined ? { kind: 'from', from } : { kind: 'between', from, to };
}

function boundsOf(interval: Interval, now: number): Bounds {
	const length = 'duration' in interval ? interval.duration / 10_000 : 0;
	switch (interval.kind) {
		case 'duration':
			return { from: now - length, to: undefined };
		case 'from':
			return { from: toMillis(interval.from), to: undefined };
		case 'between':
			return { from: toMillis(interval.from), to: toMillis(interval.to) };
		case 'durationBefore':
			return { from: toMillis(interval.to) - length, to: toMillis(interval.to) };
		case 'durationAfter':
			return { from: toMillis(interval.from), to: toMillis(interval.from) + length };
	}
}

function windowOf(interval: Interval, { from, to }: Bounds): TimeWindow {
	return {
		from: 'from' in interval ? interval.from : floorToMillis(from),
		to: 'to' in interval ? interval.to : to === undefined ? undefined : floorToMillis(to),
	};
}

function floorToMillis(millis: number): UtcInstant {
	return instantFromMillis(Math.floor(millis));
}

function requireCalendar(field: string, { from, to = from }: Bounds): void {
	if (Math.min(from, to) < CALENDAR_START || Math.max(from, to) > CALENDAR_END)
		throw invalidInput(field, say.rangeOutsideCalendar());
}

function requireSearchable(field: string, { from, to }: Bounds, now: number): void {
	const start = formatSecond(from);
	if (to !== undefined && to < from) throw invalidInput(field, say.rangeReversed(start, formatSecond(to)));
	if (from === to || (to === undefined && from === now)) throw invalidInput(field, say.rangeEmpty(start));
	if (from > now + CLOCK_SKEW_MS) throw invalidInput(field, say.rangeInFuture(start, formatSecond(now)));
}

function formatTimespan(interval: Interval): string {
	switch (interval.kind) {
		case 'duration':
			return formatIsoDuration(interval.duration);
		case 'from':
			return formatInstant(interval.from);
		case 'between':
			return `${formatInstant(interval.from)}/${formatInstant(interval.to)}`;
		case 'durationBefore':
			return `${formatIsoDuration(interval.duration)}/${formatInstant(interval.to)}`;
		case 'durationAfter':
			return `${formatInstant(interval.from)}/${formatIsoDuration(interval.duration)}`;
	}
}

function formatFilter(interval: Interval, { from, to }: Bounds): string {
	if (interval.kind === 'duration') return filterFrom(`ago(${Math.ceil(interval.duration / 10_000_000)}s)`);
	const start = `datetime(${'from' in interval ? formatInstant(interval.from) : formatSecond(from)})`;
	if (to === undefined) return filterFrom(start);
	const end = 'to' in interval ? formatInstant(interval.to) : formatSecond(to);
	return `| where Timestamp between (${start} .. datetime(${end}))`;
}

function filterFrom(start: string): string {
	return `| where Timestamp >= ${start}`;
}

/** Formats an instant for the API, without trailing zeros, because Microsoft's own examples have no fraction. */
export function formatInstant(instant: UtcInstant): string {
	return instant.replace(/\.?0{1,7}Z$/, 'Z');
}

function formatSecond(millis: number): string {
	return formatInstant(instantFromMillis(Math.floor(millis / 1_000) * 1_000));
}
