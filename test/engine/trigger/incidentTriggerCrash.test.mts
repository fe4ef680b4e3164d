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

describe('n8n dies around a batch', () => {
	it('before either write: the items come, and are the same', async () => {
		const { before, items } = await batch();
		const again = await restart(before);
		expect(again.first).toEqual(items);
		expect(await again.after()).toEqual([]);
	});

	current.eachRow([
		{ name: 'within the look-back', minutes: 58, options: {} },
		{ name: 'within 15 minutes', minutes: 14, options: { lookBack: 5 } },
	])('between the writes, $name: the items come again, marked, once', async ({ minutes, options }) => {
		const { after, items } = await batch({ options });
		current.bench.tenant.clock.advance(minutes * MINUTE);
		const fresh = current.bench.tenant.incidents.create({});
		current.bench.tenant.clock.advance(MOMENT);
		const again = await restart(after, { options });
		expect(again.first).toEqual([
			...items.map((item) => ({ ...item, redelivered: true })),
			expect.objectContaining({ id: fresh.id, event: 'created' }),
		]);
		expect(again.first[2]).not.toHaveProperty('redelivered');
		expect(await again.after()).toEqual([]);
		expect(await again.after(10 * MINUTE)).toEqual([]);
	});

	current.eachRow([
		{ name: 'longer ago than the look-back', minutes: 61, options: {} },
		{ name: 'longer ago than 15 minutes and a shorter look-back', minutes: 16, options: { lookBack: 5 } },
		{ name: 'just now, with Redeliver set to Never', minutes: 1, options: { redeliver: 'never' } },
	])('after both writes, $name: nothing comes twice', async ({ minutes, options }) => {
		const { after } = await batch({ options });
		current.bench.tenant.clock.advance(minutes * MINUTE);
		const again = await restart(after, { options });
		expect(again.first).toEqual([]);
		expect(await again.after()).toEqual([]);
	});

	it('redelivered items show the incident as it is now, and what changed meanwhile follows', async () => {
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

	it('after nothing but quiet polls, which are not saved: what came meanwhile is told, nothing from before', async () => {
		const active = await activeTrigger(current.bench);
		for (let poll = 0; poll < 3; poll++) expect(await active.after(MINUTE)).toEqual([]);
		const { id } = current.bench.tenant.incidents.create({});
		current.bench.tenant.clock.advance(30 * MINUTE);
		const again = await restart(active.saved());
		expect(again.first).toMatchObject([{ id, event: 'created' }]);
		expect(again.first).toHaveLength(1);
	});

	it('before anything was ever saved: the look-back is all that comes', async () => {
		const { incidents, clock } = current.bench.tenant;
		clock.advance(90 * MINUTE);
		const { id } = incidents.create({});
		clock.advance(30 * MINUTE);
		expect((await restart({})).first).toMatchObject([{ id, event: 'created' }]);
	});
});

describe('n8n drops the items of a poll, because the workflow was switched off meanwhile', () => {
	async function dropped() {
		const active = await activeTrigger(current.bench);
		const before = active.saved();
		const { id } = current.bench.tenant.incidents.create({});
		const items = await active.after();
		expect(items).toMatchObject([{ id }]);
		return { before, items, workflowId: active.workflowId };
	}

	it('and switched on again: they come', async () => {
		const { before, items, workflowId } = await dropped();
		const again = await activeTrigger(current.bench, {}, { saved: before, workflowId });
		// Until then n8n might still be storing them.
		expect(again.first).toBeUndefined();
		vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 11_000);
		expect(await again.after()).toEqual(items);
		expect(await again.after()).toEqual([]);
	});

	it('and its node was renamed, so that the saved state is not found: they come, marked, a day later too', async () => {
		const { before, items, workflowId } = await dropped();
		current.bench.tenant.clock.advance(24 * 60 * MINUTE);
		const again = await activeTrigger(current.bench, {}, { saved: before, workflowId, name: 'Renamed' });
		expect(itemJson(again.first)).toEqual(items.map((item) => ({ ...item, redelivered: true })));
		expect(await again.after()).toEqual([]);
	});

	it('but not those of a poll after which n8n polled again: it had taken them', async () => {
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
		'give each item once (durable: $durable)',
		async (options) => {
			const { incidents, clock } = current.bench.tenant;
			const active = await activeTrigger(current.bench, {}, options);
			const given: unknown[] = [];
			const made: string[] = [];
			for (let round = 0; round < 3; round++) {
				made.push(incidents.create({}).id, incidents.create({}).id);
				clock.advance(MOMENT);
				const both = await Promise.all([active.poll(), active.poll()]);
				expect(both.filter((items) => items !== undefined)).toHaveLength(1);
				given.push(...both.flatMap(itemJson).map(({ id }) => id));
			}
			expect(given).toEqual(made);
			expect(await active.after()).toEqual([]);
		},
	);

	it('with durable copies a quiet poll is kept too', async () => {
		const active = await activeTrigger(current.bench, {}, { durable: true });
		const before = JSON.stringify(active.saved());
		expect(await active.after()).toEqual([]);
		expect(JSON.stringify(active.saved())).not.toBe(before);
	});
});
