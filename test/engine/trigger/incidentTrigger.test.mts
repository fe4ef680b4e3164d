import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { itemJson, MINUTE, MOMENT, triggerWorkflow, activeTrigger } from '../../support/triggerFixture.mts';

const current = benchPerTest();

describe('the incident trigger', () => {
	it('reports nothing that was there before, and each new incident once', async () => {
		const { tenant } = current.bench;
		const trigger = await activeTrigger(current.bench);
		expect(trigger.first).toBeUndefined();
		expect(await trigger.after()).toEqual([]);
		const { id } = tenant.incidents.create({ severity: 'high' });
		const items = await trigger.after();
		expect(items).toMatchObject([
			{ id, event: 'created', events: ['created'], firstSeen: true, changes: {} },
		]);
		expect(items[0]?.['deliveryId']).toMatch(new RegExp(`^${id}@2026-.*Z#[0-9a-f]{8}$`));
		expect(await trigger.after()).toEqual([]);
		expect(await trigger.after(MINUTE)).toEqual([]);
	});

	it('tells what changed, from what to what, also of incidents from before', async () => {
		const { incidents } = current.bench.tenant;
		const old = incidents.all().find(({ status, assignedTo }) => status === 'active' && assignedTo === null);
		const id = old?.id ?? '';
		const events = ['statusChanged', 'assigned', 'severityChanged', 'verdictChanged', 'tagged', 'commented'];
		const trigger = await activeTrigger(current.bench, { events });
		incidents.edit('ann@contoso.com', id, { status: 'inProgress', assignedTo: 'ann@contoso.com' });
		incidents.comment('ann@contoso.com', id, 'mine');
		expect(await trigger.after()).toMatchObject([
			{
				id,
				event: 'assigned',
				events: ['assigned', 'statusChanged', 'commented', 'updated'],
				changes: {
					status: { from: 'active', to: 'inProgress' },
					assignedTo: { from: null, to: 'ann@contoso.com' },
					comments: { from: old?.comments.length, to: (old?.comments.length ?? 0) + 1 },
				},
				firstSeen: false,
			},
		]);
	});

	it('reports an incident as new when it matches for the first time', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { filters: { severity: ['high'] } });
		const { id } = incidents.create({ severity: 'medium' });
		expect(await trigger.after()).toEqual([]);
		incidents.edit('ann@contoso.com', id, { severity: 'high' });
		expect(await trigger.after()).toMatchObject([
			{ id, event: 'created', firstSeen: true, changes: { severity: { from: 'medium', to: 'high' } } },
		]);
		incidents.edit('ann@contoso.com', id, { severity: 'medium' });
		await trigger.after();
		incidents.edit('ann@contoso.com', id, { severity: 'high' });
		expect(await trigger.after()).toEqual([]);
	});

	it('gives one item for a merge, and alerts added for the target', async () => {
		const { incidents } = current.bench.tenant;
		const [source, target] = [incidents.create({}), incidents.create({})];
		incidents.addAlert(source.id);
		current.bench.tenant.clock.advance(MOMENT);
		const events = ['created', 'merged', 'alertsAdded', 'statusChanged', 'tagged'];
		const startFrom = '2026-11-22T02:59:00Z';
		const trigger = await activeTrigger(current.bench, {
			events,
			filters: { status: ['active'] },
			options: { startFrom },
		});
		expect((await trigger.after()).map(({ id }) => id)).toEqual([target.id, source.id]);
		incidents.merge(source.id, target.id);
		expect(await trigger.after()).toMatchObject([
			{ id: target.id, event: 'alertsAdded', changes: { alerts: { from: 0, to: 1 } } },
			{ id: source.id, event: 'merged', events: ['merged', 'updated'], mergedInto: target.id },
		]);
		expect(await trigger.after()).toEqual([]);
	});

	it('waits until an incident has settled, and drops it when it was merged meanwhile', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { options: { settleMinutes: 5 } });
		const [stays, goes] = [incidents.create({ displayName: 'first name' }), incidents.create({})];
		expect(await trigger.after()).toEqual([]);
		incidents.edit('x', stays.id, { displayName: 'last name' });
		incidents.merge(goes.id, stays.id);
		expect(await trigger.after(MINUTE)).toEqual([]);
		expect(await trigger.after(5 * MINUTE)).toMatchObject([{ id: stays.id, displayName: 'last name' }]);
		expect(await trigger.after(MINUTE)).toEqual([]);
	});

	it('gives a backlog in order and in parts, none twice', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { options: { maxPerPoll: 7 } });
		const ids = Array.from({ length: 60 }, () => incidents.create({}).id);
		const given: unknown[] = [];
		for (let poll = 0; poll < 10; poll++) {
			const items = await trigger.after();
			expect(items.length).toBeLessThanOrEqual(7);
			given.push(...items.map(({ id }) => id));
		}
		expect(given).toEqual(ids);
	});

	it('adds the alerts when asked, and delivers without them where the service fails', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { options: { includeAlerts: true } });
		const [good, bad] = [incidents.create({}), incidents.create({})];
		incidents.addAlert(good.id);
		current.bench.poison(bad.id);
		const items = await trigger.after();
		expect(items.find(({ id }) => id === good.id)).toMatchObject({ alertCount: 1 });
		expect(items.find(({ id }) => id === bad.id)).toMatchObject({ alertsUnavailable: true });
	});

	it('marks or skips what our own application did', async () => {
		const { tenant } = current.bench;
		const events = ['statusChanged'];
		const marking = await activeTrigger(current.bench, { events, options: { ownChanges: 'mark' } });
		const skipping = await activeTrigger(current.bench, { events, options: { ownChanges: 'skip' } });
		const [ours, theirs] = tenant.incidents.all().filter(({ status }) => status === 'active');
		const own = `API-App:${tenant.app.displayName}`;
		tenant.incidents.edit(own, ours?.id ?? '', { status: 'inProgress' });
		tenant.incidents.edit('ann@contoso.com', theirs?.id ?? '', { status: 'inProgress' });
		tenant.clock.advance(MOMENT);
		expect(itemJson(await marking.poll())).toMatchObject([
			{ id: ours?.id, ownChange: true },
			{ id: theirs?.id },
		]);
		expect(itemJson(await skipping.poll())).toMatchObject([{ id: theirs?.id }]);
	});
});

describe('a manual run', () => {
	it('shows the newest match and leaves what is remembered as it is', async () => {
		const { bench } = current;
		const { id } = bench.tenant.incidents.create({ severity: 'high' });
		const json = triggerWorkflow(bench, { filters: { severity: ['high'] } });
		const saved = { 'node:incidentTrigger': { incidents: { v: 1, kept: true } } };
		const shown = await bench.engine.fetchTestEvent(json, { credentials: bench.credentials, saved });
		expect(itemJson(shown.items)).toMatchObject([{ id, event: 'created', firstSeen: true }]);
		expect(shown.saved).toEqual(saved);
	});

	it('says in a sentence that nothing matches', async () => {
		const json = triggerWorkflow(current.bench, { filters: { nameContains: 'no such name' } });
		const shown = current.bench.engine.fetchTestEvent(json, { credentials: current.bench.credentials });
		await expect(shown).rejects.toThrow('No incident currently matches the filters');
	});
});
