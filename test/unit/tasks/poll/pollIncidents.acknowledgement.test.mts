import { describe, expect, it } from 'vitest';
import { deliveryFields } from '../../../../defender/tasks/poll/deliveryFields.ts';
import { MAX_STATE } from '../../../../defender/trigger/state.ts';
import type { HeldIncident } from '../../../support/memoryTenant/heldIncident.mts';
import { failingApi, MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';
import { createdReport } from '../../../support/triggerTimes.mts';
import { incident } from '../../../support/incidents.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const acknowledgement = { tag: 'Done', afterMs: 15 * MINUTE, times: 3 };
const KILLED = { lost: { which: 'recent', agoMs: 0 } } as const;

/** A trigger that has delivered so many incidents just now, with no sweep until the test ends. */
async function delivered(
	count: number,
	settings: Partial<ConstructorParameters<typeof PolledTrigger>[1]> = {},
) {
	const trigger = new PolledTrigger({}, { acknowledgement, sweepMs: 0, ...settings });
	await trigger.pollAfter(MINUTE);
	const ids = trigger.create(count);
	await trigger.pollAfter(MINUTE);
	return { trigger, ids };
}

type Polled = Awaited<ReturnType<PolledTrigger['pollAfter']>>;
const attempts = ({ items }: Polled) =>
	items.map(({ id, attempt, redelivered }) => (redelivered ? `${id} attempt ${attempt}` : id));

/** Polls every five minutes, so that no poll reads older changes again. @returns the last poll, after 15 minutes */
async function pollUntilDue(trigger: PolledTrigger): Promise<Polled> {
	await trigger.pollAfter(5 * MINUTE);
	await trigger.pollAfter(5 * MINUTE);
	return await trigger.pollAfter(5 * MINUTE);
}

const reads = ({ calls }: PolledTrigger) => calls.filter((call) => call.startsWith('get'));

/** Somebody changes an incident. */
function change(trigger: PolledTrigger, edit: (row: HeldIncident) => void, silent = false): void {
	trigger.tenant.change(0, 'ann', edit, silent, false);
}

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

describe('acknowledgement › with restarts and failures', () => {
	it('redelivered after a restart → waits again, and no attempt is counted', async () => {
		const { trigger } = await delivered(1);
		expect(attempts(await trigger.pollAfter(10 * MINUTE, KILLED))).toEqual(['1 attempt undefined']);
		expect(attempts(await trigger.pollAfter(14 * MINUTE))).toEqual([]);
		expect(attempts(await trigger.pollAfter(MINUTE))).toEqual(['1 attempt 1']);
	});

	it('due at the first poll after a restart → delivered once', async () => {
		const { trigger } = await delivered(1);
		expect(attempts(await trigger.pollAfter(15 * MINUTE, KILLED))).toEqual(['1 attempt undefined']);
	});

	it('killed after an attempt → the same attempt again, and the maximum stays', async () => {
		const { trigger } = await delivered(1, { acknowledgement: { ...acknowledgement, times: 1 } });
		expect(attempts(await trigger.pollAfter(15 * MINUTE))).toEqual(['1 attempt 1']);
		expect(attempts(await trigger.pollAfter(MINUTE, KILLED))).toEqual(['1 attempt 1']);
		expect(attempts(await trigger.pollAfter(60 * MINUTE))).toEqual([]);
	});

	it('unreadable when due → tried again after the same time, and no attempt is counted', async () => {
		const { trigger } = await delivered(1);
		trigger.interceptor = failingApi('', ['1']);
		const failed = await pollUntilDue(trigger);
		expect(attempts(failed)).toEqual([]);
		expect(failed.warnings).toEqual([expect.stringContaining('incident 1')]);
		expect((await trigger.pollAfter(5 * MINUTE)).warnings).toEqual([]);
		trigger.interceptor = (api) => api;
		expect(attempts(await trigger.pollAfter(5 * MINUTE))).toEqual([]);
		expect(attempts(await trigger.pollAfter(5 * MINUTE))).toEqual(['1 attempt 1']);
	});

	it('unknown to the service → tried three times', async () => {
		const { trigger } = await delivered(1);
		trigger.tenant.incidents.length = 0;
		const tries: number[] = [];
		for (let count = 0; count < 5; count++) {
			await pollUntilDue(trigger);
			tries.push(reads(trigger).length);
		}
		expect(tries).toEqual([1, 1, 1, 0, 0]);
	});

	it('poll fails after the redelivery was decided → the next poll makes it', async () => {
		const { trigger } = await delivered(1);
		trigger.tenant.failAt = 1;
		await expect(trigger.pollAfter(15 * MINUTE)).rejects.toThrow();
		trigger.tenant.failAt = 0;
		expect(attempts(await trigger.pollAfter(MINUTE))).toEqual(['1 attempt 1']);
	});

	it('item of an attempt → its number after redelivered', () => {
		const delivery = { incident: incident({ id: '1' }), redelivered: true, remark: undefined };
		const fields = (attempt: object) =>
			deliveryFields({ ...delivery, report: { ...createdReport('1'), ...attempt } }, 0, []);
		expect(Object.keys(fields({ attempt: 2 })).slice(-2)).toEqual(['redelivered', 'attempt']);
		expect(fields({ attempt: 2 })).toMatchObject({ attempt: 2 });
		expect(fields({})).not.toHaveProperty('attempt');
	});
});
