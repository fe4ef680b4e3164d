import { describe, expect, it } from 'vitest';
import type { LostDeliveries } from '../../../../defender/trigger/lifecycle.ts';
import { stateOf, ExclusiveTrigger } from '../../../support/exclusiveTrigger.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const LATER = 3_000;
/** So long n8n may take to store what it has taken. */
const STORING = 10_000;
const IN_FLIGHT: LostDeliveries = { which: 'recent', agoMs: 0 };
const NEWEST: LostDeliveries = { which: 'newest' };

describe('the first poll of a process', () => {
	it('may follow a loss of all that was in flight, since so long as polls have failed', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await expect(trigger.poll(0, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
		expect(trigger.lastStart).toEqual({ before: stateOf(7), lost: IN_FLIGHT });
		trigger.now += LATER;
		expect(await trigger.poll(1)).toBe(true);
		expect(trigger.lastStart?.lost).toEqual({ which: 'recent', agoMs: LATER });
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(8), lost: undefined });
	});

	it('finds what a failed one found, though the node was renamed meanwhile', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await expect(trigger.poll(0, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
		trigger.reactivate(undefined, 'b');
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(7), lost: IN_FLIGHT });
	});
});

describe('a poll of a workflow that was switched off and on', () => {
	/** Two polls with items, of which n8n has taken the first for certain. */
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
	])(
		'goes on with what is remembered when the node $name, and n8n may have dropped its items',
		async ({ stored }) => {
			const trigger = await given();
			trigger.reactivate(stored, 'b');
			await trigger.poll(0);
			expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: NEWEST });
			// Not before a poll finds what was given it is known that n8n takes what comes.
			trigger.reactivate(stored, 'c');
			await trigger.poll(0);
			expect(trigger.lastStart?.lost).toEqual(NEWEST);
			await trigger.poll(0);
			expect(trigger.lastStart?.lost).toBeUndefined();
		},
	);

	it('goes on with what is remembered, before n8n has stored anything of this process, also from an older state', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(2);
		trigger.reactivate(stateOf(3), 'b');
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(8), lost: NEWEST });
	});

	it('begins with what the one before began with when the node keeps its name and n8n has dropped its items', async () => {
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

	it('goes on with what is remembered once more when n8n has dropped that too', async () => {
		const trigger = await given();
		trigger.reactivate(stateOf(3), 'b');
		await trigger.poll(2);
		trigger.reactivate(stateOf(3), 'b');
		trigger.now += STORING;
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: NEWEST });
	});

	it('begins with what the process before had lost when n8n has dropped the first items of this one', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(2);
		trigger.reactivate(stateOf(7));
		trigger.now += STORING;
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(7), lost: { which: 'recent', agoMs: STORING } });
	});

	it('gives nothing while n8n may still be storing what another poll gave', async () => {
		const trigger = await given();
		trigger.reactivate(stateOf(9));
		trigger.now += STORING - 1;
		expect(await trigger.poll(1)).toBe(false);
		trigger.reactivate(stateOf(10));
		expect(await trigger.poll(1)).toBe(true);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: undefined });
	});

	it('does not wait for that when another tenant is asked, and the trigger begins there', async () => {
		const trigger = await given();
		trigger.reactivate(stateOf(9));
		trigger.identity = 'other tenant';
		expect(await trigger.poll(0)).toBe(true);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: undefined });
	});

	it('counts the time for that from the end of the poll that gave it', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(2, () => void (trigger.now += STORING));
		trigger.reactivate(stateOf(7));
		trigger.now += STORING - 1;
		expect(await trigger.poll(1)).toBe(false);
	});

	it('misses nothing when n8n had polled once more, and so had taken the items', async () => {
		const trigger = await given();
		await trigger.poll(0);
		trigger.reactivate(undefined, 'b');
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(11), lost: undefined });
	});

	it('misses nothing when nothing was given', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(0);
		trigger.reactivate(undefined, 'b');
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(8), lost: undefined });
	});

	it('goes on with what another process of n8n has stored since', async () => {
		const trigger = await given();
		trigger.reactivate(stateOf(10));
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(10), lost: undefined });
		trigger.reactivate(stateOf(20));
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stateOf(20), lost: undefined });
	});

	eachRow([{}, null, 'text', { revision: 'x' }])('begins anew where %j is stored', async (stored) => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await trigger.poll(0);
		trigger.reactivate(stored);
		await trigger.poll(0);
		expect(trigger.lastStart).toEqual({ before: stored, lost: undefined });
	});
});

describe('a poll that counts for nothing', () => {
	it('is one that another poll of the process overtook', async () => {
		const trigger = new ExclusiveTrigger(undefined);
		expect(await trigger.poll(1, () => trigger.poll(1))).toBe(false);
		expect(trigger.keptResults).toBe(1);
	});

	it('is one on a copy of the state, too', async () => {
		const trigger = new ExclusiveTrigger(stateOf(1));
		const meanwhile = async () => {
			await trigger.poll(1);
			trigger.stored = stateOf(1);
		};
		expect(await trigger.poll(1, meanwhile)).toBe(false);
		expect(trigger.keptResults).toBe(1);
	});

	it('is one that another process overtook, or that n8n has given up', async () => {
		const trigger = new ExclusiveTrigger(stateOf(1));
		expect(await trigger.poll(1, () => void (trigger.stored = stateOf(2)))).toBe(false);
		expect(await trigger.poll(1, () => undefined, true)).toBe(false);
		expect(trigger).toMatchObject({ keptResults: 0, stored: stateOf(2) });
	});
});
