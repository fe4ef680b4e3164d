import { earlier, instantFromMillis, later, latest, toMillis, type UtcInstant } from '../../core/instant';
import { formatInstant, type TimeWindow } from '../range/timeRange';

/**
 * A part of a time window with its own request. It includes its start; only the window's last slice includes its end. So
 * rows of one instant are always in one slice.
 */
export interface TimeSlice extends TimeWindow {
	readonly includesEnd: boolean;
}

/** A shorter slice would be shorter than the margins of its request. */
export const MIN_SLICE_MS = 1_000;
/** Microsoft does not document whether `Timespan` includes its ends, so each request asks for more and drops the rest. */
const MARGIN_MS = 1_000;
/** Start of KQL's calendar. The text is canonical. */
const CALENDAR_START = instantFromMillis(Date.parse('0001-01-01T00:00:00Z'));

export function isInSlice(at: UtcInstant, { from, to, includesEnd }: TimeSlice): boolean {
	return at >= from && (to === undefined || at < to || (includesEnd && at === to));
}

/**
 * Divides a slice into two of equal length.
 * @param now Unix time in milliseconds; used as the end of a window without one
 * @returns undefined if a half would be shorter than {@link MIN_SLICE_MS}
 */
export function halveSlice(
	slice: TimeSlice,
	now: number,
): { readonly older: TimeSlice; readonly newer: TimeSlice } | undefined {
	const start = toMillis(slice.from);
	const length = (slice.to === undefined ? now : toMillis(slice.to)) - start;
	if (length < 2 * MIN_SLICE_MS) return undefined;
	const middle = instantFromMillis(start + Math.floor(length / 2));
	return {
		older: { from: slice.from, to: middle, includesEnd: false },
		newer: { ...slice, from: middle },
	};
}

/** Returns the API's `Timespan` for a slice, one second longer at each end. */
export function sliceTimespan({ from, to }: TimeSlice): string {
	const start = formatInstant(latest(earlier(from, MARGIN_MS), CALENDAR_START));
	return to === undefined ? start : `${start}/${formatInstant(later(to, MARGIN_MS))}`;
}
