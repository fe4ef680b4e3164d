import { describe, expect, it } from 'vitest';
import { deliveryFields } from '../../../../defender/tasks/poll/deliveryFields.ts';
import {
	acknowledgement,
	attempts,
	change,
	delivered,
	pollUntilDue,
	reads,
} from '../../../support/awaitingTrigger.mts';
import { failingApi, MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';
import { createdReport } from '../../../support/triggerTimes.mts';
import { incident } from '../../../support/incidents.mts';

const KILLED = { lost: { which: 'recent', agoMs: 0 } } as const;

/** The service does not return the alerts of any incident. */
const withoutAlerts: PolledTrigger['interceptor'] = (api) => ({
	...api,
	getIncident: async (id, { alerts, ...options }) => {
		const found = await api.getIncident(id, { alerts, ...options });
		return alerts ? { ...found, alerts: 'unavailable' } : found;
	},
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

	it('new alerts named, now unavailable → delivered once they can be read, or after an hour', async () => {
		const trigger = new PolledTrigger(
			{ events: ['created', 'alertsAdded'], settleMs: 5 * MINUTE },
			{ acknowledgement },
		);
		await trigger.pollAfter(MINUTE);
		trigger.create(1);
		await trigger.pollAfter(MINUTE);
		change(trigger, (row) => void (row.alerts = ['a']));
		expect((await trigger.pollAfter(6 * MINUTE)).items).toMatchObject([
			{ details: { newAlerts: [{ id: 'a' }] } },
		]);
		const kept = trigger.stored;
		trigger.interceptor = withoutAlerts;
		expect(attempts(await trigger.pollAfter(15 * MINUTE))).toEqual([]);
		trigger.interceptor = (api) => api;
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
			{ attempt: 1, details: { newAlerts: [{ id: 'a' }] } },
		]);
		trigger.stored = kept;
		trigger.interceptor = withoutAlerts;
		expect((await trigger.pollAfter(60 * MINUTE)).items).toMatchObject([
			{ attempt: 1, details: { newAlertsTruncated: 1 } },
		]);
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
