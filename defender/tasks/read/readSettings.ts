import type { MalformedIncident } from '../../incidents/incident';
import type { ResolvedIncident } from '../../incidents/merge';
import type { Sort } from '../../incidents/order';
import type { IncidentQuery } from '../../incidents/query';

/** What to do with an incident that was merged into another one: omit it, return the other one, or return it itself. */
export type MergedHandling = 'skip' | 'follow' | 'keep';

export interface ReadSettings {
	readonly query: IncidentQuery;
	/** Maximum number of incidents, after sorting. */
	readonly limit: number | 'all';
	readonly sort: Sort;
	readonly alerts: boolean;
	readonly merged: MergedHandling;
	/** Maximum number of incidents to read to find `limit` matches; one extra page may be read. */
	readonly maxScanned: number;
}

/** Settings for reads that no node parameters configure. */
export const BASIC_READ = {
	sort: 'updatedDesc',
	alerts: false,
	merged: 'skip',
	maxScanned: 2_000,
} as const;

export interface ReadResult {
	readonly found: readonly ResolvedIncident[];
	/** Microsoft's warnings that one of its products did not return its incidents. */
	readonly warnings: readonly string[];
	/** Incidents that were listed and could not be read. */
	readonly malformed: readonly MalformedIncident[];
}
