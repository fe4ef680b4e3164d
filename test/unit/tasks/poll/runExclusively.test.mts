import { describe, expect, it } from 'vitest';
import type { LostDeliveries } from '../../../../defender/trigger/lifecycle.ts';
import { stateOf, ExclusiveTrigger } from '../../../support/exclusiveTrigger.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const LATER = 3_000;
/** Maximum time in which n8n saves a delivery, in milliseconds. */
const STORING = 10_000;
const IN_FLIGHT: LostDeliveries = { which: 'recent', agoMs: 0 };
const NEWEST: LostDeliveries = { which: 'newest' };

describe('first poll of a process', () => {
	it('earlier poll failed → redelivery counts from the failed poll', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await expect(trigger.poll(0, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
		expect(trigger.lastStart).toEqual({ before: stateOf(7), lost: IN_FLIGHT });
		trigger.now += LATER;
		expect(await trigger.poll(1)).toBe(true);
		expect(trigger.lastStart?.lost).toEqual({ which: 'recent', agoMs: LATER });
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(8), lost: undefined });
	});

	it('earlier poll failed, node renamed → state of the failed poll', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await expect(trigger.poll(0, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
		trigger.reactivate(undefined, 'b');
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(7), lost: IN_FLIGHT });
	});
});

describe('poll after the workflow was switched off and on', () => {
	/** A trigger after two polls with items, of which n8n has certainly saved the first. */
	async function given(): Promise<ExclusiveTrigger> {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(2);
		await trigger.poll(0);
		await trigger.poll(2);
		return trigger;
	}

	eachRow([
		{ name: 'was renamed', stored: undefined },
		{ name: 'was renamed back', stored: stateOf(3) },
	])('node renamed → state of the process, newest delivery repeated until confirmed', async ({ stored }) => {
		const trigger = await given();
		trigger.reactivate(stored, 'b');
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: NEWEST });
		// n8n has saved a delivery only once a later poll finds it.
		trigger.reactivate(stored, 'c');
		await trigger.poll(0);
		expect(trigger.lastStart?.lost).toEqual(NEWEST);
		await trigger.poll(0);
		expect(trigger.lastStart?.lost).toBeUndefined();
	});

	it('node renamed before n8n saved anything → state of the process, not an older one', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(2);
		trigger.reactivate(stateOf(3), 'b');
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(8), lost: NEWEST });
	});

	it('same name, delivery dropped → start of the dropped poll', async () => {
		const trigger = await given();
		trigger.reactivate(stateOf(8));
		trigger.now += STORING;
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(9), lost: undefined });
		// That poll had no items, so n8n has not stored what it found.
		trigger.reactivate(stateOf(8));
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: undefined });
	});

	it('same name, second delivery dropped too → the state of the process again', async () => {
		const trigger = await given();
		trigger.reactivate(stateOf(3), 'b');
		await trigger.poll(2);
		trigger.reactivate(stateOf(3), 'b');
		trigger.now += STORING;
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: NEWEST });
	});

	it('same name, first delivery of the process dropped → what the previous process lost', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(2);
		trigger.reactivate(stateOf(7));
		trigger.now += STORING;
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(7), lost: { which: 'recent', agoMs: STORING } });
	});

	it('delivery possibly still being saved → poll is skipped', async () => {
		const trigger = await given();
		trigger.reactivate(stateOf(9));
		trigger.now += STORING - 1;
		expect(await trigger.poll(1)).toBe(false);
		trigger.reactivate(stateOf(10));
		expect(await trigger.poll(1)).toBe(true);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: undefined });
	});

	it('delivery possibly still being saved, other tenant → poll runs', async () => {
		const trigger = await given();
		trigger.reactivate(stateOf(9));
		trigger.identity = 'other tenant';
		expect(await trigger.poll(0)).toBe(true);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: undefined });
	});

	it('time to save a delivery → counts from the end of its poll', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(2, () => void (trigger.now += STORING));
		trigger.reactivate(stateOf(7));
		trigger.now += STORING - 1;
		expect(await trigger.poll(1)).toBe(false);
	});

	it('delivery confirmed by a later poll → nothing lost', async () => {
		const trigger = await given();
		await trigger.poll(0);
		trigger.reactivate(undefined, 'b');
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(11), lost: undefined });
	});

	it('nothing delivered → nothing lost', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(0);
		trigger.reactivate(undefined, 'b');
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(8), lost: undefined });
	});

	it('state saved by another process → that state', async () => {
		const trigger = await given();
		trigger.reactivate(stateOf(10));
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: undefined });
		trigger.reactivate(stateOf(20));
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(20), lost: undefined });
	});

	eachRow([{}, null, 'text', { revision: 'x' }])('damaged state → passed on as it is', async (stored) => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(0);
		trigger.reactivate(stored);
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stored, lost: undefined });
	});
});

describe('poll without effect', () => {
	it('overtaken by another poll → not kept', async () => {
		const trigger = new ExclusiveTrigger(undefined);
		expect(await trigger.poll(1, () => trigger.poll(1))).toBe(false);
		expect(trigger.keptResults).toBe(1);
	});

	it('overtaken on a copy of the state → not kept', async () => {
		const trigger = new ExclusiveTrigger(stateOf(1));
		const meanwhile = async () => {
			await trigger.poll(1);
			trigger.stored = stateOf(1);
		};
		expect(await trigger.poll(1, meanwhile)).toBe(false);
		expect(trigger.keptResults).toBe(1);
	});

	it('overtaken by another process, or abandoned → not kept', async () => {
		const trigger = new ExclusiveTrigger(stateOf(1));
		expect(await trigger.poll(1, () => void (trigger.stored = stateOf(2)))).toBe(false);
		expect(await trigger.poll(1, () => undefined, true)).toBe(false);
		expect(trigger).toMatchObject({ keptResults: 0, stored: stateOf(2) });
	});
});
