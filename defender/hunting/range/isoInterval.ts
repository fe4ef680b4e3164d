import { invalidInput } from '../../core/errors';
import type { UtcInstant } from '../../core/instant';
import { intervalUnreadable } from '../sentences/timeRangeText';
import { parseIsoDuration, type Ticks } from '../values/durations';
import type { ReadInstant } from '../values/parameter';

/**
 * The forms of `Timespan` that the API accepts.
 * @see https://learn.microsoft.com/graph/api/security-security-runhuntingquery
 */
export type Interval =
	/** Up to now. */
	| { readonly kind: 'duration'; readonly duration: Ticks }
	/** Up to now. */
	| { readonly kind: 'from'; readonly from: UtcInstant }
	| { readonly kind: 'between'; readonly from: UtcInstant; readonly to: UtcInstant }
	| { readonly kind: 'durationBefore'; readonly duration: Ticks; readonly to: UtcInstant }
	| { readonly kind: 'durationAfter'; readonly from: UtcInstant; readonly duration: Ticks };

/** Longer text cannot be an interval; includes surrounding spaces. */
const MAX_CHARACTERS = 1_000;

/**
 * Parses one of the five ISO 8601 forms.
 * @param readInstant reads dates without an offset
 * @throws DefenderError `invalidInput` for `timespan`
 */
export function parseInterval(text: string, readInstant: ReadInstant): Interval {
	const interval = text.length > MAX_CHARACTERS ? undefined : readParts(text.trim().split('/'), readInstant);
	if (interval === undefined) throw invalidInput('timespan', intervalUnreadable(text));
	return interval;
}

function readParts(parts: readonly string[], readInstant: ReadInstant): Interval | undefined {
	if (parts.length > 2) return undefined;
	const [first = '', second] = parts.map((part) => part.trim());
	const [from, duration] = [readDate(first, readInstant), parseIsoDuration(first)];
	if (second === undefined) {
		if (duration !== undefined) return { kind: 'duration', duration };
		return from && { kind: 'from', from };
	}
	const [to, durationAfter] = [readDate(second, readInstant), parseIsoDuration(second)];
	if (from !== undefined && to !== undefined) return { kind: 'between', from, to };
	if (duration !== undefined && to !== undefined) return { kind: 'durationBefore', duration, to };
	if (from === undefined || durationAfter === undefined) return undefined;
	return { kind: 'durationAfter', from, duration: durationAfter };
}

/** A date must start with its year, because Luxon interprets other texts freely: a bare number is a Unix time to it. */
function readDate(text: string, readInstant: ReadInstant): UtcInstant | undefined {
	return /^\d{4}-\d{2}-\d{2}/.test(text) ? readInstant(text) : undefined;
}
