import { isSameOwner } from '../incidents/owner';
import type { Field, KnownValues, Snapshot } from './snapshot';
import type { EventKind } from './triggerVocabulary';

/** Previous and current values by field. For alerts these are counts. */
export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** The differences between the known values of an incident and its current ones. */
export interface Difference {
	/** Events that certainly occurred; always includes `updated`. */
	readonly events: ReadonlySet<EventKind>;
	/** Events that may have occurred: the previous value, or the current alerts, are unknown. */
	readonly possibleEvents: ReadonlySet<EventKind>;
	readonly changes: Changes;
	readonly changed: readonly Field[];
	/** Whether a watched field could not be compared. */
	readonly isUncertain: boolean;
}

/**
 * Compares the watched fields.
 * @param truncated fields that arrived in part. They never become possible events, or every change would report them.
 */
export function diff(
	before: KnownValues,
	after: Snapshot,
	watched: ReadonlySet<Field>,
	truncated: ReadonlySet<Field> = new Set(),
): Difference {
	const compared = [...watched];
	const unknown = compared.filter((field) => before[field] === undefined || after[field] === undefined);
	const changed = compared.filter((field) => !unknown.includes(field) && differs(field, before, after));
	const isAddition = (field: Field) =>
		field === 'alerts'
			? hasMore(before.alerts, after.alerts)
			: field !== 'comments' || (after.comments ?? 0) > (before.comments ?? 0);
	return {
		events: new Set<EventKind>([
			'updated',
			...changed.filter(isAddition).map((field): EventKind => EVENT_OF[field]),
		]),
		possibleEvents: new Set(
			unknown
				.filter((field) => !truncated.has(field) && mayHaveMore(field, after))
				.map((field) => EVENT_OF[field]),
		),
		changes: Object.fromEntries(
			changed.map((field) => [field, { from: shown(field, before[field]), to: shown(field, after[field]) }]),
		),
		changed,
		isUncertain: unknown.length > 0,
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

/** Ignores the order of lists. Owners are compared case-insensitively. */
function differs(field: Field, before: KnownValues, after: Snapshot): boolean {
	if (field === 'assignedTo') return !isSameOwner(before.assignedTo ?? null, after.assignedTo);
	const plain = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
	return plain(before[field]) !== plain(after[field]);
}

/** Comments and alerts are only ever added, so an incident without any cannot have new ones. */
function mayHaveMore(field: Field, after: Snapshot): boolean {
	if (field === 'comments') return (after.comments ?? 0) > 0;
	return field !== 'alerts' || after.alerts === undefined || after.alerts.length > 0;
}

function hasMore(before: readonly string[] = [], after: readonly string[] = []): boolean {
	return after.some((alert) => !before.includes(alert));
}

function shown(field: Field, value: KnownValues[Field]): unknown {
	return field === 'alerts' && Array.isArray(value) ? value.length : value;
}
