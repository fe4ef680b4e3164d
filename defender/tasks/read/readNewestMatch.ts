import type { IncidentSource } from '../../api/securityApi';
import type { Notify } from '../../core/notices';
import type { Incident, MalformedIncident } from '../../incidents/incident';
import type { IncidentQuery } from '../../incidents/query';
import { BASIC_READ } from './readSettings';
import { IncidentReader } from './incidentReader';

export interface NewestMatch {
	/** Undefined if no incident matches. */
	readonly incident: Incident | undefined;
	/** Incidents that could not be read; one of them may be newer. */
	readonly malformed: readonly MalformedIncident[];
}

/** Reads the most recently created incident that matches. @throws DefenderError */
export async function readNewestMatch(
	api: IncidentSource,
	query: IncidentQuery,
	alerts: boolean,
	notify: Notify,
): Promise<NewestMatch> {
	const reader = new IncidentReader(api, notify);
	const settings = { ...BASIC_READ, query, limit: 1, sort: 'createdDesc', alerts } as const;
	const { found, malformed } = await reader.read(settings);
	return { incident: found[0]?.incident, malformed };
}
