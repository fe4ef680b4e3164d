import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { benchPerTest } from '../../support/benchHooks.mts';
import { expectPreviewed } from '../../support/previews.mts';
import { activeTrigger, itemJson, MINUTE, triggerWorkflow } from '../../support/triggerFixture.mts';

const current = benchPerTest();
const ANN = 'ann@contoso.com';
const Alerts = z.array(z.object({ id: z.string(), title: z.string().nullable() }).passthrough());

/** Calls to the API while something runs. */
async function callsOf<T>(work: () => Promise<T>) {
	const before = current.bench.apiCalls().length;
	const result = await work();
	return { result, calls: current.bench.apiCalls().length - before };
}

describe('alerts in items of the trigger', () => {
	it('by default → in new incidents, with one request each; not in other items', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { events: ['created', 'statusChanged'] });
		const made = [incidents.create({}), incidents.create({})];
		for (const { id } of made) incidents.addAlert(id);
		const created = await callsOf(async () => await trigger.after());
		expect(created.result).toMatchObject(made.map(({ id }) => ({ id, alertCount: 1, alerts: [{}] })));
		expect(created.calls).toBe(1 + made.length);
		incidents.edit(ANN, made[0]?.id ?? '', { status: 'resolved' });
		const changed = await callsOf(async () => await trigger.after());
		expect(changed.result).toMatchObject([{ event: 'statusChanged' }]);
		expect(changed.result[0]).not.toHaveProperty('alerts');
		expect(changed.calls).toBe(1);
		expect((await callsOf(async () => await trigger.after())).calls).toBe(1);
	});

	it('alerts added → each named once, with one request per changed incident', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { events: ['created', 'alertsAdded'] });
		const { id } = incidents.create({});
		incidents.addAlert(id);
		await trigger.after();
		const [first] = Alerts.parse(incidents.get(id)?.alerts);
		incidents.addAlert(id);
		const added = await callsOf(async () => await trigger.after());
		const [second] = Alerts.parse(incidents.get(id)?.alerts).filter((one) => one.id !== first?.id);
		expect(added.calls).toBe(2);
		expect(added.result).toMatchObject([
			{ id, event: 'alertsAdded', newAlerts: [{ id: second?.id, title: second?.title }], alertCount: 2 },
		]);
		expectPreviewed(added.result, 'incidentTrigger');
		incidents.addAlert(id);
		const [next] = await trigger.after();
		expect(Alerts.parse(next?.['newAlerts'])).toHaveLength(1);
	});

	current.eachRow([
		[false, 1],
		[true, 2],
	])('option set → for all items or none', async (includeAlerts, calls) => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, {
			events: ['created', 'statusChanged'],
			options: { includeAlerts },
		});
		const { id } = incidents.create({});
		for (const status of ['active', 'resolved'] as const) {
			if (status === 'resolved') incidents.edit(ANN, id, { status });
			const read = await callsOf(async () => await trigger.after());
			expect(read.calls).toBe(calls);
			expect('alerts' in (read.result[0] ?? {})).toBe(includeAlerts);
		}
	});
});

describe('what changed in an item of the trigger', () => {
	it('comments, tags and texts → named', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { events: ['created', 'updated', 'commented'] });
		const { id } = incidents.create({ displayName: 'Before', customTags: ['a'] });
		await trigger.after();
		incidents.comment(ANN, id, 'I look at it.');
		incidents.edit(ANN, id, { displayName: 'After', customTags: ['b'], resolvingComment: 'Done.' });
		const items = await trigger.after();
		expect(items).toMatchObject([
			{
				...{ id, event: 'commented', addedTags: ['b'], removedTags: ['a'] },
				newComments: [{ author: ANN, text: 'I look at it.', time: expect.any(String) as unknown }],
				changes: {
					displayName: { from: 'Before', to: 'After' },
					resolvingComment: { from: null, to: 'Done.' },
				},
			},
		]);
		expect(items[0]).not.toHaveProperty('unknownChange');
		expectPreviewed(items, 'incidentTrigger');
		incidents.comment(ANN, id, 'Closed.');
		expect(await trigger.after()).toMatchObject([{ newComments: [{ text: 'Closed.' }] }]);
	});

	it('only the update time moved → unknownChange', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { events: ['created', 'updated'] });
		const { id } = incidents.create({});
		await trigger.after();
		incidents.addAlert(id);
		const items = await trigger.after();
		expect(items).toMatchObject([{ id, event: 'updated', changes: {}, unknownChange: true }]);
		expectPreviewed(items, 'incidentTrigger');
	});

	it('any item → seconds since the update, by the clock of the service', async () => {
		const trigger = await activeTrigger(current.bench);
		current.bench.tenant.incidents.create({});
		const [item] = await trigger.after(2 * MINUTE);
		expect(item?.['lag']).toBe(120);
	});
});

describe('Fetch Test Event', () => {
	const fetched = async (parameters: Parameters<typeof triggerWorkflow>[1]) =>
		itemJson(
			(
				await current.bench.engine.fetchTestEvent(triggerWorkflow(current.bench, parameters), {
					credentials: current.bench.credentials,
				})
			).items,
		);

	it('newest match → notice with what was read, what matches and what was left out', async () => {
		const { incidents } = current.bench.tenant;
		const { id } = incidents.create({ displayName: 'needle' });
		incidents.create({ displayName: 'hay' });
		const items = await fetched({ filters: { nameContains: 'needle' } });
		expect(items).toMatchObject([{ id, alerts: [] }]);
		expect(items[0]?.['notice']).toMatch(
			/^Test event: Microsoft Defender returned \d+ incidents?, of which 1 matches the filters\. Left out because they do not match: \d+\./,
		);
		expectPreviewed(items, 'incidentTrigger');
	});

	it('match within the settle time → notice with the time of its report', async () => {
		current.bench.tenant.incidents.create({});
		const [item] = await fetched({ options: { settleMinutes: 30 } });
		expect(item?.['notice']).toMatch(/after its Settle Time, at 2026-11-22T03:30:00Z\./);
	});

	it('last change by this application and Own Changes is Skip → notice', async () => {
		const { incidents, app } = current.bench.tenant;
		const { id } = incidents.create({});
		incidents.edit(`API-App:${app.displayName}`, id, { status: 'inProgress' });
		// The name of the application is in its token, which the first run requests.
		await fetched({});
		const [item] = await fetched({ events: ['updated'], options: { ownChanges: 'skip' } });
		expect(item).toMatchObject({
			id,
			notice: expect.stringContaining('because this application made it') as unknown,
		});
	});

	it('no match → error with what was read', async () => {
		await expect(fetched({ filters: { nameContains: 'no such name' } })).rejects.toMatchObject({
			description: expect.stringContaining('of which none matches the filters') as unknown,
		});
	});
});
