import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../lab/tenant/practice.mts';
import { wireIncident } from '../../support/wireIncident.mts';
import { wireOlder } from '../../support/wireOlder.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';
import { activeTrigger } from '../../support/triggerFixture.mts';
import { ID, updateStep, updateFixture } from '../../support/updateFixture.mts';

const current = benchPerTest();
const { held, writes } = updateFixture(current);
const MESSAGE = `The response is about incident "999" instead of ${ID}`;

const SIDES = {
	graph: { path: `/v1.0/security/incidents/${ID}`, body: wireIncident({ id: '999', status: 'resolved' }) },
	legacy: { path: `/api/incidents/${ID}`, body: wireOlder({ incidentId: 999, status: 'Resolved' }) },
} as const;
const APIS = ['graph', 'legacy'] as const;
type Api = (typeof APIS)[number];

/** Calls about the incident are answered with another one, as by a cache that mixes responses up. */
function mixedUp(api: Api, match: Fault['match'], more: Partial<Fault> = {}) {
	const { tenant, credentials, credentialId } = current.bench;
	credentials.edit(credentialId, { ...tenant.credential(tenant.app, api) });
	const { path, body } = SIDES[api];
	current.bench.fault({ status: 200, body }, { match: { path, ...match }, times: 'always', ...more });
}

describe('response about another incident, each API', () => {
	const ask: INodeParameters = { updateFields: { status: 'resolved' } };

	current.eachRow(APIS)('Get → error that names both IDs', async (api) => {
		mixedUp(api, { method: 'GET' });
		const result = await current.bench.run(
			our('getIncidents', { operation: 'get', incidentId: incidentById(ID) }),
		);
		expect(result.error?.message).toBe(MESSAGE);
		expect(result.error?.description).toMatch(/^Look for a cache or proxy/);
	});

	current.eachRow(APIS)('Update Incident, each read mixed up → nothing is written', async (api) => {
		mixedUp(api, { method: 'GET' });
		const result = await current.bench.run(updateStep(ask));
		expect(result.error?.message).toBe(MESSAGE);
		expect(writes()).toEqual([]);
	});

	current.eachRow(APIS)(
		'Update Incident, PATCH mixed up after it took effect → proven by reading',
		async (api) => {
			mixedUp(api, { method: 'PATCH' }, { times: 1, after: 'applied' });
			const result = await current.bench.run(updateStep(ask));
			expect(jsonOf(result, 'updateIncident')).toMatchObject([
				{ id: ID, outcome: 'updated', status: 'resolved' },
			]);
			expect(writes()).toHaveLength(1);
		},
	);

	current.eachRow(APIS)(
		'Update Incident, PATCH mixed up without effect → written once more, and the item is the right one',
		async (api) => {
			mixedUp(api, { method: 'PATCH' }, { times: 1 });
			const result = await current.bench.run(updateStep(ask));
			expect(jsonOf(result, 'updateIncident')).toMatchObject([{ id: ID, outcome: 'updated' }]);
			expect(held().status).toBe('resolved');
		},
	);

	current.eachRow(APIS)(
		'Update Incident, reads after the PATCH mixed up → not called updated',
		async (api) => {
			mixedUp(api, { method: 'PATCH' }, { times: 1, after: 'applied' });
			current.bench.fault(
				{ status: 200, body: SIDES[api].body },
				{
					match: { path: SIDES[api].path, method: 'GET' },
					times: 'always',
					skip: 1,
				},
			);
			const result = await current.bench.run(updateStep(ask));
			expect(result.error?.message).toBe(MESSAGE);
			expect(result.error?.description).toContain('The change may have been saved');
		},
	);
});

describe('response about another incident', () => {
	it('read of a merge target → error, no other incident in its place', async () => {
		const { id } = current.bench.tenant.incidents.create({ status: 'redirected', redirectIncidentId: ID });
		const { path, body } = SIDES.graph;
		current.bench.fault({ status: 200, body }, { match: { path, method: 'GET' }, times: 'always' });
		const result = await current.bench.run(
			our('getIncidents', { operation: 'get', incidentId: incidentById(id) }),
		);
		expect(result.error?.message).toBe(MESSAGE);
	});

	it('single reads of the trigger → the incident is reported by its own ID, without the other incident’s alerts', async () => {
		const trigger = await activeTrigger(current.bench, {
			events: ['created'],
			options: { includeAlerts: true },
		});
		const { id } = current.bench.tenant.incidents.create({ displayName: 'Fresh' });
		current.bench.tenant.incidents.addAlert(id);
		const stranger = { ...SIDES.graph.body, alerts: [{ id: 'stranger', evidence: [] }] };
		current.bench.fault(
			{ status: 200, body: stranger },
			{ match: { path: `/v1.0/security/incidents/${id}`, method: 'GET' }, times: 'always' },
		);
		const items = [...(await trigger.after()), ...(await trigger.after())];
		expect(items.map((item) => item['id'])).toEqual([id]);
		expect(JSON.stringify(items)).not.toContain('stranger');
	});
});
