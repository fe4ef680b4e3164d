import type { INodeParameters } from 'n8n-workflow';
import { beforeEach, describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';

const current = benchPerTest();
const COUNT = 200;
const incidents = () => newestFirst(current.bench.tenant.incidents);
const alertsOf = (id: unknown) => current.bench.tenant.incidents.get(String(id))?.alerts ?? [];

/** Fills the tenant up to 200 incidents, all with alerts. */
function fillTenant(): void {
	const { incidents: store } = current.bench.tenant;
	while (incidents().length < COUNT) store.addAlert(store.create({ displayName: 'Many' }).id);
	for (const { id, alerts } of incidents()) if (alerts.length === 0) store.addAlert(id);
}
beforeEach(fillTenant);

/** An incident in the middle of the second page. */
const sick = () => incidents()[75]?.id ?? '';
const many: INodeParameters = { returnAll: true, options: { includeAlerts: true } };

async function read(parameters: INodeParameters) {
	const result = await current.bench.run(our('getIncidents', parameters));
	expect(result.error).toBeUndefined();
	return {
		items: jsonOf(result, 'getIncidents'),
		hints: result.hints('getIncidents').map(({ message }) => message),
		calls: current.bench.apiCalls().length,
	};
}
const unavailable = (id: string) =>
	`Microsoft Defender did not return the alerts of incident ${id}; its item has alertsUnavailable.`;
const isFlagged = (item: Readonly<Record<string, unknown>>) => item['alertsUnavailable'] === true;

describe('one of 200 incidents whose alerts always fail', () => {
	it(
		'list with alerts → only this incident has none, after at most 60 requests',
		{ timeout: 60_000 },
		async () => {
			const id = sick();
			current.bench.poison(id);
			const { items, hints, calls } = await read(many);
			expect(items.map((item) => item['id'])).toEqual(incidents().map((one) => one.id));
			expect(items.filter(isFlagged).map((item) => item['id'])).toEqual([id]);
			const others = items.filter((item) => item['id'] !== id);
			expect(others.map((item) => item['alertCount'])).toEqual(
				others.map((item) => alertsOf(item['id']).length),
			);
			expect(hints).toEqual([unavailable(id)]);
			expect(calls).toBeLessThanOrEqual(60);
		},
	);

	current.eachRow(['alerts', 'evidence'])(
		'Output Alerts or Evidence → complete for the others',
		async (output) => {
			fillTenant();
			const id = sick();
			current.bench.poison(id);
			const { items, hints, calls } = await read({ returnAll: true, output });
			expect(items.filter(isFlagged)).toMatchObject([{ incidentId: id }]);
			const returned = new Set(items.map((item) => item['incidentId']));
			const named = incidents().filter(({ alerts }) =>
				output === 'alerts' ? alerts.length > 0 : alerts.some(({ evidence }) => evidence.length > 0),
			);
			expect(named.map((one) => one.id).filter((one) => !returned.has(one))).toEqual([]);
			expect(hints).toEqual([unavailable(id)]);
			expect(calls).toBeLessThanOrEqual(60);
		},
	);

	it('filter by alerts → the others are found', async () => {
		const id = sick();
		current.bench.poison(id);
		const serviceSource = 'microsoftDefenderForEndpoint';
		const { items } = await read({ ...many, filters: { serviceSource: [serviceSource] } });
		const wanted = incidents().filter(
			(one) => one.id === id || one.alerts.some((alert) => alert.serviceSource === serviceSource),
		);
		expect(items.map((item) => item['id'])).toEqual(wanted.map((one) => one.id));
		expect(items.filter(isFlagged).map((item) => item['id'])).toEqual([id]);
	});

	it('read by its ID, any output → one item with alertsUnavailable', async () => {
		const id = sick();
		current.bench.poison(id);
		const one = { operation: 'get', incidentId: incidentById(id) };
		const incident = await read({ ...one, options: { includeAlerts: true } });
		expect(incident.items).toMatchObject([{ id, alertsUnavailable: true }]);
		expect(incident.hints).toEqual([unavailable(id)]);
		expect(incident.calls).toBeLessThanOrEqual(5);
		for (const output of ['alerts', 'evidence'])
			expect((await read({ ...one, output })).items).toMatchObject([
				{ incidentId: id, alertsUnavailable: true },
			]);
	});
});

describe('service that fails at pages with alerts', () => {
	const withAlerts = { path: /expand=alerts/ };
	current.eachRow([
		['500', { status: 500 }],
		['503', { status: 503 }],
		['504', { status: 504 }],
		['a cut body', 'cut'],
	] as const)('at four requests → some more requests, and no alert is missing', async (_, answer) => {
		fillTenant();
		current.bench.fault(answer, { match: withAlerts, times: 4 });
		const { items, hints, calls } = await read(many);
		expect(items.map((item) => [item['id'], item['alertCount']])).toEqual(
			incidents().map(({ id, alerts }) => [id, alerts.length]),
		);
		expect(hints).toEqual([]);
		expect(calls).toBeLessThanOrEqual(40);
	});

	it('incidents without alerts fail too → an error after at most 10 requests', async () => {
		current.bench.fault({ status: 503 }, { times: 'always' });
		const result = await current.bench.run(our('getIncidents', many));
		expect(result.error?.message).toBeDefined();
		expect(current.bench.apiCalls().length).toBeLessThanOrEqual(10);
	});

	it('alerts of every incident fail → all marked, after at most 150 requests', async () => {
		current.bench.fault({ status: 500 }, { match: withAlerts, times: 'always' });
		const { items, calls } = await read(many);
		expect(items.map((item) => item['id'])).toEqual(incidents().map(({ id }) => id));
		expect(items.filter(isFlagged)).toHaveLength(COUNT);
		expect(calls).toBeLessThanOrEqual(150);
	});
});
