declare const utcInstant: unique symbol;

/**
 * A moment in UTC as text `YYYY-MM-DDTHH:mm:ss.fffffffZ`: seven fraction digits (100-ns ticks, the resolution of
 * Defender's time stamps), so that text order is time order and equal text is the same instant.
 */
export type UtcInstant = string & { readonly [utcInstant]: true };

const CANONICAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/;
const ISO = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?(?:Z|([+-])(\d{2}):?(\d{2}))$/i;

/** Whether `text` already is a canonical instant. */
export function isUtcInstant(text: string): text is UtcInstant {
	return CANONICAL.test(text) && wallClockOf(text.slice(0, 10), text.slice(11, 19)) !== undefined;
}

/**
 * Reads ISO 8601 text with `Z` or an offset and any number of fraction digits (more than seven are cut).
 * @returns undefined when it is no such text, names no real moment, or has no time zone (it would be ambiguous).
 */
export function parseInstant(text: string): UtcInstant | undefined {
	const found = ISO.exec(text.trim());
	if (found === null) return undefined;
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
	] = found;
	const wallClock = wallClockOf(day, `${hours}:${minutes}:${seconds}`);
	if (wallClock === undefined) return undefined;
	const offset = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * 60_000;
	const utc = new Date(wallClock + (sign === '-' ? offset : -offset)).toISOString();
	return canonical(`${utc.slice(0, 19)}.${fraction.slice(0, 7).padEnd(7, '0')}Z`);
}

/**
 * The instant of a Unix time in milliseconds.
 * @throws RangeError when it lies outside the years 0000 to 9999.
 */
export function instantFromMillis(millis: number): UtcInstant {
	const instant = tryInstantFromMillis(millis);
	if (instant === undefined) throw new RangeError(`${millis} ms is outside the years 0000 to 9999`);
	return instant;
}

/** The same for a number of unknown quality. @returns undefined when it lies outside those years, or is no number */
export function tryInstantFromMillis(millis: number): UtcInstant | undefined {
	const moment = new Date(millis);
	return Number.isNaN(moment.getTime()) ? undefined : canonical(moment.toISOString().replace(/Z$/, '0000Z'));
}

/** Unix time in milliseconds; the ticks below a millisecond are cut. */
export function toMillis(instant: UtcInstant): number {
	return Date.parse(`${instant.slice(0, 23)}Z`);
}

const FIRST = Date.parse('0000-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The instant so many milliseconds earlier, or the first or last one that can be written; ticks below the millisecond are cut.
 * Services write the last one for "never".
 */
export function earlier(instant: UtcInstant, milliseconds: number): UtcInstant {
	return instantFromMillis(Math.min(LAST, Math.max(FIRST, toMillis(instant) - milliseconds)));
}

/** The instant so many milliseconds later, as `earlier` has it. */
export function later(instant: UtcInstant, milliseconds: number): UtcInstant {
	return earlier(instant, -milliseconds);
}

/** The next millisecond. */
export function nextMillisecond(instant: UtcInstant): UtcInstant {
	return earlier(instant, -1);
}

/** @returns the first when there is no other */
export function latest(one: UtcInstant, other: UtcInstant | undefined): UtcInstant {
	return other === undefined || one > other ? one : other;
}

/** @returns the first when there is no other */
export function earliest(one: UtcInstant, other: UtcInstant | undefined): UtcInstant {
	return other === undefined || one < other ? one : other;
}

/** Unix time in milliseconds; undefined for a day or hour that no calendar has, which `Date` would shift to the next. */
function wallClockOf(day: string, time: string): number | undefined {
	const millis = Date.parse(`${day}T${time}Z`);
	return Number.isNaN(millis) || new Date(millis).toISOString().slice(0, 10) !== day ? undefined : millis;
}

function canonical(text: string): UtcInstant | undefined {
	return isUtcInstant(text) ? text : undefined;
}
