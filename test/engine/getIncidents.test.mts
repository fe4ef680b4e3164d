import type { INodeParameters } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentRecord, IncidentStore } from '../../lab/tenant/practice.mts';
import { hostileStrings } from '../fixtures/hostileStrings.mts';
import { goOn, incidentById, jsonOf, our, pairingOf, startBench, type Bench } from './practice.mts';
import { skipWaits } from './skipWaits.mts';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
afterAll(() => bench.close());
beforeEach(() => void skipWaits());
afterEach(() => {
	vi.restoreAllMocks();
	bench.tenant.faults.clear();
});

/** The oracle: a plain scan of the tenant's own list, newest change first. */
function expected(incidents: IncidentStore, holds: (incident: IncidentRecord) => boolean): readonly string[] {
	return incidents
		.all()
		.filter(({ status }) => status !== 'redirected')
		.filter(holds)
		.sort((a, b) => b.lastUpdateDateTime.localeCompare(a.lastUpdateDateTime) || Number(b.id) - Number(a.id))
		.map(({ id }) => id);
}

const all = (holds: (incident: IncidentRecord) => boolean = () => true) =>
	expected(bench.tenant.incidents, holds);

async function idsFor(parameters: INodeParameters, timezone?: string): Promise<readonly unknown[]> {
	const result = await bench.run(our('getIncidents', parameters), timezone === undefined ? {} : { timezone });
	expect(result.error).toBeUndefined();
	return jsonOf(result, 'getIncidents').map(({ id }) => id);
}

describe('the list of incidents', () => {
	it('is complete with Return All, newest change first, each once, merged ones left out', async () => {
		const ids = await idsFor({ returnAll: true });
		expect(ids).toEqual(all());
		expect(ids.length).toBeGreaterThan(50);
		expect(bench.tenant.incidents.all().some(({ status }) => status === 'redirected')).toBe(true);
	});

	it.each([1, 49, 50, 51])('of %i holds the newest', async (limit) => {
		expect(await idsFor({ limit })).toEqual(all().slice(0, limit));
	});

	it('of more than there are holds all', async () => {
		expect(await idsFor({ limit: 1000 })).toEqual(all());
	});

	it('has 50 by default', async () => {
		expect(await idsFor({})).toEqual(all().slice(0, 50));
	});

	it('is empty, without an error, when nothing fits', async () => {
		expect(await idsFor({ filters: { assignedTo: 'nobody@contoso.com' } })).toEqual([]);
	});

	it('gives an incident once that moves to a later page while reading', async () => {
		const own = await startBench();
		const { incidents } = own.tenant;
		const first = incidents.all().reduce((a, b) => (a.createdDateTime < b.createdDateTime ? a : b));
		const patch = { customTags: ['moved'] };
		own.fault('pass', { meanwhile: { when: 'after', by: 'ann', incidentId: first.id, patch } });
		const result = await own.run(our('getIncidents', { returnAll: true }));
		const ids = jsonOf(result, 'getIncidents').map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect([...ids].sort()).toEqual([...expected(incidents, () => true)].sort());
		await own.close();
	});
});

describe('filters', () => {
	it.each(['active', 'inProgress', 'resolved'])('by status %s', async (status) => {
		const wanted = all((incident) => incident.status === status);
		expect(wanted.length).toBeGreaterThan(0);
		expect(await idsFor({ returnAll: true, filters: { status: [status] } })).toEqual(wanted);
	});

	it('by two severities and two statuses together', async () => {
		const filters = { status: ['active', 'resolved'], severity: ['high', 'low'] };
		const wanted = all(
			({ status, severity }) => ['active', 'resolved'].includes(status) && ['high', 'low'].includes(severity),
		);
		expect(wanted.length).toBeGreaterThan(1);
		expect(await idsFor({ returnAll: true, filters })).toEqual(wanted);
	});

	it('by status Redirected give the merged ones', async () => {
		const wanted = bench.tenant.incidents.all().filter(({ status }) => status === 'redirected');
		expect(wanted.length).toBeGreaterThan(0);
		expect(await idsFor({ filters: { status: ['redirected'] } })).toEqual(
			expect.arrayContaining(wanted.map(({ id }) => id)),
		);
	});

	it('given by an expression as text with commas', async () => {
		expect(await idsFor({ returnAll: true, filters: { severity: '={{ "high, medium" }}' } })).toEqual(
			all(({ severity }) => severity === 'high' || severity === 'medium'),
		);
	});

	it('by owner compare exactly', async () => {
		const owner =
			bench.tenant.incidents.all().find(({ assignedTo }) => assignedTo !== null)?.assignedTo ?? '';
		const wanted = all(({ assignedTo }) => assignedTo === owner);
		expect(wanted.length).toBeGreaterThan(0);
		expect(await idsFor({ returnAll: true, filters: { assignedTo: owner } })).toEqual(wanted);
		expect(await idsFor({ returnAll: true, filters: { assignedTo: owner.toUpperCase() } })).toEqual([]);
	});

	const moment = '2026-11-21T12:00:00.0000000Z';
	const after = (instant: string) => all(({ lastUpdateDateTime }) => lastUpdateDateTime >= instant);

	it.each([
		['ISO text in UTC', '2026-11-21T12:00:00Z', undefined],
		['ISO text with an offset', '2026-11-21T13:00:00+01:00', undefined],
		['text without offset, in UTC', '2026-11-21T12:00:00', undefined],
		['text without offset, in the workflow’s time zone', '2026-11-21T07:00:00', 'America/New_York'],
		['text without offset, in another time zone', '2026-11-21T21:00:00', 'Asia/Tokyo'],
		['a DateTime of an expression', '={{ DateTime.fromISO("2026-11-21T12:00:00Z") }}', 'Asia/Tokyo'],
		['a Date of an expression', '={{ new Date("2026-11-21T12:00:00Z") }}', 'Asia/Tokyo'],
		['seconds', '={{ 1795262400 }}', undefined],
		['milliseconds', '={{ 1795262400000 }}', undefined],
	])('by time of change as %s', async (_, updatedAfter, timezone) => {
		const wanted = after(moment);
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.length).toBeLessThan(all().length);
		expect(await idsFor({ returnAll: true, filters: { updatedAfter } }, timezone)).toEqual(wanted);
	});

	it('by time of change include the very moment', async () => {
		const instant = bench.tenant.incidents.get(all()[5] ?? '')?.lastUpdateDateTime ?? '';
		const ids = await idsFor({ returnAll: true, filters: { updatedAfter: instant } });
		expect(ids).toEqual(after(instant));
		expect(ids).toHaveLength(6);
	});
});

describe('an owner with signs that mean something in a filter', () => {
	// The tenant's filter reader takes no control character or half character in a text; owners have none.
	const sendable = hostileStrings.filter(
		({ text }) => /\S/.test(text) && text.length < 1000 && !/[\p{Cc}\u2028\u2029\p{Cs}]/u.test(text),
	);

	it('matches only the very owner', async () => {
		const own = await startBench({ empty: true });
		const texts = [...new Set(sendable.map(({ text }) => text.trim()))];
		const byOwner = new Map(
			texts.map((assignedTo) => [assignedTo, own.tenant.incidents.create({ assignedTo }).id]),
		);
		const parameters = { filters: { assignedTo: '={{ $json.owner }}' } };
		const input = texts.map((owner) => ({ owner }));
		const result = await own.run(our('getIncidents', parameters), { input });
		expect(result.error).toBeUndefined();
		const found = result
			.items('getIncidents')
			.map(({ json, pairedItem }) => [
				texts[typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : -1],
				json['id'],
			]);
		expect(found).toEqual([...byOwner]);
		await own.close();
	});
});

describe('one incident', () => {
	const id = '48417';

	it.each([
		['its id', incidentById(id)],
		['its id with blanks', incidentById(` ${id} `)],
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
	])('is read by %s', async (_, incidentId) => {
		expect(await idsFor({ operation: 'get', incidentId })).toEqual([id]);
	});

	it('that was merged is given with its target', async () => {
		const merged = bench.tenant.incidents.all().find(({ status }) => status === 'redirected');
		const result = await bench.run(
			our('getIncidents', { operation: 'get', incidentId: incidentById(merged?.id ?? '') }),
		);
		expect(jsonOf(result, 'getIncidents')).toMatchObject([
			{ id: merged?.id, status: 'redirected', redirectIncidentId: merged?.redirectIncidentId },
		]);
	});

	it.each(['', 'abc', '12/../13', '48417?$expand=alerts', '1e3', '-1', "48417' or '1'='1"])(
		'is refused before any call when its id is "%s"',
		async (text) => {
			const before = bench.apiCalls().length;
			const result = await bench.run(
				our('getIncidents', { operation: 'get', incidentId: incidentById('={{ $json.id }}') }),
				{ input: [{ id: text }] },
			);
			expect(result.error?.message).toMatch(/is not an incident id$|The incident id is empty/);
			expect(bench.apiCalls().length).toBe(before);
		},
	);
});

describe('what an item holds', () => {
	const get = (more: INodeParameters) =>
		bench.run(our('getIncidents', { operation: 'get', incidentId: incidentById('48417'), ...more }));

	it('is the incident’s own state', async () => {
		const incident = bench.tenant.incidents.get('48417');
		const [item] = jsonOf(await get({}), 'getIncidents');
		const { alerts: _, comments, ...own } = incident ?? { alerts: [], comments: [] };
		expect(item).toMatchObject(own);
		expect(item?.['comments']).toEqual(comments);
		expect(item).not.toHaveProperty('alerts');
		expect(item).not.toHaveProperty('alertsUnavailable');
	});

	it('is, with alerts, also what they are about', async () => {
		const alerts = bench.tenant.incidents.get('48417')?.alerts ?? [];
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

	it('is, with Simplify off, everything that came', async () => {
		const incident = bench.tenant.incidents.get('48417');
		const [item] = jsonOf(await get({ options: { includeAlerts: true }, simplify: false }), 'getIncidents');
		const sent: unknown = item?.['alerts'];
		expect(Array.isArray(sent) ? sent.length : 0).toBe(incident?.alerts.length);
		expect(JSON.stringify(sent)).toContain('#microsoft.graph.security.deviceEvidence');
		expect(item).not.toHaveProperty('alertCount');
	});

	it('names no alerts when the service leaves them out', async () => {
		const { alerts: _, ...wire } = bench.tenant.incidents.get('48417') ?? { alerts: [] };
		bench.fault({ status: 200, body: wire });
		const result = await get({ options: { includeAlerts: true } });
		expect(jsonOf(result, 'getIncidents')[0]).toMatchObject({ id: '48417', alertsUnavailable: true });
	});
});

describe('many input items', () => {
	it('give their incidents in order, each paired with its item', async () => {
		const ids = all().slice(0, 12);
		const result = await bench.run(
			our('getIncidents', { operation: 'get', incidentId: incidentById('={{ $json.id }}') }),
			{ input: ids.map((id) => ({ id })) },
		);
		expect(jsonOf(result, 'getIncidents').map(({ id }) => id)).toEqual(ids);
		expect(pairingOf(result, 'getIncidents')).toEqual(ids.map((_, index) => index));
	});

	it('give lists one after the other, each paired with its item', async () => {
		const severities = ['high', 'low', 'medium'];
		const result = await bench.run(
			our('getIncidents', { returnAll: true, filters: { severity: '={{ [$json.severity] }}' } }),
			{ input: severities.map((severity) => ({ severity })) },
		);
		const lists = severities.map((wanted) => all(({ severity }) => severity === wanted));
		expect(jsonOf(result, 'getIncidents').map(({ id }) => id)).toEqual(lists.flat());
		expect(pairingOf(result, 'getIncidents')).toEqual(lists.flatMap((ids, index) => ids.map(() => index)));
	});

	it('with Continue On Fail fail one by one', async () => {
		const { name, type, parameters } = our('getIncidents', {
			operation: 'get',
			incidentId: incidentById('={{ $json.id }}'),
		});
		const result = await bench.run(
			{ name, type, ...(parameters && { parameters }), ...goOn },
			{ input: [{ id: '48417' }, { id: '1' }, { id: 'x' }, { id: '48417' }] },
		);
		const items = jsonOf(result, 'getIncidents');
		expect(items.map(({ id, error }) => id ?? error)).toEqual([
			'48417',
			'Incident "1" was not found',
			'"x" is not an incident id',
			'48417',
		]);
		expect(pairingOf(result, 'getIncidents')).toEqual([0, 1, 2, 3]);
	});
});

describe('a wrong value is refused by name, before any call', () => {
	it.each([
		[
			{ filters: { status: '={{ "open" }}' } },
			'"open" is not a value of Status',
			'Use one of: active, inProgress, resolved, redirected, awaitingAction.',
		],
		[
			{ filters: { severity: '={{ ["high", "critical"] }}' } },
			'"critical" is not a value of Severity',
			'Use one of: unknown, informational, low, medium, high.',
		],
		[
			{ filters: { severity: '={{ ["High"] }}' } },
			'"High" is not a value of Severity',
			'Use one of: unknown, informational, low, medium, high.',
		],
		[
			{ filters: { updatedAfter: 'yesterday' } },
			'Updated After is not a date and time: "yesterday"',
			'Use ISO 8601 such as 2026-11-22T03:00:00Z, or the date picker.',
		],
		[
			{ filters: { updatedAfter: '2026-02-30T00:00:00Z' } },
			'Updated After is not a date and time: "2026-02-30T00:00:00Z"',
			'Use ISO 8601 such as 2026-11-22T03:00:00Z, or the date picker.',
		],
		[{ limit: '={{ "ten" }}' }, 'Limit is not a whole number', 'Enter 0 or more, or switch on Return All.'],
		[{ limit: 2.5 }, 'Limit is not a whole number', 'Enter 0 or more, or switch on Return All.'],
		[{ limit: -1 }, 'Limit is not a whole number', 'Enter 0 or more, or switch on Return All.'],
	])('%j', async (parameters, message, description) => {
		const before = bench.practice.calls.length;
		const result = await bench.run(our('getIncidents', parameters));
		expect(result.error).toMatchObject({ message, description });
		expect(bench.practice.calls.length).toBe(before);
	});
});
