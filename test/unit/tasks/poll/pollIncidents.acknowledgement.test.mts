import { describe, expect, it } from 'vitest';
import { MAX_STATE } from '../../../../defender/trigger/state.ts';
import {
	acknowledgement,
	attempts,
	change,
	delivered,
	pollUntilDue,
	reads,
} from '../../../support/awaitingTrigger.mts';
import type { HeldIncident } from '../../../support/memoryTenant/heldIncident.mts';
import { MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('acknowledgement › incident without the tag', () => {
	it('polled on → delivered again after the given time, at most three times', async () => {
		const { trigger } = await delivered(1);
		expect(attempts(await trigger.pollAfter(14 * MINUTE))).toEqual([]);
		for (const attempt of [1, 2, 3]) {
			expect(attempts(await trigger.pollAfter(attempt === 1 ? MINUTE : 15 * MINUTE))).toEqual([
				`1 attempt ${attempt}`,
			]);
			expect(attempts(await trigger.pollAfter(MINUTE))).toEqual([]);
			trigger.tenant.now -= MINUTE;
		}
		expect(attempts(await trigger.pollAfter(60 * MINUTE))).toEqual([]);
		expect(JSON.stringify(trigger.stored)).not.toContain('"awaited"');
	});

	it('redelivery → ID of the first delivery, and the incident as it is now', async () => {
		const trigger = new PolledTrigger({}, { acknowledgement });
		await trigger.pollAfter(MINUTE);
		trigger.create(1);
		const [first] = (await trigger.pollAfter(MINUTE)).items;
		change(trigger, (row) => void (row.severity = 'high'));
		await trigger.pollAfter(MINUTE);
		expect((await trigger.pollAfter(15 * MINUTE)).items).toMatchObject([
			{ deliveryId: first?.deliveryId, event: 'created', firstSeen: true, incident: { severity: 'high' } },
		]);
	});

	it('waiting → one request per poll; due → one more', async () => {
		const { trigger } = await delivered(2);
		await trigger.pollAfter(5 * MINUTE);
		expect(trigger.calls).toHaveLength(1);
		await trigger.pollAfter(9 * MINUTE);
		expect(trigger.calls).toHaveLength(1);
		await trigger.pollAfter(MINUTE);
		expect(trigger.calls.slice(1).sort()).toEqual(['get 1', 'get 2']);
		await trigger.pollAfter(MINUTE);
		expect(trigger.calls).toHaveLength(1);
	});

	it('more due than one poll may emit → at most that many, oldest first, before new ones', async () => {
		const { trigger } = await delivered(3, { maxPerPoll: 2 });
		expect(attempts(await trigger.pollAfter(MINUTE))).toEqual(['3']);
		trigger.create(1);
		expect(attempts(await trigger.pollAfter(14 * MINUTE))).toEqual(['1 attempt 1', '2 attempt 1']);
		expect(attempts(await trigger.pollAfter(MINUTE))).toEqual(['3 attempt 1', '4']);
	});

	it('200 incidents → the state stays small, and each is delivered again', async () => {
		const { trigger, ids } = await delivered(200, { maxPerPoll: 500 });
		expect(JSON.stringify(trigger.stored).length).toBeLessThanOrEqual(MAX_STATE);
		const { items, notices } = await trigger.pollAfter(15 * MINUTE);
		expect(items.map(({ id }) => id)).toEqual(ids);
		expect(notices.flat()).toEqual([]);
	});

	it('more than the state can hold → a notice says so', async () => {
		const { trigger } = await delivered(1_000, { maxPerPoll: 1_000 });
		expect(JSON.stringify(trigger.stored).length).toBeLessThanOrEqual(MAX_STATE);
		const { notices } = await trigger.pollAfter(15 * MINUTE);
		expect(notices[0]).toEqual([expect.stringContaining('wait for their Acknowledge Tag')]);
	});
});

describe('acknowledgement › incident that need not be delivered again', () => {
	eachRow<[string, (row: HeldIncident) => void]>([
		['tagged', (row) => void (row.customTags = ['x', 'done'])],
		['resolved', (row) => void (row.status = 'resolved')],
		['merged', (row) => void Object.assign(row, { status: 'redirected', redirectIncidentId: '2' })],
	])('since its delivery, with or without a new update time → not delivered again', async (_, edit) => {
		for (const silent of [false, true]) {
			const { trigger } = await delivered(1);
			await trigger.pollAfter(4 * MINUTE);
			change(trigger, edit, silent);
			expect(attempts(await pollUntilDue(trigger))).toEqual([]);
			expect(reads(trigger)).toEqual(silent ? ['get 1'] : []);
			// It does not wait any longer.
			await pollUntilDue(trigger);
			expect(reads(trigger)).toEqual([]);
		}
	});

	it('tagged at its first delivery → not delivered again', async () => {
		const trigger = new PolledTrigger({}, { acknowledgement });
		await trigger.pollAfter(MINUTE);
		trigger.create(1);
		change(trigger, (row) => void (row.customTags = ['done']));
		expect(attempts(await trigger.pollAfter(MINUTE))).toEqual(['1']);
		expect(attempts(await trigger.pollAfter(20 * MINUTE))).toEqual([]);
	});

	it('delivered for another event → not delivered again', async () => {
		const trigger = new PolledTrigger({ events: ['severityChanged'] }, { acknowledgement });
		trigger.tenant.add('1');
		await trigger.pollAfter(MINUTE);
		change(trigger, (row) => void (row.severity = 'high'));
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([{ event: 'severityChanged' }]);
		expect(attempts(await trigger.pollAfter(20 * MINUTE))).toEqual([]);
	});

	it('option turned off, then on → only later incidents wait', async () => {
		const { trigger } = await delivered(1);
		const off = new PolledTrigger({}, { sweepMs: 0 });
		off.stored = trigger.stored;
		off.tenant.incidents.push(...trigger.tenant.incidents);
		off.tenant.now = trigger.tenant.now;
		expect((await off.pollAfter(MINUTE)).items).toEqual([]);
		trigger.stored = off.stored;
		expect(attempts(await trigger.pollAfter(20 * MINUTE))).toEqual([]);
	});
});
