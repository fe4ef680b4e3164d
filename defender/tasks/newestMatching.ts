import type { SecurityApi } from '../api/securityApi';
import type { Incident } from '../incidents/incident';
import type { IncidentQuery } from '../incidents/query';
import { IncidentReader, READ_DEFAULTS } from './readIncidents';

/** The newest incident that matches; undefined when there is none. @throws DefenderError */
export async function newestMatching(
	api: SecurityApi,
	query: IncidentQuery,
	alerts: boolean,
): Promise<Incident | undefined> {
	const reader = new IncidentReader(api, () => undefined);
	const { found } = await reader.read({ ...READ_DEFAULTS, query, limit: 1, sort: 'createdDesc', alerts });
	return found[0]?.incident;
}
