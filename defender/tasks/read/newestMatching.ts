import type { SecurityApi } from '../../api/securityApi';
import type { Notify } from '../../core/notices';
import type { Incident, MalformedIncident } from '../../incidents/incident';
import type { IncidentQuery } from '../../incidents/query';
import { IncidentReader, READ_DEFAULTS } from './readIncidents';

export interface NewestMatching {
	/** Undefined when there is none. */
	readonly incident: Incident | undefined;
	/** Incidents that could not be read, of which one may be newer. */
	readonly malformed: readonly MalformedIncident[];
}

/** The newest incident that matches. @throws DefenderError */
export async function newestMatching(
	api: SecurityApi,
	query: IncidentQuery,
	alerts: boolean,
	notify: Notify,
): Promise<NewestMatching> {
	const reader = new IncidentReader(api, notify);
	const { found, malformed } = await reader.read({
		...READ_DEFAULTS,
		query,
		limit: 1,
		sort: 'createdDesc',
		alerts,
	});
	return { incident: found[0]?.incident, malformed };
}
