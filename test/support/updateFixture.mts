import type { INodeParameters } from 'n8n-workflow';
import { expect } from 'vitest';
import type { IncidentRecord } from '../../lab/tenant/practice.mts';
import type { Current } from './benchHooks.mts';
import { incidentById, jsonOf, our } from './practice.mts';

/** An active incident without tags and verdict in every practice tenant of seed 1. */
export const ID = '48417';

export const updateStep = (parameters: INodeParameters, id = ID) =>
	our('updateIncident', { incidentId: incidentById(id), ...parameters });

/** What tests of updates ask again and again, about the tenant of the test that runs. */
export function updateFixture(current: Current) {
	return {
		/** The incident as the tenant holds it. */
		held: (id = ID): IncidentRecord => {
			const incident = current.bench.tenant.incidents.get(id);
			if (incident === undefined) throw new Error(`The world has no incident ${id}.`);
			return incident;
		},
		/** The output item of one update that succeeds. */
		itemOf: async (parameters: INodeParameters, id = ID): Promise<Readonly<Record<string, unknown>>> => {
			const result = await current.bench.run(updateStep(parameters, id));
			expect(result.error).toBeUndefined();
			return jsonOf(result, 'updateIncident')[0] ?? {};
		},
		/** Calls that may change something. */
		writes: () => current.bench.apiCalls().filter((call) => !call.startsWith('GET')),
		/** Fields that the API has changed. */
		changedFields: () =>
			current.bench.tenant.journal.filter(({ via }) => via === 'api').map(({ field }) => field),
	};
}
