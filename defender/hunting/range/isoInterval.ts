import { invalidInput } from '../../core/errors';
import type { UtcInstant } from '../../core/instant';
import { intervalUnreadable } from '../sentences/timeRangeText';
import { readIsoDuration, type Ticks } from '../values/durations';
import type { ReadMoment } from '../values/parameter';

/** The forms of the API's `Timespan`. Source: Graph `security: runHuntingQuery`, request body. */
export type Interval =
	/** Back from now. */
	| { readonly kind: 'length'; readonly length: Ticks }
	| { readonly kind: 'from'; readonly from: UtcInstant }
	| { readonly kind: 'ends'; readonly from: UtcInstant; readonly to: UtcInstant }
	| { readonly kind: 'upTo'; readonly length: Ticks; readonly to: UtcInstant }
	| { readonly kind: 'since'; readonly from: UtcInstant; readonly length: Ticks };

/** Characters of the longest text that can be an interval, spaces around it included. */
const LONGEST = 1_000;

/**
 * Reads one of the five ISO 8601 forms; instants without an offset as `readMoment` takes them.
 * @throws DefenderError invalidInput `timespan`
 */
export function readInterval(text: string, readMoment: ReadMoment): Interval {
	const interval = text.length > LONGEST ? undefined : intervalOf(text.trim().split('/'), readMoment);
	if (interval === undefined) throw invalidInput('timespan', intervalUnreadable(text));
	return interval;
}

function intervalOf(parts: readonly string[], readMoment: ReadMoment): Interval | undefined {
	const [first = '', second] = parts.map((part) => part.trim());
	const [from, length] = [momentOf(first, readMoment), readIsoDuration(first)];
	if (parts.length > 2) return undefined;
	if (second === undefined) {
		if (length !== undefined) return { kind: 'length', length };
		return from && { kind: 'from', from };
	}
	const [to, lasting] = [momentOf(second, readMoment), readIsoDuration(second)];
	if (from !== undefined && to !== undefined) return { kind: 'ends', from, to };
	if (length !== undefined && to !== undefined) return { kind: 'upTo', length, to };
	return from !== undefined && lasting !== undefined ? { kind: 'since', from, length: lasting } : undefined;
}

/** A date begins with its year; anything else would be left to luxon's guesses (a bare number is a Unix time there). */
function momentOf(text: string, readMoment: ReadMoment): UtcInstant | undefined {
	return /^\d{4}-\d{2}-\d{2}/.test(text) ? readMoment(text) : undefined;
}
