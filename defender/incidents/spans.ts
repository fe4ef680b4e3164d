import { earlier, instantFromMillis, nextMillisecond, toMillis, type UtcInstant } from '../core/instant';
import type { Span } from './query';

/** The end at which reading a span starts: the oldest (`asc`) or the newest (`desc`). */
export type Direction = 'asc' | 'desc';

/** The earliest and the latest time of some rows. */
export interface TimeBounds {
	readonly first: UtcInstant;
	readonly last: UtcInstant;
}

const DAY_MS = 86_400_000;
/** Factor by which the windows into the past grow when the service does not sort. */
const GROWTH = 3;
/** Earlier than any incident of the service. */
const LONG_AGO = instantFromMillis(Date.UTC(2010, 0, 1));

/** Returns the millisecond that contains an instant. Bounds are whole milliseconds, so that no tick falls between two spans. */
export function millisecondOf(instant: UtcInstant): { readonly start: UtcInstant; readonly end: UtcInstant } {
	return { start: earlier(instant, 0), end: nextMillisecond(instant) };
}

/** Whether both bounds are in the same millisecond. */
export function isOneMillisecond({ first, last }: TimeBounds): boolean {
	return toMillis(first) === toMillis(last);
}

/** Returns the intersection of two spans. */
export function overlap(a: Span, b: Span): Span {
	const from = a.from === undefined || (b.from !== undefined && b.from > a.from) ? b.from : a.from;
	const before =
		a.before === undefined || (b.before !== undefined && b.before < a.before) ? b.before : a.before;
	return { from, before };
}

/** Returns the length of a span in milliseconds; infinite without both bounds. */
export function widthOf({ from, before }: Span): number {
	return from === undefined || before === undefined
		? Number.POSITIVE_INFINITY
		: toMillis(before) - toMillis(from);
}

/**
 * Divides a span, earliest part first. It is cut around the rows if they are close together, as in a burst or when the
 * service has its own order; otherwise in the middle.
 */
export function cutSpan(span: Span, rows: TimeBounds): readonly Span[] {
	const { from, before } = span;
	const [first, end] = [millisecondOf(rows.first).start, millisecondOf(rows.last).end];
	if (
		from === undefined ||
		before === undefined ||
		widthOf({ from: first, before: end }) * 2 <= widthOf(span)
	) {
		const earlier = from === undefined || from < first ? [{ from, before: first }] : [];
		const later = before === undefined || end < before ? [{ from: end, before }] : [];
		return [...earlier, overlap(span, { from: first, before: end }), ...later];
	}
	const middle = instantFromMillis(Math.floor((toMillis(from) + toMillis(before)) / 2));
	return [
		{ from, before: middle },
		{ from: middle, before },
	];
}

/** Returns the part of a span that a page ending at `instant` has certainly covered. */
export function coveredSpan(whole: Span, direction: Direction, instant: UtcInstant): Span {
	const { start, end } = millisecondOf(instant);
	const passed = direction === 'desc' ? { from: end, before: undefined } : { from: undefined, before: start };
	return overlap(whole, passed);
}

/**
 * Returns the part of a span that remains after a page with these bounds.
 * @param withoutLast the last millisecond of the page is complete
 */
export function remainingSpan(
	whole: Span,
	direction: Direction,
	ends: TimeBounds,
	withoutLast: boolean,
): Span {
	const { start, end } = millisecondOf(direction === 'desc' ? ends.first : ends.last);
	const left =
		direction === 'desc'
			? { from: undefined, before: withoutLast ? start : end }
			: { from: withoutLast ? end : start, before: undefined };
	return overlap(whole, left);
}

/** Returns the part of a span from its start to `instant`, inclusive. */
export function upTo(whole: Span, direction: Direction, instant: UtcInstant): Span {
	const { end } = millisecondOf(instant);
	return overlap(
		whole,
		direction === 'desc' ? { from: instant, before: undefined } : { from: undefined, before: end },
	);
}

/**
 * Yields windows from the end of a span into the past, each three times as long as the one before.
 * @param newest latest time read so far
 */
export function* growingWindows(whole: Span, newest: UtcInstant): Generator<Span> {
	let { before } = whole;
	for (let width = DAY_MS; toMillis(newest) - width > toMillis(LONG_AGO); width *= GROWTH) {
		const from = earlier(newest, width);
		if (whole.from !== undefined && from <= whole.from) break;
		yield { from, before };
		before = from;
	}
	yield { from: whole.from, before };
}
