import { invalidInput } from '../../core/errors';
import { earliest, toMillis, type UtcInstant } from '../../core/instant';
import { huntWindow, type HuntWindow } from '../../hunting/library/huntParameters';
import { fieldsOfHunt, type LibraryHunt } from '../../hunting/library/libraryHunt';
import { resolveTimeRange, SETTLE_MINUTES, type TimeRange } from '../../hunting/range/timeRange';
import { NATIVE_DAYS } from '../../hunting/schema/serviceLimits';
import { rangeEmpty, rangeOutsideCalendar } from '../../hunting/sentences/timeRangeText';
import type { ReadInstant } from '../../hunting/values/parameter';
import type { Alert, Incident } from '../../incidents/incident';
import { instantText } from '../../core/sentence';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** A period around an activity, in minutes. */
export interface Margins {
	readonly before: number;
	readonly after: number;
}

/** The period of a hunt for values that a person entered. */
export interface EnteredWindow {
	readonly timeRange: TimeRange;
	/** For hunts around a time, instead of the time range. */
	readonly around: UtcInstant | undefined;
	readonly margins: Margins;
}

/** Where the period of a hunt around an incident ends; undefined for the standard of the hunt. */
export type WindowEnd = 'activity' | 'now' | undefined;

/**
 * Returns the period that a person chose.
 * @param now Unix time in milliseconds
 * @throws DefenderError `invalidInput`
 */
export function enteredWindow(
	hunt: LibraryHunt,
	{ timeRange, around, margins }: EnteredWindow,
	now: number,
	readInstant: ReadInstant,
): HuntWindow {
	if (around !== undefined && fieldsOfHunt(hunt).includes('around')) {
		const at = toMillis(around);
		return checked('around', at - margins.before * MINUTE_MS, at + margins.after * MINUTE_MS);
	}
	const { bounds } = resolveTimeRange(timeRange, now, readInstant);
	return checked('timeRange', bounds?.from ?? now - NATIVE_DAYS * DAY_MS, bounds?.to ?? now);
}

/**
 * Returns the period of an incident's activity with its margins. It never ends in the future.
 * @param now Unix time in milliseconds
 */
export function incidentWindow(
	hunt: LibraryHunt,
	incident: Pick<Incident, 'createdDateTime'>,
	alerts: readonly Alert[],
	{
		margins,
		windowEnd,
		now,
	}: { readonly margins: Margins; readonly windowEnd: WindowEnd; readonly now: number },
): HuntWindow {
	const starts = alerts.flatMap((alert) => alert.firstActivityDateTime ?? alert.createdDateTime ?? []);
	const ends = alerts.flatMap((alert) => alert.lastActivityDateTime ?? alert.createdDateTime ?? []);
	const first = starts.reduce((one, other) => earliest(one, other), starts[0] ?? incident.createdDateTime);
	const last = ends.reduce((one, other) => (other > one ? other : one), ends[0] ?? incident.createdDateTime);
	const activityEnd = Math.min(now, toMillis(last) + margins.after * MINUTE_MS);
	const to = (windowEnd ?? hunt.windowEnd) === 'now' ? now : activityEnd;
	const start = toMillis(first) - margins.before * MINUTE_MS;
	const from = hunt.lookBackDays === undefined ? start : Math.min(start, to - hunt.lookBackDays * DAY_MS);
	return checked('incidentId', Math.min(from, to), to);
}

/** Whether events of the period may still arrive. */
export function isOpen({ to }: HuntWindow, now: number): boolean {
	return toMillis(to) > now - SETTLE_MINUTES * MINUTE_MS;
}

function checked(field: string, from: number, to: number): HuntWindow {
	if (from < Date.UTC(1900, 0) || to > Date.UTC(9000, 0)) throw invalidInput(field, rangeOutsideCalendar());
	if (from >= to) throw invalidInput(field, rangeEmpty(instantText(from)));
	return huntWindow(from, to);
}
