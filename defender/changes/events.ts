import type { Field, Remembered, Snapshot } from './snapshot';
import { eventKinds, type EventKind } from './vocabulary';

/** Old and new values by field; of comments and alerts the counts. */
export type Changes = Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;

/** What differs between what is remembered and what is. */
export interface Difference {
	/** In the order of `eventKinds`. */
	readonly events: readonly EventKind[];
	readonly changes: Changes;
	readonly changed: readonly Field[];
	/** Some old value was asked for and is not known. */
	readonly isUncertain: boolean;
}

/**
 * Compares the watched fields. Alerts that could not be read on either side may have been added, and are told so: a doubtful
 * event is better than a lost one.
 */
export function differenceBetween(
	before: Remembered,
	after: Snapshot,
	watched: ReadonlySet<Field>,
): Difference {
	const asked = [...watched];
	const lacking = asked.filter((field) => before[field] === undefined || after[field] === undefined);
	const changed = asked.filter((field) => !lacking.includes(field) && differs(before[field], after[field]));
	const holds = new Set<EventKind>(['updated']);
	for (const field of changed) {
		if (field === 'alerts' ? hasMore(before.alerts, after.alerts) : field !== 'comments')
			holds.add(EVENT_OF[field]);
	}
	if (after.comments > (before.comments ?? Number.POSITIVE_INFINITY)) holds.add('commented');
	if (lacking.includes('alerts')) holds.add('alertsAdded');
	return {
		events: eventKinds.filter((kind) => holds.has(kind)),
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

function differs(before: unknown, after: unknown): boolean {
	return JSON.stringify(before) !== JSON.stringify(after);
}

function hasMore(before: readonly string[] = [], after: readonly string[] = []): boolean {
	return after.some((mark) => !before.includes(mark));
}

function shown(field: Field, value: Remembered[Field]): unknown {
	return field === 'alerts' && Array.isArray(value) ? value.length : value;
}
