import { describe, expect, it } from 'vitest';
import type { SecurityApi } from '../../../../defender/api/securityApi.ts';
import { trouble } from '../../../support/defenderErrors.mts';
import { failingApi, HOUR, MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

/** n8n was killed, and is back. */
const KILLED = { lost: { which: 'recent', agoMs: 0 } } as const;
const marked = (items: readonly { readonly id: string; readonly redelivered: boolean }[]) =>
	items.map(({ id, redelivered }) => (redelivered ? `${id} again` : id));
const again = (ids: readonly string[]) => ids.map((id) => `${id} again`);

/** The API without this incident: no list contains it, and reading it by ID fails. */
function unreadable(id: string): (api: SecurityApi) => SecurityApi {
	return (api) => ({
		...failingApi('', [id])(api),
		listIncidents: async (request) => {
			const page = await api.listIncidents(request);
			return { ...page, incidents: page.incidents.filter((one) => one.id !== id) };
		},
	});
}

describe('redelivery › n8n was killed', () => {
	it('incident still there → its current state; gone → redelivered once it is back', async () => {
		const trigger = new PolledTrigger();
		await trigger.pollAfter(MINUTE);
		const [stays] = trigger.create(2);
		await trigger.pollAfter(MINUTE);
		trigger.tenant.change(0, 'ann', (row) => void (row.severity = 'low'), false, false);
		const [gone] = trigger.tenant.incidents.splice(1, 1);
		const first = await trigger.pollAfter(10 * MINUTE, KILLED);
		expect(first.items).toMatchObject([{ id: stays, redelivered: true, incident: { severity: 'low' } }]);
		expect(first.warnings).toEqual([]);
		expect(marked((await trigger.pollAfter(MINUTE)).items)).toEqual([]);
		if (gone !== undefined) trigger.tenant.incidents.push(gone);
		expect(marked((await trigger.pollAfter(MINUTE)).items)).toEqual(['2 again']);
		expect(marked((await trigger.pollAfter(MINUTE)).items)).toEqual([]);
	});

	eachRow([
		{ lookBackMs: HOUR, limit: HOUR },
		{ lookBackMs: 5 * MINUTE, limit: 15 * MINUTE },
	])('younger than the look-back → redelivered; older → not', async ({ lookBackMs, limit }) => {
		const trigger = new PolledTrigger({}, { lookBackMs });
		await trigger.pollAfter(MINUTE);
		const ids = trigger.create(1);
		await trigger.pollAfter(MINUTE);
		const kept = trigger.stored;
		expect(marked((await trigger.pollAfter(limit, KILLED)).items)).toEqual(again(ids));
		trigger.stored = kept;
		const late = await trigger.pollAfter(1_000, KILLED);
		expect(late.items).toEqual([]);
		trigger.stored = kept;
		// Polls have failed since then, because the service was down.
		const lost = { which: 'recent', agoMs: 1_000 } as const;
		expect(marked((await trigger.pollAfter(0, { lost })).items)).toEqual(again(ids));
	});

	it('deliveries of the last five minutes → redelivered; earlier ones → not', async () => {
		const trigger = new PolledTrigger();
		await trigger.pollAfter(MINUTE);
		const delivered: (readonly string[])[] = [];
		for (const wait of [0, MINUTE, 4 * MINUTE]) {
			delivered.push(trigger.create(1));
			await trigger.pollAfter(wait + MINUTE);
		}
		const [, second = [], third = []] = delivered;
		expect(marked((await trigger.pollAfter(MINUTE, KILLED)).items)).toEqual(again([...second, ...third]));
		// Killed again: redelivered items are recent deliveries, each once.
		expect(marked((await trigger.pollAfter(MINUTE, KILLED)).items)).toEqual(again([...second, ...third]));
		expect(marked((await trigger.pollAfter(MINUTE)).items)).toEqual([]);
	});

	it('more than one poll delivers → in order, new changes last', async () => {
		const trigger = new PolledTrigger({}, { maxPerPoll: 2 });
		await trigger.pollAfter(MINUTE);
		const ids = trigger.create(5);
		await trigger.pollAfter(MINUTE);
		await trigger.pollAfter(MINUTE);
		const first = await trigger.pollAfter(MINUTE, KILLED);
		expect(marked(first.items)).toEqual(again(ids.slice(0, 2)));
		// Killed before the rest was delivered.
		expect(marked((await trigger.pollAfter(MINUTE, KILLED)).items)).toEqual(again(ids.slice(2, 4)));
		expect(marked((await trigger.pollAfter(MINUTE)).items)).toEqual(again(ids.slice(0, 2)));
		expect(marked((await trigger.pollAfter(MINUTE)).items)).toEqual(ids.slice(4));
	});

	it('unreadable → retried for an hour, other items delivered', async () => {
		const trigger = new PolledTrigger({}, { maxPerPoll: 3, sweepMs: 0 });
		await trigger.pollAfter(MINUTE);
		const [poisoned = '', ...others] = trigger.create(2);
		await trigger.pollAfter(MINUTE);
		const [fresh = ''] = trigger.create(1);
		trigger.interceptor = unreadable(poisoned);
		const first = await trigger.pollAfter(MINUTE, KILLED);
		expect(marked(first.items)).toEqual([...again(others), fresh]);
		expect(first.warnings).toEqual([expect.stringContaining(`incident ${poisoned}`)]);
		expect((await trigger.pollAfter(30 * MINUTE)).items).toEqual([]);
		const kept = trigger.stored;
		trigger.interceptor = (api) => api;
		expect(marked((await trigger.pollAfter(29 * MINUTE)).items)).toEqual(again([poisoned]));
		trigger.stored = kept;
		trigger.interceptor = unreadable(poisoned);
		expect((await trigger.pollAfter(MINUTE)).warnings).toEqual([expect.stringContaining(poisoned)]);
		expect((await trigger.pollAfter(MINUTE)).warnings).toEqual([]);
	});

	it('alerts included → redelivered with alerts', async () => {
		const trigger = new PolledTrigger({}, { alerts: true });
		await trigger.pollAfter(MINUTE);
		trigger.create(1);
		trigger.tenant.change(0, 'service', (row) => void (row.alerts = ['a']), false, false);
		await trigger.pollAfter(MINUTE);
		expect((await trigger.pollAfter(MINUTE, KILLED)).items).toMatchObject([
			{ redelivered: true, incident: { alerts: [{ id: 'a' }] } },
		]);
	});

	it('new alerts named, now unavailable → redelivered once they can be read, or after an hour', async () => {
		const trigger = new PolledTrigger({ events: ['created', 'alertsAdded'] });
		await trigger.pollAfter(MINUTE);
		trigger.create(1);
		await trigger.pollAfter(MINUTE);
		trigger.tenant.change(0, 'service', (row) => void (row.alerts = ['a']), false, false);
		expect((await trigger.pollAfter(10 * MINUTE)).items).toMatchObject([{ event: 'alertsAdded' }]);
		const withoutAlerts = (api: SecurityApi): SecurityApi => ({
			...api,
			getIncident: async (id, options) => {
				if (options.alerts) throw trouble({ kind: 'serviceDown' });
				return await api.getIncident(id, options);
			},
		});
		trigger.interceptor = withoutAlerts;
		expect((await trigger.pollAfter(MINUTE, KILLED)).items).toEqual([]);
		const kept = trigger.stored;
		trigger.interceptor = (api) => api;
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
			{ id: '1', redelivered: true, details: { newAlerts: [{ id: 'a' }] } },
		]);
		trigger.stored = kept;
		trigger.interceptor = withoutAlerts;
		expect((await trigger.pollAfter(HOUR)).items).toMatchObject([
			{ id: '1', redelivered: true, details: { newAlerts: [], newAlertsTruncated: 1 } },
		]);
	});

	it('nothing delivered, or nothing lost → nothing', async () => {
		const trigger = new PolledTrigger();
		await trigger.pollAfter(MINUTE);
		expect((await trigger.pollAfter(MINUTE, KILLED)).items).toEqual([]);
		trigger.create(1);
		await trigger.pollAfter(MINUTE);
		expect((await trigger.pollAfter(MINUTE)).items).toEqual([]);
	});
});

describe('redelivery › n8n dropped one poll', () => {
	it('any age → that batch only', async () => {
		const trigger = new PolledTrigger();
		await trigger.pollAfter(MINUTE);
		trigger.create(1);
		await trigger.pollAfter(MINUTE);
		const dropped = trigger.create(1);
		await trigger.pollAfter(MINUTE);
		const lost = { which: 'newest' } as const;
		expect(marked((await trigger.pollAfter(24 * HOUR, { lost })).items)).toEqual(again(dropped));
	});
});
