import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { IncidentRecord } from '../../../lab/tenant/practice.mts';
import { benchPerFile } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { continueOnFail, incidentById, jsonOf, our, pairingOf } from '../../support/practice.mts';

const current = benchPerFile();

const all = (matches?: (incident: IncidentRecord) => boolean) =>
	newestFirst(current.bench.tenant.incidents, matches).map(({ id }) => id);

async function idsFor(parameters: INodeParameters, timezone?: string): Promise<readonly unknown[]> {
	const result = await current.bench.run(
		our('getIncidents', parameters),
		timezone === undefined ? {} : { timezone },
	);
	expect(result.error).toBeUndefined();
	return jsonOf(result, 'getIncidents').map(({ id }) => id);
}

describe('Get Incidents, one incident', () => {
	const id = '48417';

	current.eachRow([
		['its id', incidentById(id)],
		['its ID with spaces', incidentById(` ${id} `)],
		['its id as a number', { __rl: true, mode: 'id', value: `={{ ${id} }}` }],
		[
			'the address of its page',
			{ __rl: true, mode: 'url', value: `https://security.microsoft.com/incident2/${id}/overview?tid=x` },
		],
		[
			'the old address of its page',
			{ __rl: true, mode: 'url', value: `https://security.microsoft.com/incidents/${id}` },
		],
		['a choice from the list', { __rl: true, mode: 'list', value: id }],
	])('each form of its ID or URL → the incident', async (_, incidentId) => {
		expect(await idsFor({ operation: 'get', incidentId })).toEqual([id]);
	});

	current.eachRow(['', 'abc', '12/../13', '48417?$expand=alerts', '1e3', '-1', "48417' or '1'='1"])(
		'invalid ID → error before any request',
		async (text) => {
			const before = current.bench.apiCalls().length;
			const result = await current.bench.run(
				our('getIncidents', { operation: 'get', incidentId: incidentById('={{ $json.id }}') }),
				{ input: [{ id: text }] },
			);
			expect(result.error?.message).toMatch(/is not an incident ID$|The incident ID is empty/);
			expect(current.bench.apiCalls().length).toBe(before);
		},
	);
});

describe('Get Incidents, fields of an item', () => {
	const get = (more: INodeParameters) =>
		current.bench.run(our('getIncidents', { operation: 'get', incidentId: incidentById('48417'), ...more }));

	it('without alerts → the incident’s own fields', async () => {
		const incident = current.bench.tenant.incidents.get('48417');
		const [item] = jsonOf(await get({}), 'getIncidents');
		const { alerts: _, comments, ...own } = incident ?? { alerts: [], comments: [] };
		expect(item).toMatchObject(own);
		expect(item?.['comments']).toEqual(comments);
		expect(item).not.toHaveProperty('alerts');
		expect(item).not.toHaveProperty('alertsUnavailable');
	});

	it('with alerts → also counts and entities of the alerts', async () => {
		const alerts = current.bench.tenant.incidents.get('48417')?.alerts ?? [];
		const [item] = jsonOf(await get({ options: { includeAlerts: true } }), 'getIncidents');
		expect(alerts.length).toBeGreaterThan(1);
		expect(item?.['alertCount']).toBe(alerts.length);
		expect(item?.['alerts']).toMatchObject(alerts.map(({ id, title }) => ({ id, title })));
		expect(JSON.stringify(item?.['alerts'])).not.toContain('evidence');
		const deviceIds = alerts
			.flatMap(({ evidence }) => evidence)
			.filter((one) => one['@odata.type'] === '#microsoft.graph.security.deviceEvidence')
			.map((one) => one['mdeDeviceId']);
		expect(item?.['devices']).toMatchObject([...new Set(deviceIds)].map((deviceId) => ({ deviceId })));
	});

	it('Simplify off → everything in the response', async () => {
		const incident = current.bench.tenant.incidents.get('48417');
		const [item] = jsonOf(await get({ options: { includeAlerts: true }, simplify: false }), 'getIncidents');
		const sent: unknown = item?.['alerts'];
		expect(Array.isArray(sent) ? sent.length : 0).toBe(incident?.alerts.length);
		expect(JSON.stringify(sent)).toContain('#microsoft.graph.security.deviceEvidence');
		expect(item).not.toHaveProperty('alertCount');
	});

	it('alerts missing in the response → alertsUnavailable', async () => {
		const { alerts: _, ...wire } = current.bench.tenant.incidents.get('48417') ?? { alerts: [] };
		current.bench.fault({ status: 200, body: wire });
		const result = await get({ options: { includeAlerts: true } });
		expect(jsonOf(result, 'getIncidents')[0]).toMatchObject({ id: '48417', alertsUnavailable: true });
	});
});

describe('Get Incidents, many input items', () => {
	it('one incident each → in order, each paired with its item', async () => {
		const ids = all().slice(0, 12);
		const result = await current.bench.run(
			our('getIncidents', { operation: 'get', incidentId: incidentById('={{ $json.id }}') }),
			{ input: ids.map((id) => ({ id })) },
		);
		expect(jsonOf(result, 'getIncidents').map(({ id }) => id)).toEqual(ids);
		expect(pairingOf(result, 'getIncidents')).toEqual(ids.map((_, index) => index));
	});

	it('one list each → one after the other, each paired with its item', async () => {
		const severities = ['high', 'low', 'medium'];
		const result = await current.bench.run(
			our('getIncidents', { returnAll: true, filters: { severity: '={{ [$json.severity] }}' } }),
			{ input: severities.map((severity) => ({ severity })) },
		);
		const lists = severities.map((wanted) => all(({ severity }) => severity === wanted));
		expect(jsonOf(result, 'getIncidents').map(({ id }) => id)).toEqual(lists.flat());
		expect(pairingOf(result, 'getIncidents')).toEqual(lists.flatMap((ids, index) => ids.map(() => index)));
	});

	it('Continue On Fail → an error at each item that fails', async () => {
		const { name, type, parameters } = our('getIncidents', {
			operation: 'get',
			incidentId: incidentById('={{ $json.id }}'),
		});
		const result = await current.bench.run(
			{ name, type, ...(parameters && { parameters }), ...continueOnFail },
			{ input: [{ id: '48417' }, { id: '1' }, { id: 'x' }, { id: '48417' }] },
		);
		const items = jsonOf(result, 'getIncidents');
		expect(items.map(({ id, error }) => id ?? error)).toEqual([
			'48417',
			'Incident "1" was not found',
			'"x" is not an incident ID',
			'48417',
		]);
		expect(pairingOf(result, 'getIncidents')).toEqual([0, 1, 2, 3]);
	});
});

describe('Get Incidents, invalid value', () => {
	current.eachRow([
		[
			{ filters: { status: '={{ "open" }}' } },
			'"open" is not a value of Status',
			'Use one of: active, awaitingAction, inProgress, redirected, resolved.',
		],
		[
			{ filters: { severity: '={{ ["high", "critical"] }}' } },
			'"critical" is not a value of Severity',
			'Use one of: high, informational, low, medium, unknown.',
		],
		[
			{ filters: { severity: '={{ ["High"] }}' } },
			'"High" is not a value of Severity',
			'Use one of: high, informational, low, medium, unknown.',
		],
		[
			{ filters: { updatedAfter: 'yesterday' } },
			'Updated After is not a date and time: "yesterday"',
			'Use ISO 8601, such as 2026-11-22T03:00:00Z, or the date picker.',
		],
		[
			{ filters: { updatedAfter: '2026-02-30T00:00:00Z' } },
			'Updated After is not a date and time: "2026-02-30T00:00:00Z"',
			'Use ISO 8601, such as 2026-11-22T03:00:00Z, or the date picker.',
		],
		[{ limit: '={{ "ten" }}' }, 'Limit is not a whole number', 'Enter 0 or more, or turn on Return All.'],
		[{ limit: 2.5 }, 'Limit is not a whole number', 'Enter 0 or more, or turn on Return All.'],
		[{ limit: -1 }, 'Limit is not a whole number', 'Enter 0 or more, or turn on Return All.'],
	])(
		'any parameter → an error that names it, before any request',
		async (parameters, message, description) => {
			const before = current.bench.practice.calls.length;
			const result = await current.bench.run(our('getIncidents', parameters));
			expect(result.error).toMatchObject({ message, description });
			expect(current.bench.practice.calls.length).toBe(before);
		},
	);
});
