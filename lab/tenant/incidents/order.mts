import type { IncidentRecord } from './records.mts';

/** Newest first by one of the two instants; ids settle equal ones. */
export const newestFirst =
	(field: 'createdDateTime' | 'lastUpdateDateTime') =>
	(a: IncidentRecord, b: IncidentRecord): number =>
		b[field] < a[field] ? -1 : b[field] > a[field] ? 1 : Number(b.id) - Number(a.id);
