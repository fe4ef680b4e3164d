declare const utcInstant: unique symbol;

/**
 * A UTC instant as text `YYYY-MM-DDTHH:mm:ss.fffffffZ`. Seven fraction digits (100-ns ticks) are the resolution of
 * Defender's timestamps. Text order is time order, and equal text is the same instant.
 */
export type UtcInstant = string & { readonly [utcInstant]: true };

const CANONICAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/;
const ISO = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):?(\d{2}))$/i;

/** Whether the text is an instant in this form. Works without `Date`, because a list contains thousands of instants. */
export function isUtcInstant(text: string): text is UtcInstant {
	if (!CANONICAL.test(text)) return false;
	const [year, month, day] = [
		twoDigits(text, 0) * 100 + twoDigits(text, 2),
		twoDigits(text, 5),
		twoDigits(text, 8),
	];
	const isTime = twoDigits(text, 11) < 24 && twoDigits(text, 14) < 60 && twoDigits(text, 17) < 60;
	return isTime && isDay(year, month, day);
}

/**
 * Parses ISO 8601 text with `Z` or an offset. Fraction digits after the seventh are dropped.
 * @returns undefined for other text, for a date or time that does not exist, and without a time zone (ambiguous)
 */
export function parseInstant(text: string): UtcInstant | undefined {
	if (isUtcInstant(text)) return text;
	const match = ISO.exec(text.trim());
	if (match === null) return undefined;
	const [
		,
		day = '',
		hours = '',
		minutes = '',
		seconds = '',
		fraction = '',
		sign,
		offsetHours,
		offsetMinutes,
	] = match;
	const wallClock = parseWallClock(day, `${hours}:${minutes}:${seconds}`);
	if (wallClock === undefined) return undefined;
	const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * 60_000;
	const utc = new Date(wallClock + (sign === '-' ? offset : -offset)).toISOString();
	return canonical(`${utc.slice(0, 19)}.${fraction.slice(0, 7).padEnd(7, '0')}Z`);
}

/**
 * Converts Unix time in milliseconds to an instant.
 * @throws RangeError outside the years 0000 to 9999
 */
export function instantFromMillis(millis: number): UtcInstant {
	const instant = tryInstantFromMillis(millis);
	if (instant === undefined) throw new RangeError(`${millis} ms is outside the years 0000 to 9999`);
	return instant;
}

/**
 * Converts an unchecked number of milliseconds to an instant.
 * @returns undefined for NaN and outside the years 0000 to 9999
 */
export function tryInstantFromMillis(millis: number): UtcInstant | undefined {
	const date = new Date(millis);
	return Number.isNaN(date.getTime()) ? undefined : canonical(date.toISOString().replace(/Z$/, '0000Z'));
}

/** Converts an instant to Unix time in milliseconds; drops the ticks below a millisecond. */
export function toMillis(instant: UtcInstant): number {
	return Date.parse(`${instant.slice(0, 23)}Z`);
}

const FIRST = Date.parse('0000-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * Returns the instant that many milliseconds earlier, limited to the years 0000 to 9999, because services send the last
 * instant of 9999 for "never". Drops the ticks below a millisecond.
 */
export function earlier(instant: UtcInstant, milliseconds: number): UtcInstant {
	return instantFromMillis(Math.min(LAST, Math.max(FIRST, toMillis(instant) - milliseconds)));
}

/** Returns the instant that many milliseconds later, with the limits of `earlier`. */
export function later(instant: UtcInstant, milliseconds: number): UtcInstant {
	return earlier(instant, -milliseconds);
}

/** Returns the instant one millisecond later. */
export function nextMillisecond(instant: UtcInstant): UtcInstant {
	return earlier(instant, -1);
}

/** Returns the later one of two instants, or the only one. */
export function latest(one: UtcInstant, other: UtcInstant | undefined): UtcInstant {
	return other === undefined || one > other ? one : other;
}

/** Returns the earlier one of two instants, or the only one. */
export function earliest(one: UtcInstant, other: UtcInstant | undefined): UtcInstant {
	return other === undefined || one < other ? one : other;
}

/** Returns Unix time in milliseconds; undefined for a day that does not exist, which `Date` would shift to the next month. */
function parseWallClock(day: string, time: string): number | undefined {
	const millis = Date.parse(`${day}T${time}Z`);
	return Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 10) !== day ? undefined : millis;
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether a day exists in the Gregorian calendar. */
function isDay(year: number, month: number, day: number): boolean {
	const isLeapDay = month === 2 && day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
	return isLeapDay || (day >= 1 && day <= (MONTH_DAYS[month - 1] ?? 0));
}

/** The number that two digits at a position represent. */
function twoDigits(text: string, at: number): number {
	return text.charCodeAt(at) * 10 + text.charCodeAt(at + 1) - ZERO * 11;
}

const ZERO = 48;

function canonical(text: string): UtcInstant | undefined {
	return isUtcInstant(text) ? text : undefined;
}

/** Earlier than every time stamp of an incident. */
export const EPOCH: UtcInstant = instantFromMillis(0);
