import { describe, expect, it } from 'vitest';
import { behaviourLedger } from '../../../lab/tenant/behaviours.mts';
import type { TenantOptions } from '../../../lab/tenant/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { incidentById, jsonOf, our, type Bench } from '../../support/practice.mts';
import { itemJson, MINUTE, activeTrigger } from '../../support/triggerFixture.mts';
import { ID, updateStep } from '../../support/updateFixture.mts';

const ENDS = /^Hunting on the Microsoft 365 Defender API \(legacy\) stops on 2027-02-01/;
const current = benchPerTest();

async function start(options: TenantOptions = {}, roles?: readonly string[]): Promise<Bench> {
	await current.restart(options);
	const { bench } = current;
	const { tenant, credentials, credentialId } = bench;
	const app = roles === undefined ? tenant.app : tenant.addApp({ roles: [...roles] });
	credentials.edit(credentialId, { ...tenant.credential(app, 'legacy') });
	return bench;
}
const calls = () =>
	current.bench.practice.calls
		.filter(({ kind }) => kind === 'legacy')
		.map(({ method, path }) => `${method} ${path}`);
const held = () => {
	const incident = current.bench.tenant.incidents.get(ID);
	if (incident === undefined) throw new Error('no incident');
	return incident;
};

describe('Test of a credential for the legacy API', { timeout: 60_000 }, () => {
	current.eachRow([
		['Incident.Read.All', 'GET /api/incidents'],
		['Incident.ReadWrite.All', 'GET /api/incidents'],
		['AdvancedHunting.Read.All', 'POST /api/advancedhunting/run'],
	])('any one permission of the nodes → passes', async (role, call) => {
		await start({}, [role]);
		expect(await current.bench.test()).toMatchObject({ status: 'OK' });
		// Once at the sign-in, which can explain a failure, and once by n8n.
		expect(calls()).toEqual([call, call]);
	});

	it('only permissions of Microsoft Graph → fails and names the permissions to add', async () => {
		await start({}, ['SecurityIncident.Read.All', 'ThreatHunting.Read.All']);
		const { status, message } = await current.bench.test();
		expect(status).toBe('Error');
		expect(message).toMatch(
			/Microsoft Threat Protection.*\(Incident\.Read\.All, Incident\.ReadWrite\.All, AdvancedHunting\.Read\.All.*no permissions/,
		);
	});
});

describe('legacy API', { timeout: 60_000 }, () => {
	it('three items in each node → one hint about the end of hunting', async () => {
		await start({ empty: true });
		const { id } = current.bench.tenant.incidents.create();
		const input = [{}, {}, {}];
		const steps = [
			our('getIncidents', { returnAll: true }),
			our('updateIncident', { incidentId: incidentById(id), updateFields: { status: 'active' } }),
			our('runHuntingQuery', { query: 'DeviceInfo | take 1', timeRange: 'apiDefault' }),
		];
		for (const step of steps) {
			const result = await current.bench.run(step, { input });
			const hints = result.hints(step.name).filter(({ message }) => ENDS.test(message));
			expect(hints, step.name).toHaveLength(1);
		}
	});

	current.eachRow(
		behaviourLedger.listOrder.values.flatMap((listOrder) =>
			behaviourLedger.pageLink.values.map((pageLink) => ({ listOrder, pageLink })),
		),
	)('any list order and next link → complete lists, and Limit takes the newest', async (behaviours) => {
		await start({ behaviours });
		for (let more = 0; more < 60; more++) current.bench.tenant.incidents.create();
		const ids = newestFirst(current.bench.tenant.incidents).map(({ id }) => id);
		for (const parameters of [{ returnAll: true }, { limit: 51 }, { limit: 101 }]) {
			const result = await current.bench.run(our('getIncidents', parameters));
			const found = jsonOf(result, 'getIncidents').map(({ id }) => id);
			expect(found).toEqual(ids.slice(0, parameters.limit));
		}
	});

	it('alerts or evidence → no further request', async () => {
		await start();
		const ask = async (parameters: object) => {
			const before = calls().length;
			const result = await current.bench.run(our('getIncidents', { limit: 5, ...parameters }));
			expect(result.error).toBeUndefined();
			return { items: jsonOf(result, 'getIncidents'), calls: calls().length - before };
		};
		const plain = await ask({});
		expect(plain.items[0]).not.toHaveProperty('alertCount');
		const full = await ask({ options: { includeAlerts: true } });
		expect(full.items[0]).toHaveProperty('alertCount');
		expect(full.calls).toBe(plain.calls);
		const evidence = await ask({ output: 'evidence' });
		expect(evidence.calls).toBe(plain.calls);
		expect(new Set(evidence.items.map(({ entityType }) => entityType)).size).toBeGreaterThan(3);
	});

	it('hunt with a time range → refused before any request, with the line to use instead', async () => {
		await start();
		const hunt = (query: string, more: object = {}) => our('runHuntingQuery', { query, ...more });
		const refused = (await current.bench.run(hunt('DeviceProcessEvents'))).error;
		expect(refused?.message).toBe('This credential’s API does not support Time Range');
		const line = /after the table: (\| where .*\))/.exec(refused?.description ?? '')?.[1] ?? '';
		expect(line).toBe('| where Timestamp >= ago(1d)');
		expect(calls()).toEqual([]);
		const apiDefault = { timeRange: 'apiDefault', returnAll: true };
		const count = async (query: string) =>
			jsonOf(await current.bench.run(hunt(query, apiDefault)), 'runHuntingQuery').length;
		const within = await count(`DeviceProcessEvents ${line}`);
		expect(within).toBeGreaterThan(0);
		expect(within).toBeLessThan(await count('DeviceProcessEvents'));
	});

	current.eachRow(behaviourLedger.falsePositiveNames.values)(
		'false positive, any accepted spelling → written in at most two tries',
		async (falsePositiveNames) => {
			await start({ behaviours: { falsePositiveNames } });
			const verdict = 'falsePositive:notMalicious';
			const result = await current.bench.run(updateStep({ updateFields: { verdict } }), { input: [{}, {}] });
			expect(jsonOf(result, 'updateIncident')).toMatchObject([
				{ outcome: 'updated' },
				{ outcome: 'unchanged' },
			]);
			expect(held()).toMatchObject({ classification: 'falsePositive', determination: 'notMalicious' });
			expect(calls().filter((call) => call.startsWith('PATCH')).length).toBeLessThanOrEqual(2);
		},
	);

	current.eachRow([
		['its answer is lost', 'applied', 'updated'],
		['it never arrives', undefined, 'partial'],
	] as const)('comment without a response → sent once', async (_, after, outcome) => {
		await start();
		const fault = { match: { kind: 'legacy', method: 'PATCH' }, skip: 1, ...(after && { after }) } as const;
		current.bench.fault('reset', fault);
		const parameters = { updateFields: { status: 'inProgress' }, comment: 'Looked at.' };
		const [item] = jsonOf(await current.bench.run(updateStep(parameters)), 'updateIncident');
		expect(item).toMatchObject({ outcome, status: 'inProgress' });
		expect(item?.['pending']).toBe(outcome === 'partial' ? 'comment' : undefined);
		expect(held().comments.filter(({ comment }) => comment === 'Looked at.')).toHaveLength(after ? 1 : 0);
		expect(calls().filter((call) => call.startsWith('PATCH'))).toHaveLength(2);
	});

	it('OData filter of the user → sent with the other filters in the names of this API', async () => {
		await start();
		const filters = { status: ['active'], odata: 'createdDateTime ge 2026-11-20T00:00:00Z' };
		const result = await current.bench.run(our('getIncidents', { returnAll: true, filters }));
		expect(result.error).toBeUndefined();
		const wanted = current.bench.tenant.incidents
			.all()
			.filter(({ status, createdDateTime }) => status === 'active' && createdDateTime >= '2026-11-20');
		expect(wanted.length).toBeGreaterThan(0);
		expect(
			jsonOf(result, 'getIncidents')
				.map(({ id }) => id)
				.sort(),
		).toEqual(wanted.map(({ id }) => id).sort());
		const wrong = await current.bench.run(our('getIncidents', { filters: { odata: "severity eq 'high'" } }));
		expect(wrong.error?.description).toContain(
			'can be filtered by lastUpdateDateTime, createdDateTime, status and assignedTo.',
		);
	});

	it('trigger › changes and a comment → changes at the next poll, the comment at the sweep', async () => {
		await start({ behaviours: { commentMovesUpdate: 'no' } });
		const { incidents } = current.bench.tenant;
		const events = ['created', 'statusChanged', 'commented'];
		const trigger = await activeTrigger(current.bench, { events, options: { lookBack: 5 } });
		expect(itemJson(trigger.first)).toEqual([]);
		const { id } = incidents.create({ severity: 'high' });
		expect(await trigger.after()).toMatchObject([{ id, event: 'created' }]);
		incidents.edit('ann@contoso.com', id, { status: 'inProgress' });
		expect(await trigger.after(MINUTE)).toMatchObject([{ id, event: 'statusChanged', status: 'inProgress' }]);
		expect(await trigger.after(10 * MINUTE)).toEqual([]);
		await current.bench.run(updateStep({ comment: 'Looked at.' }, id));
		expect(await trigger.after(MINUTE)).toEqual([]);
		expect(await trigger.after(61 * MINUTE)).toMatchObject([{ id, event: 'commented' }]);
		const asked = current.bench.practice.calls.map(({ query }) => query['$filter']);
		expect(asked).toContain("status eq 'Active'");
		expect(asked).toContain("status eq 'InProgress'");
	});
});
