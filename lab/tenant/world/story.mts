import type { IncidentDraft } from './drafts.mts';
import type { Rows } from './rows/tables.mts';

/** A story's share of the world: what the portal shows of it, and what hunting finds of it. */
export interface Story {
	readonly incidents: readonly IncidentDraft[];
	readonly rows: Rows;
}
