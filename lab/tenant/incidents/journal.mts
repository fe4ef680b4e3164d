import type { Instant } from '../clock.mts';
import type { IncidentRecord } from './records.mts';

/** Who changed an incident: an application through the API, a person in the portal, or Defender itself. */
export type ChangeOrigin = 'api' | 'person' | 'service';

/** One changed field of one incident. */
export interface JournalEntry {
	readonly at: Instant;
	readonly by: string;
	readonly incidentId: string;
	/** The incident's `lastUpdateDateTime` after the change. */
	readonly stamp: Instant;
	/** Property name of the incident; `created` for a new one. */
	readonly field: string;
	readonly from: unknown;
	readonly to: unknown;
	readonly via: ChangeOrigin;
}

/** Stamps that follow from a change and are no change of their own. */
const FOLLOWING = new Set(['lastUpdateDateTime', 'lastModifiedBy']);

/** One entry per field that differs, in the order of the record. For comments and alerts: what was added. */
export function changesBetween(
	before: IncidentRecord,
	after: IncidentRecord,
	change: Pick<JournalEntry, 'at' | 'by' | 'via'>,
): JournalEntry[] {
	const old = new Map<string, unknown>(Object.entries(before));
	const entry = { ...change, incidentId: after.id, stamp: after.lastUpdateDateTime };
	return Object.entries(after)
		.filter(([field, to]) => !FOLLOWING.has(field) && JSON.stringify(old.get(field)) !== JSON.stringify(to))
		.map(([field, to]) => ({ ...entry, field, ...brief(field, old.get(field), to) }));
}

function brief(field: string, from: unknown, to: unknown): Pick<JournalEntry, 'from' | 'to'> {
	if (field === 'alerts' && Array.isArray(from) && Array.isArray(to))
		return { from: from.length, to: to.length };
	if (field !== 'comments' || !Array.isArray(to)) return { from, to };
	const newest: unknown = to.at(-1);
	const text = typeof newest === 'object' && newest !== null && 'comment' in newest ? newest.comment : null;
	return { from: null, to: text };
}
