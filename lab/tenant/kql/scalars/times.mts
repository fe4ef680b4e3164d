import { convert } from '../conversion.mts';
import {
	TICKS_PER_DAY,
	TICKS_PER_HOUR,
	TICKS_PER_MINUTE,
	TICKS_PER_SECOND,
	floorTo,
	inRange,
	splitTicks,
	ticksFromCalendar,
} from '../ticks.mts';
import type { Value } from '../types.mts';
import { addMonths, calendarOf, startOf, type CalendarPeriod } from './calendar.mts';
import { formatInstant, formatSpan } from './timeFormats.mts';
import { long, numberAt, textAt, type Call, type FunctionTable, type ScalarFunction } from './function.mts';

/** Periods of fixed length in ticks. */
const FIXED: Readonly<Record<string, bigint>> = {
	week: 7n * TICKS_PER_DAY,
	day: TICKS_PER_DAY,
	hour: TICKS_PER_HOUR,
	minute: TICKS_PER_MINUTE,
	second: TICKS_PER_SECOND,
	millisecond: 10_000n,
	microsecond: 10n,
};

const MONTHS: Readonly<Record<string, number>> = { year: 12, quarter: 3, month: 1 };

function instantAt(args: readonly Value[], call: Call, index: number): bigint | null {
	const value = convert(args[index] ?? null, call.types[index] ?? 'dynamic', 'datetime');
	return typeof value === 'bigint' ? value : null;
}

function add(args: readonly Value[], call: Call): Value {
	const period = textAt(args, call, 0).toLowerCase();
	const amount = numberAt(args, 1);
	const from = instantAt(args, call, 2);
	if (amount === undefined || from === null) return null;
	const months = MONTHS[period];
	if (months !== undefined) return inRange(addMonths(from, months * amount));
	if (period === 'nanosecond') return inRange(from + BigInt(Math.trunc(amount / 100)));
	const size = FIXED[period];
	return size === undefined ? null : inRange(from + size * BigInt(amount));
}

/** Counts the period's boundaries between two instants (weeks start on Sunday). */
function difference(args: readonly Value[], call: Call): Value {
	const period = textAt(args, call, 0).toLowerCase();
	const later = instantAt(args, call, 1);
	const earlier = instantAt(args, call, 2);
	if (later === null || earlier === null) return null;
	if (period === 'nanosecond') return (later - earlier) * 100n;
	const months = MONTHS[period];
	if (months !== undefined) return long(monthIndex(later, months) - monthIndex(earlier, months));
	const size = FIXED[period];
	if (size === undefined) return null;
	const at = (ticks: bigint): bigint =>
		(period === 'week' ? startOf('week', ticks) : floorTo(ticks, size)) / size;
	return at(later) - at(earlier);
}

function monthIndex(ticks: bigint, months: number): number {
	const { year, month } = calendarOf(ticks);
	return Math.floor((year * 12 + month - 1) / months);
}

/** startof…(instant, offset in periods). */
function start(period: CalendarPeriod): ScalarFunction {
	return (args, call) => {
		const from = instantAt(args, call, 0);
		return from === null ? null : inRange(shifted(period, startOf(period, from), numberAt(args, 1) ?? 0));
	};
}

/** endof…: one tick before the next period. */
function end(period: CalendarPeriod): ScalarFunction {
	return (args, call) => {
		const from = instantAt(args, call, 0);
		if (from === null) return null;
		return inRange(shifted(period, startOf(period, from), (numberAt(args, 1) ?? 0) + 1) - 1n);
	};
}

function shifted(period: CalendarPeriod, ticks: bigint, periods: number): bigint {
	const months = MONTHS[period];
	if (months !== undefined) return addMonths(ticks, months * periods);
	return ticks + (FIXED[period] ?? 0n) * BigInt(periods);
}

/** A number read from an instant. */
function reading(read: (ticks: bigint) => number): ScalarFunction {
	return (args, call) => {
		const ticks = instantAt(args, call, 0);
		return ticks === null ? null : long(read(ticks));
	};
}

/** The ISO 8601 week: weeks begin on Monday, and the first one contains 4 January. */
function weekOfYear(ticks: bigint): number {
	const day = Number((startOf('day', ticks) - startOf('week', ticks)) / TICKS_PER_DAY);
	const thursday = ticks + BigInt(3 - ((day + 6) % 7)) * TICKS_PER_DAY;
	return Math.floor(Number((thursday - startOf('year', thursday)) / TICKS_PER_DAY) / 7) + 1;
}

const PARTS: Readonly<Record<string, (ticks: bigint) => number>> = {
	year: (ticks) => calendarOf(ticks).year,
	quarter: (ticks) => Math.ceil(calendarOf(ticks).month / 3),
	month: (ticks) => calendarOf(ticks).month,
	week_of_year: weekOfYear,
	weekofyear: weekOfYear,
	day: (ticks) => calendarOf(ticks).day,
	dayofyear: (ticks) => Number((ticks - startOf('year', ticks)) / TICKS_PER_DAY) + 1,
	hour: (ticks) => Number((ticks / TICKS_PER_HOUR) % 24n),
	minute: (ticks) => Number((ticks / TICKS_PER_MINUTE) % 60n),
	second: (ticks) => Number((ticks / TICKS_PER_SECOND) % 60n),
	millisecond: (ticks) => Number((ticks / 10_000n) % 1_000n),
	microsecond: (ticks) => Number((ticks / 10n) % 1_000_000n),
	nanosecond: (ticks) => Number((ticks % TICKS_PER_SECOND) * 100n),
};

/** datetime_part(part, instant). */
function datetimePart(args: readonly Value[], call: Call): Value {
	const ticks = instantAt(args, call, 1);
	const read = PARTS[textAt(args, call, 0).toLowerCase()];
	return ticks === null || !read ? null : long(read(ticks));
}

function fromUnix(ticksPerUnit: bigint): ScalarFunction {
	return (args, call) => {
		const value = convert(args[0] ?? null, call.types[0] ?? 'dynamic', 'long');
		return typeof value === 'bigint' ? inRange(ticksFromCalendar(1970, 1, 1) + value * ticksPerUnit) : null;
	};
}

function makeDatetime(args: readonly Value[], call: Call): Value {
	if (args.length === 1) return instantAt(args, call, 0);
	const [year = 1, month = 1, day = 1, hour = 0, minute = 0] = args.map((_, index) => numberAt(args, index));
	const seconds = Number(args[5] ?? 0);
	const clock = BigInt(hour) * TICKS_PER_HOUR + BigInt(minute) * TICKS_PER_MINUTE;
	return inRange(ticksFromCalendar(year, month, day) + clock + BigInt(Math.round(seconds * 10_000_000)));
}

/** make_timespan(hours, minutes[, seconds]) or (days, hours, minutes, seconds). */
function makeTimespan(args: readonly Value[]): Value {
	const numbers = args.map((_, index) => numberAt(args, index) ?? 0);
	const [days = 0, hours = 0, minutes = 0, seconds = 0] = numbers.length === 4 ? numbers : [0, ...numbers];
	const whole =
		BigInt(days) * TICKS_PER_DAY + BigInt(hours) * TICKS_PER_HOUR + BigInt(minutes) * TICKS_PER_MINUTE;
	return whole + BigInt(Math.round(seconds * 10_000_000));
}

export const TIMES: FunctionTable = {
	make_timespan: makeTimespan,
	now: (args, call) => (typeof args[0] === 'bigint' ? inRange(call.now + args[0]) : call.now),
	ago: (args, call) => {
		const span = convert(args[0] ?? null, call.types[0] ?? 'dynamic', 'timespan');
		return typeof span === 'bigint' ? inRange(call.now - span) : null;
	},
	datetime_add: add,
	datetime_diff: difference,
	make_datetime: makeDatetime,
	startofday: start('day'),
	startofweek: start('week'),
	startofmonth: start('month'),
	startofyear: start('year'),
	endofday: end('day'),
	endofweek: end('week'),
	endofmonth: end('month'),
	endofyear: end('year'),
	dayofmonth: reading((ticks) => calendarOf(ticks).day),
	dayofyear: reading((ticks) => Number((ticks - startOf('year', ticks)) / TICKS_PER_DAY) + 1),
	monthofyear: reading((ticks) => calendarOf(ticks).month),
	getmonth: reading((ticks) => calendarOf(ticks).month),
	getyear: reading((ticks) => calendarOf(ticks).year),
	hourofday: reading((ticks) => new Date(splitTicks(ticks).milliseconds).getUTCHours()),
	datetime_part: datetimePart,
	week_of_year: reading(weekOfYear),
	weekofyear: reading(weekOfYear),
	dayofweek: (args, call) => {
		const ticks = instantAt(args, call, 0);
		return ticks === null ? null : startOf('day', ticks) - startOf('week', ticks);
	},
	format_datetime: (args, call) => {
		const ticks = instantAt(args, call, 0);
		return ticks === null ? '' : formatInstant(ticks, textAt(args, call, 1));
	},
	format_timespan: (args, call) => {
		const span = convert(args[0] ?? null, call.types[0] ?? 'dynamic', 'timespan');
		return typeof span === 'bigint' ? formatSpan(span, textAt(args, call, 1)) : '';
	},
	unixtime_seconds_todatetime: fromUnix(TICKS_PER_SECOND),
	unixtime_milliseconds_todatetime: fromUnix(10_000n),
	unixtime_microseconds_todatetime: fromUnix(10n),
};
