import type { SecurityApi } from '../../../defender/api/securityApi.ts';
import { noGuards } from '../../../defender/incidents/guards.ts';
import type { UpdateRequest } from '../../../defender/incidents/updateRequest.ts';
import { IncidentWriter, type UpdateJob, type UpdateResult } from '../../../defender/tasks/updateIncident.ts';
import { FakeHost } from '../../fixtures/fakeHost.mts';

/** A job with the node's defaults. */
export const jobOf = (request: UpdateRequest, more: Partial<UpdateJob> = {}): UpdateJob => ({
	request,
	guards: noGuards,
	merged: 'safe',
	requireVerdict: false,
	dryRun: false,
	...more,
});

/** One update by a writer of its own. */
export async function updateOnce(
	api: SecurityApi,
	id: string,
	request: UpdateRequest,
	more: Partial<UpdateJob> = {},
	host = new FakeHost(),
): Promise<UpdateResult> {
	return await new IncidentWriter(api, host).update(id, jobOf(request, more));
}
