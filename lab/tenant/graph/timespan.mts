import { addMilliseconds, toInstant, type Instant } from '../clock.mts';
import { readDuration } from '../durations.mts';
import { badRequest } from '../serviceError.mts';

/** The span a hunt is narrowed to; an absent end is open. */
export interface HuntSpan {
	readonly from?: Instant;
	readonly to?: Instant;
}

const DAY = 86_400_000;
/** Native tables hold 30 days, and a hunt without `Timespan` looks at those. */
const LOOK_BACK = 30 * DAY;

/**
 * Reads `Timespan` in the forms of the runHuntingQuery page: date/date, duration/end, start/duration, duration,
 * single start. Absent: the last 30 days. Never reaches further back than 30 days. Throws the 400 for other texts.
 */
export function readTimespan(text: string | undefined, now: Instant): HuntSpan {
	const oldest = addMilliseconds(now, -LOOK_BACK);
	if (text === undefined) return { from: oldest };
	const [from, to] = readEnds(text, now);
	if (to !== undefined && to < from) throw badRequest(`The Timespan '${text}' ends before it begins.`);
	return { from: from < oldest ? oldest : from, ...(to === undefined ? {} : { to }) };
}

function readEnds(text: string, now: Instant): readonly [from: Instant, to?: Instant] {
	const [first = '', second, ...more] = text.split('/');
	const [start, length] = [toInstant(first), readDuration(first)];
	if (second === undefined) {
		if (start !== undefined) return [start];
		if (length !== undefined) return [addMilliseconds(now, -length), now];
	} else if (more.length === 0) {
		const [end, lasting] = [toInstant(second), readDuration(second)];
		if (start !== undefined && end !== undefined) return [start, end];
		if (length !== undefined && end !== undefined) return [addMilliseconds(end, -length), end];
		if (start !== undefined && lasting !== undefined) return [start, addMilliseconds(start, lasting)];
	}
	throw badRequest(`The Timespan '${text}' is not an ISO 8601 interval, duration or instant.`);
}
