import type { Incident } from './incident';
import type { TimeBounds } from './spans';

export type Sort = 'updatedDesc' | 'createdAsc' | 'createdDesc' | 'priorityDesc';

/** The times of an incident by which lists stand in order. */
type TimedRecord = Pick<Incident, 'createdDateTime' | 'lastUpdateDateTime'>;
type TimeField = keyof TimedRecord;

/** Compares two incidents for a sorted list; equal ones stand by id, the higher (younger) first, oldest first only in `createdAsc`. */
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

/** Whether each row's time is that of the row before or later. */
export function isAscending(rows: readonly TimedRecord[], field: TimeField): boolean {
	return rows.every((row, place) => row[field] >= (rows[place - 1]?.[field] ?? row[field]));
}

export function isDescending(rows: readonly TimedRecord[], field: TimeField): boolean {
	return isAscending([...rows].reverse(), field);
}

/** The other of the two times. */
export function otherTime(field: TimeField): TimeField {
	return field === 'createdDateTime' ? 'lastUpdateDateTime' : 'createdDateTime';
}

/**
 * Keeps the newest state of each incident, for rows move between pages while incidents change, so that one may come
 * twice. Of two states with the same time the one read later stays.
 */
export function keepNewest(held: Map<string, Incident>, incident: Incident): void {
	const known = held.get(incident.id);
	if (known === undefined || incident.lastUpdateDateTime >= known.lastUpdateDateTime)
		held.set(incident.id, incident);
}

/** The lowest and highest time of the rows; undefined when there are none. */
export function timeBounds(rows: readonly TimedRecord[], field: TimeField): TimeBounds | undefined {
	const times = rows.map((row) => row[field]).sort();
	const [first, last] = [times[0], times[times.length - 1]];
	return first === undefined || last === undefined ? undefined : { first, last };
}

/** Ids are whole numbers of any length. */
function compareByIdDescending(a: Incident, b: Incident): number {
	return b.id.length - a.id.length || compareTexts(b.id, a.id);
}

function compareTexts(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
