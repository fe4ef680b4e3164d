import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { itemJson, MINUTE, MOMENT, triggerWorkflow, activeTrigger } from '../../support/triggerFixture.mts';

const current = benchPerTest();

describe('incident trigger', () => {
	it('existing incidents, then a new one → only the new one, once', async () => {
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

	it('changes to an existing incident → the changed fields with old and new value', async () => {
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

	it('incident matches for the first time → created, and only once', async () => {
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

	it('merge → one item for it, and alertsAdded for the target', async () => {
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

	it('settle time → delivered after it, and not if merged meanwhile', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { options: { settleMinutes: 5 } });
		const [stays, mergesLater] = [incidents.create({ displayName: 'first name' }), incidents.create({})];
		expect(await trigger.after()).toEqual([]);
		incidents.edit('x', stays.id, { displayName: 'last name' });
		incidents.merge(mergesLater.id, stays.id);
		expect(await trigger.after(MINUTE)).toEqual([]);
		expect(await trigger.after(5 * MINUTE)).toMatchObject([{ id: stays.id, displayName: 'last name' }]);
		expect(await trigger.after(MINUTE)).toEqual([]);
	});

	it('backlog above Max per Poll → in order, in parts, none twice', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { options: { maxPerPoll: 7 } });
		const ids = Array.from({ length: 60 }, () => incidents.create({}).id);
		const delivered: unknown[] = [];
		for (let poll = 0; poll < 10; poll++) {
			const items = await trigger.after();
			expect(items.length).toBeLessThanOrEqual(7);
			delivered.push(...items.map(({ id }) => id));
		}
		expect(delivered).toEqual(ids);
	});

	it('alerts included, one incident fails → the other with alerts, this one marked', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { options: { includeAlerts: true } });
		const [good, bad] = [incidents.create({}), incidents.create({})];
		incidents.addAlert(good.id);
		current.bench.poison(bad.id);
		const items = await trigger.after();
		expect(items.find(({ id }) => id === good.id)).toMatchObject({ alertCount: 1 });
		expect(items.find(({ id }) => id === bad.id)).toMatchObject({ alertsUnavailable: true });
	});

	it('own changes, marked or skipped → ownChange, or no item', async () => {
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

describe('incident trigger, manual run', () => {
	it('a match → the newest, and the saved state is unchanged', async () => {
		const { bench } = current;
		const { id } = bench.tenant.incidents.create({ severity: 'high' });
		const json = triggerWorkflow(bench, { filters: { severity: ['high'] } });
		const saved = { 'node:incidentTrigger': { incidents: { v: 1, kept: true } } };
		const shown = await bench.engine.fetchTestEvent(json, { credentials: bench.credentials, saved });
		expect(itemJson(shown.items)).toMatchObject([{ id, event: 'created', firstSeen: true }]);
		expect(shown.saved).toEqual(saved);
	});

	it('no match → an error that says so', async () => {
		const json = triggerWorkflow(current.bench, { filters: { nameContains: 'no such name' } });
		const shown = current.bench.engine.fetchTestEvent(json, { credentials: current.bench.credentials });
		await expect(shown).rejects.toThrow('No incident currently matches the filters');
	});
});
