import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../../../defender/incidents/query.ts';
import type { ListHabits } from '../../../support/pollHistory/changingTenant.mts';
import { HOUR, MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

type Watch = ConstructorParameters<typeof PolledTrigger>[0];

/** A trigger on a tenant whose answers do not tell the time, on a host whose clock is so far ahead. */
function watcher(aheadMs: number, watch: Watch = {}, habits: Partial<ListHabits> = {}): PolledTrigger {
	const trigger = new PolledTrigger(watch, {}, { ...habits, tellsTime: false });
	trigger.interceptor = (api) => ({ ...api, serviceTime: () => trigger.tenant.now + aheadMs });
	return trigger;
}

describe.each([
	{ clock: 'right', aheadMs: 0 },
	{ clock: 'two hours fast', aheadMs: 2 * HOUR },
	{ clock: 'two hours slow', aheadMs: -2 * HOUR },
])('poll › no response contains the service’s time › host clock $clock', ({ aheadMs }) => {
	eachRow(['honored', 'ignored', 'refused'] as const)(
		'changes after activation → reported once; earlier ones → not reported',
		async (order) => {
			const trigger = watcher(aheadMs, { events: ['created', 'statusChanged'] }, { order, pageMax: 3 });
			trigger.create(5);
			trigger.tenant.now += 3 * HOUR;
			trigger.create(5);
			expect((await trigger.pollAfter(MINUTE)).ids).toEqual([]);
			const ids = trigger.create(4);
			expect((await trigger.pollAfter(1)).ids).toEqual(ids);
			trigger.tenant.change(0, 'ann', (row) => void (row.status = 'inProgress'), false, false);
			expect((await trigger.pollAfter(1)).items).toMatchObject([
				{ id: '1', event: 'statusChanged', changes: { status: { from: 'active', to: 'inProgress' } } },
			]);
			expect((await trigger.pollAfter(3 * HOUR)).ids).toEqual([]);
			const later = trigger.create(1);
			expect((await trigger.pollAfter(1)).ids).toEqual(later);
		},
	);

	it('first poll after a start of n8n, no saved state → looks back from the newest incident', async () => {
		const trigger = watcher(aheadMs);
		trigger.create(1);
		trigger.tenant.now += 3 * HOUR;
		const ids = trigger.create(2);
		trigger.tenant.now += 3 * HOUR;
		expect((await trigger.pollAfter(MINUTE, { isRestart: true })).ids).toEqual(ids);
	});

	it('tenant without incidents → reports the first one', async () => {
		const trigger = watcher(aheadMs);
		for (let poll = 0; poll < 3; poll++) expect((await trigger.pollAfter(MINUTE)).ids).toEqual([]);
		const ids = trigger.create(1);
		expect((await trigger.pollAfter(1)).ids).toEqual(ids);
		expect((await trigger.pollAfter(1)).ids).toEqual([]);
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([]);
	});

	it('incident stamped far in the future → later ones still reported', async () => {
		const trigger = watcher(aheadMs);
		trigger.create(1);
		await trigger.pollAfter(MINUTE);
		const [odd = ''] = trigger.create(1);
		for (const row of trigger.tenant.rows) if (row.id === odd) row.updated += 10 * 24 * HOUR;
		await trigger.pollAfter(MINUTE);
		const ids = trigger.create(1);
		expect((await trigger.pollAfter(MINUTE)).ids).toContain(ids[0]);
	});

	it('silent changes and settle time → swept and reported without other changes', async () => {
		const trigger = watcher(aheadMs, {
			...{ events: ['created', 'tagged'], query: EVERYTHING, settleMs: 10 * MINUTE },
		});
		trigger.create(1);
		await trigger.pollAfter(2 * HOUR);
		const tag = (tags: readonly string[]) =>
			trigger.tenant.change(0, 'ann', (row) => void (row.customTags = tags), true, false);
		tag(['a']);
		await trigger.pollAfter(HOUR + MINUTE);
		tag(['a', 'b']);
		expect((await trigger.pollAfter(HOUR + MINUTE)).items).toMatchObject([{ event: 'tagged' }]);
	});
});
