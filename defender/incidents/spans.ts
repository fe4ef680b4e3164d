import { earlier, instantFromMillis, nextMillisecond, toMillis, type UtcInstant } from '../core/instant';
import type { Span } from './query';

/** Which end of a span a reading begins with: the old one (`asc`) or the new one. */
export type Direction = 'asc' | 'desc';

/** The lowest and highest time of some rows. */
export interface TimeBounds {
	readonly first: UtcInstant;
	readonly last: UtcInstant;
}

const DAY_MS = 86_400_000;
/** Without an order the past is read in windows that grow by this factor. */
const GROWTH = 3;
/** Older than any incident of the service. */
const LONG_AGO = instantFromMillis(Date.UTC(2010, 0, 1));

/** The whole millisecond in which an instant lies: bounds are sent in milliseconds, so that no tick is lost between them. */
export function millisecondOf(instant: UtcInstant): { readonly start: UtcInstant; readonly end: UtcInstant } {
	return { start: earlier(instant, 0), end: nextMillisecond(instant) };
}

/** Whether all rows between the ends lie in one millisecond. */
export function isOneMillisecond({ first, last }: TimeBounds): boolean {
	return toMillis(first) === toMillis(last);
}

/** The part of a span that both have. */
export function overlap(a: Span, b: Span): Span {
	const from = a.from === undefined || (b.from !== undefined && b.from > a.from) ? b.from : a.from;
	const before =
		a.before === undefined || (b.before !== undefined && b.before < a.before) ? b.before : a.before;
	return { from, before };
}

/** Milliseconds from one end to the other, without end where a bound is missing. */
export function widthOf({ from, before }: Span): number {
	return from === undefined || before === undefined
		? Number.POSITIVE_INFINITY
		: toMillis(before) - toMillis(from);
}

/**
 * The parts of a span, earliest first: cut around some rows of it when they lie close together, as in a burst or in another
 * order of the service's own, else at its middle.
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

/** What a page that ends at `instant` has passed for certain. */
export function coveredSpan(whole: Span, direction: Direction, instant: UtcInstant): Span {
	const { start, end } = millisecondOf(instant);
	const passed = direction === 'desc' ? { from: end, before: undefined } : { from: undefined, before: start };
	return overlap(whole, passed);
}

/** What is left behind a page with these ends; without the last millisecond of it where that was read whole. */
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

/** The part of a span from its beginning to `instant`, which belongs to it. */
export function upTo(whole: Span, direction: Direction, instant: UtcInstant): Span {
	const { end } = millisecondOf(instant);
	return overlap(
		whole,
		direction === 'desc' ? { from: instant, before: undefined } : { from: undefined, before: end },
	);
}

/** Windows from the new end of a span into the past, each three times as long as the one before; `newest` is the newest time seen. */
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
