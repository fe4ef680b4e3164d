const INSTANT = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d{1,7}))?Z$/;

/** An instant of the practice tenant: UTC text with seven fractional digits, so that text order is time order. */
export type Instant = string;

/**
 * Brings an ISO 8601 UTC text (0 to 7 fractional digits, `Z`, or an offset) to seven digits and `Z`.
 * Returns undefined for anything else, also for a day or hour that does not exist.
 */
export function toInstant(text: string): Instant | undefined {
	const offset = /^(.*T.*)([+-]\d{2}:\d{2})$/.exec(text);
	const [utc, sign] = offset ? [`${offset[1] ?? ''}Z`, offset[2] ?? ''] : [text, ''];
	const parts = INSTANT.exec(utc.replace(/^([^.]*T\d{2}:\d{2})Z$/, '$1:00Z'));
	if (!parts) return undefined;
	const seconds = parts[1] ?? '';
	const milliseconds = Date.parse(`${seconds}${sign || 'Z'}`);
	if (Number.isNaN(milliseconds)) return undefined;
	// Date.parse takes 30 February as 2 March; such a text is not an instant.
	if (!sign && new Date(milliseconds).toISOString().slice(0, 19) !== seconds) return undefined;
	const fraction = (parts[2] ?? '').padEnd(7, '0');
	return `${new Date(milliseconds).toISOString().slice(0, 19)}.${fraction}Z`;
}

/** `instant` plus whole milliseconds (may be negative); the digits below the millisecond stay. */
export function addMilliseconds(instant: Instant, milliseconds: number): Instant {
	const moved = new Date(Date.parse(`${instant.slice(0, 23)}Z`) + milliseconds).toISOString();
	return `${moved.slice(0, 23)}${instant.slice(23, 27)}Z`;
}

/** Time in one tenant. Unless it runs, it stops between requests, so that the same requests create the same tenant. */
export interface TenantClock {
	now(): Instant;
	/** Jumps to an ISO 8601 UTC instant, forward or back. */
	set(iso: string): void;
	/** Whether it moves by itself. */
	readonly runs: boolean;
	/** Moves on by whole milliseconds. */
	advance(milliseconds: number): void;
}

/**
 * A clock that shows `start` until it is moved.
 * @param passed milliseconds that have passed since some moment, for a clock that runs by itself
 */
export function createClock(start: string, passed?: () => number): TenantClock {
	const read = (iso: string): Instant => {
		const instant = toInstant(iso);
		if (instant === undefined) throw new Error(`"${iso}" is not an ISO 8601 UTC instant.`);
		return instant;
	};
	let set = read(start);
	const time = passed ?? (() => 0);
	let setAt = time();
	const now = () => addMilliseconds(set, Math.trunc(time() - setAt));
	const setTo = (instant: Instant) => {
		set = instant;
		setAt = time();
	};
	return {
		now,
		runs: passed !== undefined,
		set: (iso) => setTo(read(iso)),
		advance: (milliseconds) => setTo(addMilliseconds(now(), milliseconds)),
	};
}
