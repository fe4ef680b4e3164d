import { isSameOwner } from '../incidents/owner';
import { newMarks } from './marks';
import { isSavedText, isTextHash } from './savedText';
import { textFields, type Field, type KnownValues, type Snapshot } from './snapshot';
import type { EventKind } from './triggerVocabulary';

/** The previous and the current value of a field. For alerts and comments these are counts. */
export interface Change {
	/** Absent if `fromUnknown` is set. */
	readonly from?: unknown;
	/** The previous text was too long for the saved state. */
	readonly fromUnknown?: true;
	/** Absent only in the saved state, if the text is too long for it. */
	readonly to?: unknown;
}

/** Changes by field. */
export type Changes = Readonly<Record<string, Change>>;

/** The differences between the known values of an incident and its current ones. */
export interface Difference {
	/** Events that certainly occurred; always includes `updated`. */
	readonly events: ReadonlySet<EventKind>;
	/** Events that may have occurred: the previous value, or the current alerts, are unknown. */
	readonly possibleEvents: ReadonlySet<EventKind>;
	readonly changes: Changes;
	readonly changed: readonly Field[];
	/** Marks of alerts and comments that are certainly new. */
	readonly added: Added;
	/** Whether a watched field could not be compared. */
	readonly isUncertain: boolean;
}

/** Marks of new alerts and comments. */
export interface Added {
	readonly alerts: readonly string[];
	readonly comments: readonly string[];
}

export const NOTHING_ADDED: Added = { alerts: [], comments: [] };

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
	const added: Added = {
		alerts: changed.includes('alerts') ? newMarks(before.alerts ?? [], after.alerts ?? []) : [],
		comments: changed.includes('comments') ? addedComments(before.comments, after.comments) : [],
	};
	const hasEvent = (field: Field) => (field !== 'alerts' && field !== 'comments') || added[field].length > 0;
	return {
		events: new Set<EventKind>([
			'updated',
			...changed.filter(hasEvent).map((field): EventKind => EVENT_OF[field]),
		]),
		possibleEvents: new Set(
			unknown
				.filter((field) => !truncated.has(field) && mayHaveMore(field, after))
				.map((field) => EVENT_OF[field]),
		),
		changes: Object.fromEntries(changed.map((field) => [field, changeOf(field, before, after)])),
		changed,
		added,
		isUncertain: unknown.length > 0,
	};
}

/**
 * Returns the marks of new comments. If only the previous number of comments is known, the newest ones count as new.
 * @param after oldest first
 */
function addedComments(before: KnownValues['comments'], after: readonly string[] = []): readonly string[] {
	return typeof before === 'number' ? after.slice(before) : newMarks(before ?? [], after);
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
	displayName: 'updated',
	description: 'updated',
	summary: 'updated',
	resolvingComment: 'updated',
	priorityScore: 'updated',
};

/** Ignores the order of lists. Owners are compared case-insensitively. */
function differs(field: Field, before: KnownValues, after: Snapshot): boolean {
	if (field === 'assignedTo') return !isSameOwner(before.assignedTo ?? null, after.assignedTo);
	if (isTextField(field)) return !isSavedText(before[field] ?? null, after[field]);
	if (field === 'comments' && typeof before.comments === 'number')
		return before.comments !== after.comments?.length;
	const plain = (value: unknown) => JSON.stringify(Array.isArray(value) ? value.map(String).sort() : value);
	return plain(before[field]) !== plain(after[field]);
}

/** Comments and alerts are only ever added, so an incident without any cannot have new ones. */
function mayHaveMore(field: Field, after: Snapshot): boolean {
	if (field !== 'comments' && field !== 'alerts') return true;
	return after[field] === undefined ? field === 'alerts' : after[field].length > 0;
}

function changeOf(field: Field, before: KnownValues, after: Snapshot): Change {
	const from = shown(field, before[field]);
	const to = shown(field, after[field]);
	return isTextHash(from) ? { fromUnknown: true, to } : { from, to };
}

function shown(field: Field, value: KnownValues[Field]): unknown {
	return (field === 'alerts' || field === 'comments') && Array.isArray(value) ? value.length : value;
}

const TEXT_FIELDS: ReadonlySet<Field> = new Set(textFields);

function isTextField(field: Field): field is (typeof textFields)[number] {
	return TEXT_FIELDS.has(field);
}
