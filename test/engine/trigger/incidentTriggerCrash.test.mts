import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { itemJson, MINUTE, MOMENT, activeTrigger } from '../../support/triggerFixture.mts';

const current = benchPerTest();
type Active = Awaited<ReturnType<typeof activeTrigger>>;
type Saved = ReturnType<Active['saved']>;

/** n8n starts again: nothing is left but the database. */
async function restart(saved: Saved, parameters: INodeParameters = {}) {
	const active = await activeTrigger(current.bench, parameters, { saved, activation: 'init' });
	return { ...active, first: itemJson(active.first) };
}

/** A batch of two items, with the database before and after it. */
async function batch(parameters: INodeParameters = {}) {
	const { incidents } = current.bench.tenant;
	const active = await activeTrigger(current.bench, parameters);
	const before = active.saved();
	incidents.create({});
	incidents.create({});
	const items = await active.after();
	expect(items).toHaveLength(2);
	return { before, after: active.saved(), items };
}

const idsOf = (items: readonly Readonly<Record<string, unknown>>[]) =>
	items.map(({ deliveryId }) => deliveryId);

/** The lag of a redelivered item includes the time until its redelivery. */
const ANY_LAG: unknown = expect.any(Number);

describe('n8n stops around a batch', () => {
	it('before either write → the same items again', async () => {
		const { before, items } = await batch();
		const again = await restart(before);
		expect(again.first).toEqual(items);
		expect(await again.after()).toEqual([]);
	});

	current.eachRow([
		{ name: 'within the look-back', minutes: 58, options: {} },
		{ name: 'within 15 minutes', minutes: 14, options: { lookBack: 5 } },
	])(
		'between the writes, within the look-back or 15 minutes → the items again, marked, once',
		async ({ minutes, options }) => {
			const { after, items } = await batch({ options });
			current.bench.tenant.clock.advance(minutes * MINUTE);
			const fresh = current.bench.tenant.incidents.create({});
			current.bench.tenant.clock.advance(MOMENT);
			const again = await restart(after, { options });
			expect(again.first).toEqual([
				...items.map((item) => ({ ...item, redelivered: true, lag: ANY_LAG })),
				expect.objectContaining({ id: fresh.id, event: 'created' }),
			]);
			expect(again.first[2]).not.toHaveProperty('redelivered');
			expect(await again.after()).toEqual([]);
			expect(await again.after(10 * MINUTE)).toEqual([]);
		},
	);

	current.eachRow([
		{ name: 'longer ago than the look-back', minutes: 61, options: {} },
		{ name: 'longer ago than 15 minutes and a shorter look-back', minutes: 16, options: { lookBack: 5 } },
		{ name: 'just now, with Redeliver set to Never', minutes: 1, options: { redeliver: 'never' } },
	])('after both writes, longer ago or Redeliver off → no item twice', async ({ minutes, options }) => {
		const { after } = await batch({ options });
		current.bench.tenant.clock.advance(minutes * MINUTE);
		const again = await restart(after, { options });
		expect(again.first).toEqual([]);
		expect(await again.after()).toEqual([]);
	});

	it('incident changed meanwhile → the redelivery shows it as it is now, then its change', async () => {
		const { after, items } = await batch({ events: ['created', 'statusChanged'] });
		const [first = '', second] = items.map(({ id }) => String(id));
		current.bench.tenant.incidents.edit('ann@contoso.com', first, { status: 'inProgress' });
		current.bench.tenant.clock.advance(MOMENT);
		const again = await restart(after, { events: ['created', 'statusChanged'] });
		expect(again.first).toMatchObject([
			{ id: first, event: 'created', status: 'inProgress', redelivered: true, deliveryId: idsOf(items)[0] },
			{ id: second, event: 'created', status: 'active', redelivered: true },
			{ id: first, event: 'statusChanged', changes: { status: { from: 'active', to: 'inProgress' } } },
		]);
	});

	it('after polls without items, which are not saved → only what changed meanwhile', async () => {
		const active = await activeTrigger(current.bench);
		for (let poll = 0; poll < 3; poll++) expect(await active.after(MINUTE)).toEqual([]);
		const { id } = current.bench.tenant.incidents.create({});
		current.bench.tenant.clock.advance(30 * MINUTE);
		const again = await restart(active.saved());
		expect(again.first).toMatchObject([{ id, event: 'created' }]);
		expect(again.first).toHaveLength(1);
	});

	it('before the first save → only the look-back', async () => {
		const { incidents, clock } = current.bench.tenant;
		clock.advance(90 * MINUTE);
		const { id } = incidents.create({});
		clock.advance(30 * MINUTE);
		expect((await restart({})).first).toMatchObject([{ id, event: 'created' }]);
	});
});

describe('n8n drops a batch because the workflow was deactivated', () => {
	async function dropped() {
		const active = await activeTrigger(current.bench);
		const before = active.saved();
		const { id } = current.bench.tenant.incidents.create({});
		const items = await active.after();
		expect(items).toMatchObject([{ id }]);
		return { before, items, workflowId: active.workflowId };
	}

	it('activated again → the same items', async () => {
		const { before, items, workflowId } = await dropped();
		const again = await activeTrigger(current.bench, {}, { saved: before, workflowId });
		// Until then n8n might still be storing them.
		expect(again.first).toBeUndefined();
		vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000);
		expect(await again.after()).toEqual(items.map((item) => ({ ...item, lag: ANY_LAG })));
		expect(await again.after()).toEqual([]);
	});

	it('node renamed, so that the saved state is not found, a day later → the items, marked', async () => {
		const { before, items, workflowId } = await dropped();
		current.bench.tenant.clock.advance(24 * 60 * MINUTE);
		const again = await activeTrigger(current.bench, {}, { saved: before, workflowId, name: 'Renamed' });
		expect(itemJson(again.first)).toEqual(
			items.map((item) => ({ ...item, redelivered: true, lag: ANY_LAG })),
		);
		expect(await again.after()).toEqual([]);
	});

	it('a later poll was accepted → not redelivered', async () => {
		const active = await activeTrigger(current.bench);
		current.bench.tenant.incidents.create({});
		expect(await active.after()).toHaveLength(1);
		expect(await active.after()).toEqual([]);
		const { id } = current.bench.tenant.incidents.create({});
		current.bench.tenant.clock.advance(MOMENT);
		const { workflowId } = active;
		const renamed = await activeTrigger(
			current.bench,
			{},
			{ saved: active.saved(), workflowId, name: 'Renamed' },
		);
		expect(itemJson(renamed.first)).toMatchObject([{ id }]);
		expect(itemJson(renamed.first)[0]).not.toHaveProperty('redelivered');
	});
});

describe('polls at the same time', () => {
	current.eachRow([{ durable: false }, { durable: true }])(
		'saved with or without copies → each item once',
		async (options) => {
			const { incidents, clock } = current.bench.tenant;
			const active = await activeTrigger(current.bench, {}, options);
			const delivered: unknown[] = [];
			const made: string[] = [];
			for (let round = 0; round < 3; round++) {
				made.push(incidents.create({}).id, incidents.create({}).id);
				clock.advance(MOMENT);
				const both = await Promise.all([active.poll(), active.poll()]);
				expect(both.filter((items) => items !== undefined)).toHaveLength(1);
				delivered.push(...both.flatMap(itemJson).map(({ id }) => id));
			}
			expect(delivered).toEqual(made);
			expect(await active.after()).toEqual([]);
		},
	);

	it('copies that survive a crash, poll without items → saved too', async () => {
		const active = await activeTrigger(current.bench, {}, { durable: true });
		const before = JSON.stringify(active.saved());
		expect(await active.after()).toEqual([]);
		expect(JSON.stringify(active.saved())).not.toBe(before);
	});
});
