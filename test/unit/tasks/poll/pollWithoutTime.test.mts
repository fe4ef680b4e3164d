import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../../../defender/incidents/query.ts';
import type { Habits } from '../../../property/trigger/changingTenant.mts';
import { HOUR, MINUTE, Watcher } from './watching.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

type Watch = ConstructorParameters<typeof Watcher>[0];

/** A trigger on a tenant whose answers do not tell the time, on a host whose clock is so far ahead. */
function watcher(aheadMs: number, watch: Watch = {}, habits: Partial<Habits> = {}): Watcher {
	const on = new Watcher(watch, {}, { ...habits, tellsTime: false });
	on.between = (api) => ({ ...api, serviceTime: () => on.tenant.now + aheadMs });
	return on;
}

describe.each([
	{ clock: 'right', aheadMs: 0 },
	{ clock: 'two hours fast', aheadMs: 2 * HOUR },
	{ clock: 'two hours slow', aheadMs: -2 * HOUR },
])('where no answer tells the time, with a clock that is $clock', ({ aheadMs }) => {
	eachRow(['honored', 'ignored', 'refused'] as const)(
		'what happens after the activation is told at once, and nothing from before (order: %s)',
		async (order) => {
			const on = watcher(aheadMs, { events: ['created', 'statusChanged'] }, { order, pageMax: 3 });
			on.create(5);
			on.tenant.now += 3 * HOUR;
			on.create(5);
			expect((await on.after(MINUTE)).ids).toEqual([]);
			const ids = on.create(4);
			expect((await on.after(1)).ids).toEqual(ids);
			on.tenant.change(0, 'ann', (row) => void (row.status = 'inProgress'), false, false);
			expect((await on.after(1)).items).toMatchObject([
				{ id: '1', event: 'statusChanged', changes: { status: { from: 'active', to: 'inProgress' } } },
			]);
			expect((await on.after(3 * HOUR)).ids).toEqual([]);
			const later = on.create(1);
			expect((await on.after(1)).ids).toEqual(later);
		},
	);

	it('the first poll after a start of n8n that finds nothing stored looks back from the newest incident', async () => {
		const on = watcher(aheadMs);
		on.create(1);
		on.tenant.now += 3 * HOUR;
		const ids = on.create(2);
		on.tenant.now += 3 * HOUR;
		expect((await on.after(MINUTE, { isRestart: true })).ids).toEqual(ids);
	});

	it('a tenant without incidents is watched from the first on', async () => {
		const on = watcher(aheadMs);
		for (let poll = 0; poll < 3; poll++) expect((await on.after(MINUTE)).ids).toEqual([]);
		const ids = on.create(1);
		expect((await on.after(1)).ids).toEqual(ids);
		expect((await on.after(1)).ids).toEqual([]);
		expect((await on.after(MINUTE)).ids).toEqual([]);
	});

	it('an incident that was stamped in a far future holds nothing up', async () => {
		const on = watcher(aheadMs);
		on.create(1);
		await on.after(MINUTE);
		const [odd = ''] = on.create(1);
		for (const row of on.tenant.rows) if (row.id === odd) row.updated += 10 * 24 * HOUR;
		await on.after(MINUTE);
		const ids = on.create(1);
		expect((await on.after(MINUTE)).ids).toContain(ids[0]);
	});

	it('silent changes are swept for and incidents settle, though no other one moves', async () => {
		const on = watcher(aheadMs, {
			...{ events: ['created', 'tagged'], query: EVERYTHING, settleMs: 10 * MINUTE },
		});
		on.create(1);
		await on.after(2 * HOUR);
		const tag = (tags: readonly string[]) =>
			on.tenant.change(0, 'ann', (row) => void (row.customTags = tags), true, false);
		tag(['a']);
		await on.after(HOUR + MINUTE);
		tag(['a', 'b']);
		expect((await on.after(HOUR + MINUTE)).items).toMatchObject([{ event: 'tagged' }]);
	});
});
