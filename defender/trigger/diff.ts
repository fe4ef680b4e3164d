import { isSameOwner } from '../incidents/owner';
import type { Field, Remembered, Snapshot } from './snapshot';
import type { EventKind } from './vocabulary';

/** Old and new values by field; of comments and alerts the counts. */
export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** What differs between what is remembered and what is. */
export interface Difference {
	/** Events that certainly hold; `updated` always does. */
	readonly events: ReadonlySet<EventKind>;
	/** Events that may hold: what was before, or the alerts now, are not known. */
	readonly doubtful: ReadonlySet<EventKind>;
	readonly changes: Changes;
	readonly changed: readonly Field[];
	/** Some old value was asked for and is not known. */
	readonly isUncertain: boolean;
}

/**
 * Compares the watched fields. Of a field that is not known on either side any change is doubtful; of a truncated one none is,
 * since it would be so at each change.
 */
export function diff(
	before: Remembered,
	after: Snapshot,
	watched: ReadonlySet<Field>,
	truncated: ReadonlySet<Field> = new Set(),
): Difference {
	const asked = [...watched];
	const lacking = asked.filter((field) => before[field] === undefined || after[field] === undefined);
	const changed = asked.filter((field) => !lacking.includes(field) && differs(field, before, after));
	const isAddition = (field: Field) =>
		field === 'alerts'
			? hasMore(before.alerts, after.alerts)
			: field !== 'comments' || (after.comments ?? 0) > (before.comments ?? 0);
	return {
		events: new Set<EventKind>([
			'updated',
			...changed.filter(isAddition).map((field): EventKind => EVENT_OF[field]),
		]),
		doubtful: new Set(
			lacking
				.filter((field) => !truncated.has(field) && mayHaveMore(field, after))
				.map((field) => EVENT_OF[field]),
		),
		changes: Object.fromEntries(
			changed.map((field) => [field, { from: shown(field, before[field]), to: shown(field, after[field]) }]),
		),
		changed,
		isUncertain: lacking.length > 0,
	};
}

const EVENT_OF: Readonly<Record<Field, EventKind>> = {
	status: 'statusChanged',
	severity: 'severityChanged',
	assignedTo: 'assigned',
	classification: 'verdictChanged',
	determination: 'verdictChanged',
	customTags: 'tagged',
	systemTags: 'tagged',
	comments: 'commented',
	alerts: 'alertsAdded',
};

/** The order of a list says nothing, and neither does the letter case of an owner. */
function differs(field: Field, before: Remembered, after: Snapshot): boolean {
	if (field === 'assignedTo') return !isSameOwner(before.assignedTo ?? null, after.assignedTo);
	const plain = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
	return plain(before[field]) !== plain(after[field]);
}

/** Comments and alerts only ever come; where there are none, none was added. */
function mayHaveMore(field: Field, after: Snapshot): boolean {
	if (field === 'comments') return (after.comments ?? 0) > 0;
	return field !== 'alerts' || after.alerts === undefined || after.alerts.length > 0;
}

function hasMore(before: readonly string[] = [], after: readonly string[] = []): boolean {
	return after.some((mark) => !before.includes(mark));
}

function shown(field: Field, value: Remembered[Field]): unknown {
	return field === 'alerts' && Array.isArray(value) ? value.length : value;
}
