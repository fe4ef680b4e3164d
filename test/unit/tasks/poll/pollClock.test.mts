import { describe, expect } from 'vitest';
import { EVERYTHING } from '../../../../defender/incidents/query.ts';
import type { TenantHabits } from '../../../support/memoryTenant/memoryTenant.mts';
import { HOUR, MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

type Watch = ConstructorParameters<typeof PolledTrigger>[0];

/** A trigger on a tenant whose answers do not contain the time, on a host whose clock is ahead by `aheadMs`. */
function triggerWithoutTime(
	aheadMs: number,
	watch: Watch = {},
	habits: Partial<TenantHabits> = {},
): PolledTrigger {
	const trigger = new PolledTrigger(watch, {}, { ...habits, tellsTime: false });
	trigger.interceptor = (api) => ({ ...api, serviceTime: () => trigger.tenant.now + aheadMs });
	return trigger;
}

const CLOCKS = [
	['right', 0],
	['two hours fast', 2 * HOUR],
	['two hours slow', -2 * HOUR],
] as const;
const ORDERS = ['honored', 'ignored', 'refused'] as const;

describe('poll › no response contains the service’s time, any host clock', () => {
	eachRow(CLOCKS.flatMap(([clock, aheadMs]) => ORDERS.map((order) => ({ clock, aheadMs, order }))))(
		'changes after activation → reported once; earlier ones → not reported',
		async ({ aheadMs, order }) => {
			const trigger = triggerWithoutTime(
				aheadMs,
				{ events: ['created', 'statusChanged'] },
				{ order, pageMax: 3 },
			);
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

	eachRow(CLOCKS)(
		'first poll after a start of n8n, no saved state → looks back from the newest incident',
		async (_, aheadMs) => {
			const trigger = triggerWithoutTime(aheadMs);
			trigger.create(1);
			trigger.tenant.now += 3 * HOUR;
			const ids = trigger.create(2);
			trigger.tenant.now += 3 * HOUR;
			expect((await trigger.pollAfter(MINUTE, { isRestart: true })).ids).toEqual(ids);
		},
	);

	eachRow(CLOCKS)('tenant without incidents → reports the first one', async (_, aheadMs) => {
		const trigger = triggerWithoutTime(aheadMs);
		for (let poll = 0; poll < 3; poll++) expect((await trigger.pollAfter(MINUTE)).ids).toEqual([]);
		const ids = trigger.create(1);
		expect((await trigger.pollAfter(1)).ids).toEqual(ids);
		expect((await trigger.pollAfter(1)).ids).toEqual([]);
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([]);
	});

	eachRow(CLOCKS)('incident stamped far in the future → later ones still reported', async (_, aheadMs) => {
		const trigger = triggerWithoutTime(aheadMs);
		trigger.create(1);
		await trigger.pollAfter(MINUTE);
		const [odd = ''] = trigger.create(1);
		for (const row of trigger.tenant.incidents) if (row.id === odd) row.updated += 10 * 24 * HOUR;
		await trigger.pollAfter(MINUTE);
		const ids = trigger.create(1);
		expect((await trigger.pollAfter(MINUTE)).ids).toContain(ids[0]);
	});

	eachRow(CLOCKS)(
		'silent changes and settle time → swept and reported without other changes',
		async (_, aheadMs) => {
			const trigger = triggerWithoutTime(aheadMs, {
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
		},
	);
});
