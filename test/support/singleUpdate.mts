import type { SecurityApi } from '../../defender/api/securityApi.ts';
import { KeyedQueue } from '../../defender/core/keyedQueue.ts';
import { noConditions } from '../../defender/incidents/conditions.ts';
import type { UpdateRequest } from '../../defender/incidents/updateRequest.ts';
import {
	IncidentWriter,
	type SharedWrites,
	type UpdateSettings,
} from '../../defender/tasks/update/incidentWriter.ts';
import type { UpdateReport } from '../../defender/tasks/update/updateReport.ts';
import { FakeHost } from './fakeHost.mts';

/** Settings with the node's defaults. */
export const updateSettings = (
	request: UpdateRequest,
	more: Partial<UpdateSettings> = {},
): UpdateSettings => ({
	request,
	conditions: noConditions,
	merged: 'safe',
	requireVerdict: false,
	dryRun: false,
	...more,
});

/** The shared writes of one execution that runs alone. */
export function unsharedWrites(): SharedWrites {
	const turns = new KeyedQueue();
	return {
		runAlone: async (id, work) => await turns.run(id, undefined, work),
		newestOf: () => undefined,
		noteUpdate: () => undefined,
	};
}

/** One update by a writer of its own. */
export async function singleUpdate(
	api: SecurityApi,
	id: string,
	request: UpdateRequest,
	more: Partial<UpdateSettings> = {},
	host = new FakeHost(),
): Promise<UpdateReport> {
	return await new IncidentWriter(api, host, unsharedWrites()).update(id, updateSettings(request, more));
}
