import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { benchPerTest } from './benchHooks.mts';
import { jsonIn, MINUTE, MOMENT, watch } from './triggering.mts';

const on = benchPerTest();
type Active = Awaited<ReturnType<typeof watch>>;
type Saved = ReturnType<Active['saved']>;

/** n8n starts again: nothing is left but the database. */
async function restart(saved: Saved, parameters: INodeParameters = {}) {
	const active = await watch(on.bench, parameters, { saved, activation: 'init' });
	return { ...active, first: jsonIn(active.first) };
}

/** A batch of two items, with the database before and after it. */
async function batch(parameters: INodeParameters = {}) {
	const { incidents } = on.bench.tenant;
	const active = await watch(on.bench, parameters);
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

	it('between the writes, within 15 minutes: the items come again, marked, once', async () => {
		const { after, items } = await batch();
		on.bench.tenant.clock.advance(14 * MINUTE);
		const fresh = on.bench.tenant.incidents.create({});
		on.bench.tenant.clock.advance(MOMENT);
		const again = await restart(after);
		expect(again.first).toEqual([
			...items.map((item) => ({ ...item, redelivered: true })),
			expect.objectContaining({ id: fresh.id, event: 'created' }),
		]);
		expect(again.first[2]).not.toHaveProperty('redelivered');
		expect(await again.after()).toEqual([]);
		expect(await again.after(10 * MINUTE)).toEqual([]);
	});

	it.each([
		{ name: 'later than 15 minutes ago', minutes: 16, options: {} },
		{ name: 'just now, with Redeliver set to Never', minutes: 1, options: { redeliver: 'never' } },
	])('after both writes, $name: nothing comes twice', async ({ minutes, options }) => {
		const { after } = await batch({ options });
		on.bench.tenant.clock.advance(minutes * MINUTE);
		const again = await restart(after, { options });
		expect(again.first).toEqual([]);
		expect(await again.after()).toEqual([]);
	});

	it('redelivered items show the incident as it is now, and leave out what is gone', async () => {
		const { after, items } = await batch({ events: ['created', 'statusChanged'] });
		const [stays, goes] = items.map(({ id }) => String(id));
		on.bench.tenant.incidents.edit('ann@contoso.com', stays ?? '', { status: 'inProgress' });
		on.bench.fault({ status: 404 }, { match: { path: new RegExp(`/incidents/${goes}$`) }, times: 'always' });
		on.bench.tenant.clock.advance(MOMENT);
		const again = await restart(after, { events: ['created', 'statusChanged'] });
		expect(again.first).toMatchObject([
			{ id: stays, event: 'created', status: 'inProgress', redelivered: true, deliveryId: idsOf(items)[0] },
			{ id: stays, event: 'statusChanged', changes: { status: { from: 'active', to: 'inProgress' } } },
		]);
	});

	it('after nothing but quiet polls, which are not saved: what came meanwhile is told, nothing from before', async () => {
		const active = await watch(on.bench);
		for (let poll = 0; poll < 3; poll++) expect(await active.after(MINUTE)).toEqual([]);
		const { id } = on.bench.tenant.incidents.create({});
		on.bench.tenant.clock.advance(30 * MINUTE);
		const again = await restart(active.saved());
		expect(again.first).toMatchObject([{ id, event: 'created' }]);
		expect(again.first).toHaveLength(1);
	});

	it('before anything was ever saved: the look-back is all that comes', async () => {
		const { incidents, clock } = on.bench.tenant;
		clock.advance(90 * MINUTE);
		const { id } = incidents.create({});
		clock.advance(30 * MINUTE);
		expect((await restart({})).first).toMatchObject([{ id, event: 'created' }]);
	});
});

describe('polls at the same time', () => {
	it.each([{ durable: false }, { durable: true }])(
		'give each item once (durable: $durable)',
		async (options) => {
			const { incidents, clock } = on.bench.tenant;
			const active = await watch(on.bench, {}, options);
			const given: unknown[] = [];
			const made: string[] = [];
			for (let round = 0; round < 3; round++) {
				made.push(incidents.create({}).id, incidents.create({}).id);
				clock.advance(MOMENT);
				const both = await Promise.all([active.poll(), active.poll()]);
				expect(both.filter((items) => items !== undefined)).toHaveLength(1);
				given.push(...both.flatMap(jsonIn).map(({ id }) => id));
			}
			expect(given).toEqual(made);
			expect(await active.after()).toEqual([]);
		},
	);

	it('with durable copies a quiet poll is kept too', async () => {
		const active = await watch(on.bench, {}, { durable: true });
		const before = JSON.stringify(active.saved());
		expect(await active.after()).toEqual([]);
		expect(JSON.stringify(active.saved())).not.toBe(before);
	});
});
