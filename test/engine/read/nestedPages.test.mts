import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { wireIncident } from '../../support/wireIncident.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';
import { MOMENT, activeTrigger } from '../../support/triggerFixture.mts';

const current = benchPerTest();
const PAGED = { nestedPages: 'paged' } as const;
const NESTED = { path: /\/incidents\/\d+\/(?:alerts|comments)\?/ };

async function read(parameters: INodeParameters) {
	const result = await current.bench.run(our('getIncidents', parameters));
	expect(result.error).toBeUndefined();
	return {
		items: jsonOf(result, 'getIncidents'),
		hints: result.hints('getIncidents').map(({ message }) => message),
	};
}
const get = (id: string, more: INodeParameters = {}) =>
	read({ operation: 'get', incidentId: incidentById(id), options: { includeAlerts: true }, ...more });

/** The incident of the tenant with the most alerts. */
function largest() {
	const [first] = [...current.bench.tenant.incidents.all()].sort((a, b) => b.alerts.length - a.alerts.length);
	if (first === undefined) throw new Error('The tenant is empty.');
	return first;
}
const NAMES = ['alertCount', 'ips', 'users', 'devices', 'files', 'urls', 'mailboxes', 'comments'];
const named = (item: Readonly<Record<string, unknown>> | undefined) =>
	Object.fromEntries(NAMES.map((name) => [name, item?.[name]]));

describe('alerts, comments and evidence in pages', { timeout: 60_000 }, () => {
	it('Get, Get Many, Alerts and Evidence → the same as from a service with complete lists, without a hint', async () => {
		const { id } = largest();
		const many = { returnAll: true, options: { includeAlerts: true } };
		const all = async () => ({
			one: named((await get(id)).items[0]),
			many: (await read(many)).items.map(named),
			alerts: (await read({ returnAll: true, output: 'alerts' })).items.map((item) => item['id']),
			evidence: (await read({ returnAll: true, output: 'evidence' })).items.map((item) => item['value']),
		});
		const whole = await all();
		expect(Number(whole.one['alertCount'])).toBeGreaterThan(2);
		await current.restart({ behaviours: PAGED });
		expect(await all()).toEqual(whole);
		expect((await read(many)).hints).toEqual([]);
		const raw = (await get(id, { simplify: false })).items[0];
		expect(JSON.stringify(raw)).not.toMatch(/nextLink|Truncated|"truncated"/);
	});

	current.eachRow([404, 400, 500])(
		'nested next link fails → the rest is returned and marked, with a hint',
		async (status) => {
			await current.restart({ behaviours: PAGED });
			const { id } = largest();
			current.bench.fault({ status }, { match: NESTED, times: 'always' });
			const { items, hints } = await get(id);
			expect(items).toMatchObject([{ alertCount: 2, alertsTruncated: true, ipsTruncated: true }]);
			expect(hints).toEqual([
				`Only part of the alerts of incident ${id} was read, because the request for the next page returned status ${status}. Its item contains alertsTruncated.`,
			]);
			const list = await read({ returnAll: true, output: 'evidence' });
			expect(list.items.filter((item) => item['incidentId'] === id)[0]).toMatchObject({
				alertsTruncated: true,
			});
			expect(list.hints).toHaveLength(1);
		},
	);

	it('link to another host → not followed, no token sent', async () => {
		const link = 'https://evil.example/v1.0/security/incidents/7/alerts?$skiptoken=x';
		const body = { ...wireIncident({ id: '7', alerts: [{ id: 'a' }] }), 'alerts@odata.nextLink': link };
		current.bench.fault({ status: 200, body });
		const { items, hints } = await get('7', { simplify: false });
		expect(items).toMatchObject([{ alertsTruncated: true, alerts: [{ id: 'a' }] }]);
		expect(JSON.stringify(items)).not.toContain('evil.example');
		expect(hints).toEqual([expect.stringContaining('leads outside the collection')]);
	});

	it('Update Incident › comments in pages → all comments on the item', async () => {
		await current.restart({ empty: true, behaviours: PAGED });
		const { incidents } = current.bench.tenant;
		incidents.create({ id: '1' });
		for (const text of ['a', 'b', 'c', 'd', 'e']) incidents.comment('ann.ito@contoso.com', '1', text);
		const step = our('updateIncident', { incidentId: incidentById('1'), comment: 'f' });
		const [item] = jsonOf(await current.bench.run(step), 'updateIncident');
		expect(item).toMatchObject({ outcome: 'updated' });
		expect(item?.['comments']).toHaveLength(6);
	});
});

describe('Incident Trigger over paged alerts and comments', { timeout: 60_000 }, () => {
	async function watching(events: readonly string[]) {
		await current.restart({ empty: true, behaviours: PAGED });
		const { incidents, clock } = current.bench.tenant;
		incidents.create({ id: '1' });
		for (let count = 0; count < 5; count++) incidents.addAlert('1');
		clock.advance(MOMENT);
		const active = await activeTrigger(current.bench, {
			events: [...events],
			options: { includeAlerts: true },
		});
		incidents.edit('Defender', '1', { severity: 'low' });
		await active.after();
		return active;
	}

	it('an alert is added → Alerts Added with all counts', async () => {
		const active = await watching(['alertsAdded']);
		current.bench.tenant.incidents.addAlert('1');
		const items = await active.after();
		const alerts = current.bench.tenant.incidents.get('1')?.alerts.length ?? 0;
		expect(items).toMatchObject([
			{ event: 'alertsAdded', changes: { alerts: { from: alerts - 1, to: alerts } }, alertCount: alerts },
		]);
	});

	it('links that fail → no false event, and a mark on the item of another one', async () => {
		const active = await watching(['alertsAdded', 'commented', 'severityChanged']);
		current.bench.fault({ status: 404 }, { match: NESTED, times: 'always' });
		current.bench.tenant.incidents.edit('Defender', '1', { severity: 'high' });
		const items = await active.after();
		expect(items).toMatchObject([{ events: ['severityChanged', 'updated'], alertsTruncated: true }]);
		expect(items).toHaveLength(1);
		current.bench.tenant.faults.clear();
		current.bench.tenant.incidents.edit('Defender', '1', { displayName: 'Another name' });
		expect(await active.after()).toEqual([]);
	});
});
