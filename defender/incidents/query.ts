import type { UtcInstant } from '../core/instant';
import type { Incident } from './incident';

/** Which incidents are wanted. An empty list or undefined means no condition. */
export interface IncidentQuery {
	readonly status: readonly string[];
	readonly severity: readonly string[];
	/** Owner exactly as Defender holds it, letter case included, because OData compares so. */
	readonly assignedTo: string | undefined;
	/** At this instant or later: ties must not be lost. */
	readonly updatedAfter: UtcInstant | undefined;
}

/** Decides whether an incident is wanted. A server filter only saves calls; this is evaluated on every answer. */
export function matches(query: IncidentQuery, incident: Incident): boolean {
	return (
		isOneOf(query.status, incident.status) &&
		isOneOf(query.severity, incident.severity) &&
		(query.assignedTo === undefined || incident.assignedTo === query.assignedTo) &&
		(query.updatedAfter === undefined || incident.lastUpdateDateTime >= query.updatedAfter)
	);
}

function isOneOf(wanted: readonly string[], value: string): boolean {
	return wanted.length === 0 || wanted.includes(value);
}
