import { describe, expect, it } from 'vitest';
import type { SecurityApi } from '../../../../defender/api/securityApi.ts';
import { failing, HOUR, MINUTE, Watcher } from './watching.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

/** n8n was killed, and is back. */
const KILLED = { lost: { which: 'recent', agoMs: 0 } } as const;
const marked = (items: readonly { readonly id: string; readonly redelivered: boolean }[]) =>
	items.map(({ id, redelivered }) => (redelivered ? `${id} again` : id));
const again = (ids: readonly string[]) => ids.map((id) => `${id} again`);

/** No list holds it, and asking for it fails. */
function unreadable(id: string): (api: SecurityApi) => SecurityApi {
	return (api) => ({
		...failing('', [id])(api),
		listIncidents: async (request) => {
			const page = await api.listIncidents(request);
			return { ...page, incidents: page.incidents.filter((one) => one.id !== id) };
		},
	});
}

describe('what a killed n8n may have lost', () => {
	it('comes as it is now, and what is gone is waited for', async () => {
		const on = new Watcher();
		await on.after(MINUTE);
		const [stays] = on.create(2);
		await on.after(MINUTE);
		on.tenant.change(0, 'ann', (row) => void (row.severity = 'low'), false, false);
		const [gone] = on.tenant.rows.splice(1, 1);
		const first = await on.after(10 * MINUTE, KILLED);
		expect(first.items).toMatchObject([{ id: stays, redelivered: true, incident: { severity: 'low' } }]);
		expect(first.warnings).toEqual([]);
		expect(marked((await on.after(MINUTE)).items)).toEqual([]);
		if (gone !== undefined) on.tenant.rows.push(gone);
		expect(marked((await on.after(MINUTE)).items)).toEqual(['2 again']);
		expect(marked((await on.after(MINUTE)).items)).toEqual([]);
	});

	eachRow([
		{ lookBackMs: HOUR, limit: HOUR },
		{ lookBackMs: 5 * MINUTE, limit: 15 * MINUTE },
	])('is younger than $limit with a look-back of $lookBackMs ms', async ({ lookBackMs, limit }) => {
		const on = new Watcher({}, { lookBackMs });
		await on.after(MINUTE);
		const ids = on.create(1);
		await on.after(MINUTE);
		const kept = on.stored;
		expect(marked((await on.after(limit, KILLED)).items)).toEqual(again(ids));
		on.stored = kept;
		const late = await on.after(1_000, KILLED);
		expect(late.items).toEqual([]);
		on.stored = kept;
		// It has been asking since then, but the service was down.
		const lost = { which: 'recent', agoMs: 1_000 } as const;
		expect(marked((await on.after(0, { lost })).items)).toEqual(again(ids));
	});

	it('are the items of its last five minutes, not those before', async () => {
		const on = new Watcher();
		await on.after(MINUTE);
		const told: (readonly string[])[] = [];
		for (const wait of [0, MINUTE, 4 * MINUTE]) {
			told.push(on.create(1));
			await on.after(wait + MINUTE);
		}
		const [, second = [], third = []] = told;
		expect(marked((await on.after(MINUTE, KILLED)).items)).toEqual(again([...second, ...third]));
		// It was killed again: what came again is in flight, once.
		expect(marked((await on.after(MINUTE, KILLED)).items)).toEqual(again([...second, ...third]));
		expect(marked((await on.after(MINUTE)).items)).toEqual([]);
	});

	it('comes in order, no more of it in one poll than the workflow takes, and news after it', async () => {
		const on = new Watcher({}, { maxPerPoll: 2 });
		await on.after(MINUTE);
		const ids = on.create(5);
		await on.after(MINUTE);
		await on.after(MINUTE);
		const first = await on.after(MINUTE, KILLED);
		expect(marked(first.items)).toEqual(again(ids.slice(0, 2)));
		// Killed before the rest of it was given.
		expect(marked((await on.after(MINUTE, KILLED)).items)).toEqual(again(ids.slice(2, 4)));
		expect(marked((await on.after(MINUTE)).items)).toEqual(again(ids.slice(0, 2)));
		expect(marked((await on.after(MINUTE)).items)).toEqual(ids.slice(4));
	});

	it('is waited for when it cannot be read, for an hour, and holds nothing else up', async () => {
		const on = new Watcher({}, { maxPerPoll: 3, sweepMs: 0 });
		await on.after(MINUTE);
		const [poisoned = '', ...others] = on.create(2);
		await on.after(MINUTE);
		const [fresh = ''] = on.create(1);
		on.between = unreadable(poisoned);
		const first = await on.after(MINUTE, KILLED);
		expect(marked(first.items)).toEqual([...again(others), fresh]);
		expect(first.warnings).toEqual([expect.stringContaining(`incident ${poisoned}`)]);
		expect((await on.after(30 * MINUTE)).items).toEqual([]);
		const kept = on.stored;
		on.between = (api) => api;
		expect(marked((await on.after(29 * MINUTE)).items)).toEqual(again([poisoned]));
		on.stored = kept;
		on.between = unreadable(poisoned);
		expect((await on.after(MINUTE)).warnings).toEqual([expect.stringContaining(poisoned)]);
		expect((await on.after(MINUTE)).warnings).toEqual([]);
	});

	it('with alerts is given with them', async () => {
		const on = new Watcher({}, { alerts: true });
		await on.after(MINUTE);
		on.create(1);
		on.tenant.change(0, 'service', (row) => void (row.alerts = ['a']), false, false);
		await on.after(MINUTE);
		expect((await on.after(MINUTE, KILLED)).items).toMatchObject([
			{ redelivered: true, incident: { alerts: [{ id: 'a' }] } },
		]);
	});

	it('is nothing before anything was told, nor without a loss', async () => {
		const on = new Watcher();
		await on.after(MINUTE);
		expect((await on.after(MINUTE, KILLED)).items).toEqual([]);
		on.create(1);
		await on.after(MINUTE);
		expect((await on.after(MINUTE)).items).toEqual([]);
	});
});

describe('what n8n dropped of one poll', () => {
	it('comes again however old it is, without what was told before it', async () => {
		const on = new Watcher();
		await on.after(MINUTE);
		on.create(1);
		await on.after(MINUTE);
		const dropped = on.create(1);
		await on.after(MINUTE);
		const lost = { which: 'newest' } as const;
		expect(marked((await on.after(24 * HOUR, { lost })).items)).toEqual(again(dropped));
	});
});
