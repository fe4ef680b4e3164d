import type { Incident, TimeField } from './incident';
import type { TimeBounds } from './spans';

export type Sort = 'updatedDesc' | 'createdAsc' | 'createdDesc' | 'priorityDesc';

/** The times by which lists are sorted. */
export type TimedRecord = Pick<Incident, TimeField>;

/** Returns the comparison for a sort order. Ties are sorted by ID, descending; in `createdAsc` ascending. */
export function compareIncidents(sort: Sort): (a: Incident, b: Incident) => number {
	const updated = (a: Incident, b: Incident) =>
		compareTexts(b.lastUpdateDateTime, a.lastUpdateDateTime) || compareByIdDescending(a, b);
	switch (sort) {
		case 'updatedDesc':
			return updated;
		case 'createdDesc':
			return (a, b) => compareTexts(b.createdDateTime, a.createdDateTime) || compareByIdDescending(a, b);
		case 'createdAsc':
			return (a, b) => compareTexts(a.createdDateTime, b.createdDateTime) || compareByIdDescending(b, a);
		case 'priorityDesc':
			return (a, b) => (b.priorityScore ?? -1) - (a.priorityScore ?? -1) || updated(a, b);
	}
}

/** Whether no row is earlier than the row before. */
export function isAscending(rows: readonly TimedRecord[], field: TimeField): boolean {
	return rows.every((row, index) => row[field] >= (rows[index - 1]?.[field] ?? row[field]));
}

export function isDescending(rows: readonly TimedRecord[], field: TimeField): boolean {
	return isAscending([...rows].reverse(), field);
}

/** Returns the other of the two times. */
export function otherTime(field: TimeField): TimeField {
	return field === 'createdDateTime' ? 'lastUpdateDateTime' : 'createdDateTime';
}

/**
 * Keeps the newest state of each incident by ID. Rows move between pages while incidents change, so one can appear twice.
 * Of two states with the same time, the one read later is kept.
 */
export function keepNewest(newest: Map<string, Incident>, incident: Incident): void {
	const earlier = newest.get(incident.id);
	if (earlier === undefined || incident.lastUpdateDateTime >= earlier.lastUpdateDateTime)
		newest.set(incident.id, incident);
}

/** Returns the earliest and latest time of the rows; undefined for no rows. */
export function timeBounds(rows: readonly TimedRecord[], field: TimeField): TimeBounds | undefined {
	const times = rows.map((row) => row[field]).sort();
	const [first, last] = [times[0], times[times.length - 1]];
	return first === undefined || last === undefined ? undefined : { first, last };
}

/** IDs are whole numbers of any length. */
function compareByIdDescending(a: Incident, b: Incident): number {
	return b.id.length - a.id.length || compareTexts(b.id, a.id);
}

export function compareTexts(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
