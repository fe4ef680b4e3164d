import { DefenderError } from '../../core/errors';
import * as say from '../../hunting/sentences/libraryText';
import type { Incident } from '../../incidents/incident';
import { isMerged, nextMergeTarget } from '../../incidents/merge';
import type { HuntSource } from './requestBudget';

/**
 * Reads an incident with its alerts. Of a merged incident, the one that contains its alerts now.
 * @throws DefenderError
 */
export async function readHuntIncident(api: Pick<HuntSource, 'getIncident'>, id: string): Promise<Incident> {
	const path: string[] = [];
	for (let next = id; ; ) {
		const incident = await api.getIncident(next, { alerts: true });
		if (!isMerged(incident)) return incident;
		const step = nextMergeTarget(incident, path);
		if (step.kind === 'end') throw new DefenderError({ kind: 'notFound' }, say.incidentUnresolved());
		path.push(incident.id);
		next = step.id;
	}
}
