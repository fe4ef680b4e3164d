import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { IncidentRecord } from '../../../lab/tenant/practice.mts';
import { benchPerFile } from '../../support/benchHooks.mts';
import { newestFirst } from '../../support/incidentOracle.mts';
import { jsonOf, our, startBench } from '../../support/practice.mts';

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

describe('Get Incidents, list', () => {
	it('Return All → complete, last updated first, each once, without merged incidents', async () => {
		const ids = await idsFor({ returnAll: true });
		expect(ids).toEqual(all());
		const held = current.bench.tenant.incidents.all();
		expect(held.filter(({ status }) => status === 'redirected')).toHaveLength(3);
		expect([held.length, ids.length]).toEqual([60, 57]);
	});

	current.eachRow([1, 49, 50, 51])('Limit of any size → the newest incidents', async (limit) => {
		expect(await idsFor({ limit })).toEqual(all().slice(0, limit));
	});

	it('Limit above the number of incidents → all', async () => {
		expect(await idsFor({ limit: 1000 })).toEqual(all());
	});

	it('no Limit → the 50 newest', async () => {
		expect(await idsFor({})).toEqual(all().slice(0, 50));
	});

	it('no incident matches → empty, without an error', async () => {
		expect(await idsFor({ filters: { assignedTo: 'nobody@contoso.com' } })).toEqual([]);
	});

	it('incident moves to a later page during reading → returned once', async () => {
		const own = await startBench();
		const { incidents } = own.tenant;
		const first = incidents.all().reduce((a, b) => (a.createdDateTime < b.createdDateTime ? a : b));
		const patch = { customTags: ['moved'] };
		own.fault('pass', { meanwhile: { when: 'after', by: 'ann', incidentId: first.id, patch } });
		const result = await own.run(our('getIncidents', { returnAll: true }));
		const ids = jsonOf(result, 'getIncidents').map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect([...ids].sort()).toEqual(
			newestFirst(incidents)
				.map(({ id }) => id)
				.sort(),
		);
		await own.close();
	});
});

describe('Get Incidents, filters', () => {
	current.eachRow(['active', 'inProgress', 'resolved'])(
		'each status → exactly those incidents',
		async (status) => {
			const wanted = all((incident) => incident.status === status);
			expect(wanted.length).toBeGreaterThan(0);
			expect(await idsFor({ returnAll: true, filters: { status: [status] } })).toEqual(wanted);
		},
	);

	it('two severities and two statuses → exactly those incidents', async () => {
		const filters = { status: ['active', 'resolved'], severity: ['high', 'low'] };
		const wanted = all(
			({ status, severity }) => ['active', 'resolved'].includes(status) && ['high', 'low'].includes(severity),
		);
		expect(wanted.length).toBeGreaterThan(1);
		expect(await idsFor({ returnAll: true, filters })).toEqual(wanted);
	});

	it('status Redirected → the merged incidents', async () => {
		const wanted = current.bench.tenant.incidents.all().filter(({ status }) => status === 'redirected');
		expect(wanted.length).toBeGreaterThan(0);
		expect(await idsFor({ filters: { status: ['redirected'] } })).toEqual(
			expect.arrayContaining(wanted.map(({ id }) => id)),
		);
	});

	it('expression with a text with commas → all of its values', async () => {
		expect(await idsFor({ returnAll: true, filters: { severity: '={{ "high, medium" }}' } })).toEqual(
			all(({ severity }) => severity === 'high' || severity === 'medium'),
		);
	});

	it('owner in another letter case → the incidents of the owner', async () => {
		const owner =
			current.bench.tenant.incidents.all().find(({ assignedTo }) => assignedTo !== null)?.assignedTo ?? '';
		const wanted = all(({ assignedTo }) => assignedTo === owner);
		expect(wanted.length).toBeGreaterThan(0);
		expect(await idsFor({ returnAll: true, filters: { assignedTo: owner } })).toEqual(wanted);
		expect(await idsFor({ returnAll: true, filters: { assignedTo: owner.toUpperCase() } })).toEqual(wanted);
	});

	const moment = '2026-11-21T12:00:00.0000000Z';
	const after = (instant: string) => all(({ lastUpdateDateTime }) => lastUpdateDateTime >= instant);

	current.eachRow([
		['ISO text in UTC', '2026-11-21T12:00:00Z', undefined],
		['ISO text with an offset', '2026-11-21T13:00:00+01:00', undefined],
		['text without offset, in UTC', '2026-11-21T12:00:00', undefined],
		['text without offset, in the workflow’s time zone', '2026-11-21T07:00:00', 'America/New_York'],
		['text without offset, in another time zone', '2026-11-21T21:00:00', 'Asia/Tokyo'],
		['a DateTime of an expression', '={{ DateTime.fromISO("2026-11-21T12:00:00Z") }}', 'Asia/Tokyo'],
		['a Date of an expression', '={{ new Date("2026-11-21T12:00:00Z") }}', 'Asia/Tokyo'],
		['seconds', '={{ 1795262400 }}', undefined],
		['milliseconds', '={{ 1795262400000 }}', undefined],
	])('each form of a time → the incidents changed since', async (_, updatedAfter, timezone) => {
		const wanted = after(moment);
		expect(wanted.length).toBeGreaterThan(0);
		expect(wanted.length).toBeLessThan(all().length);
		expect(await idsFor({ returnAll: true, filters: { updatedAfter } }, timezone)).toEqual(wanted);
	});

	it('Updated After, instant of an incident → includes this incident', async () => {
		const instant = current.bench.tenant.incidents.get(all()[5] ?? '')?.lastUpdateDateTime ?? '';
		const ids = await idsFor({ returnAll: true, filters: { updatedAfter: instant } });
		expect(ids).toEqual(after(instant));
		expect(ids).toHaveLength(6);
	});
});
