import { describe, expect, it } from 'vitest';
import { readState } from '../../../../defender/trigger/state.ts';
import { toMillis } from '../../../../defender/core/instant.ts';
import { trouble } from '../../../support/defenderErrors.mts';
import { withComment } from '../../../support/memoryTenant/heldIncident.mts';
import { failingApi, HOUR, MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';

const CHANGES = ['created', 'statusChanged', 'alertsAdded'] as const;

describe('poll › one failure never stops the others', () => {
	it('sweep fails → polls continue, and each one tries it again', async () => {
		const trigger = new PolledTrigger({ events: ['commented'] });
		trigger.create(2);
		await trigger.pollAfter(MINUTE);
		await trigger.pollAfter(3 * HOUR);
		trigger.tenant.change(0, 'ann', (row) => void (row.comments = withComment([], 'ann')), true, false);
		trigger.interceptor = failingApi("status eq 'active'");
		const [id] = trigger.create(1);
		const first = await trigger.pollAfter(HOUR);
		expect(first.warnings).toEqual([expect.stringContaining('sweep: ')]);
		trigger.tenant.change(2, 'ann', (row) => void (row.comments = withComment([], 'ann')), false, false);
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([id]);
		trigger.interceptor = (api) => api;
		const swept = await trigger.pollAfter(MINUTE);
		expect(swept).toMatchObject({ ids: ['1'], warnings: [] });
	});

	it('look-back fails → tried again, late incidents reported then', async () => {
		const trigger = new PolledTrigger();
		await trigger.pollAfter(MINUTE);
		trigger.tenant.create('high', 10 * MINUTE, false);
		for (let poll = 0; poll < 9; poll++) await trigger.pollAfter(MINUTE);
		trigger.interceptor = failingApi('and lastUpdateDateTime lt');
		const [next = ''] = trigger.create(1);
		const failed = await trigger.pollAfter(MINUTE);
		expect(failed).toMatchObject({ ids: [next], warnings: [expect.stringContaining('look-back: ')] });
		trigger.interceptor = (api) => api;
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual(['1']);
	});

	it('look-back fails after a pause → checkpoint does not pass it', async () => {
		const trigger = new PolledTrigger();
		await trigger.pollAfter(MINUTE);
		trigger.tenant.create('high', 40 * MINUTE, false);
		const before = readState(trigger.stored)?.checkpoint;
		trigger.interceptor = failingApi('and lastUpdateDateTime lt');
		await trigger.pollAfter(HOUR / 2);
		const after = readState(trigger.stored)?.checkpoint;
		expect(before && after && toMillis(after) - toMillis(before)).toBe(10 * MINUTE);
		trigger.interceptor = (api) => api;
		expect((await trigger.pollAfter(HOUR / 2)).ids).toEqual(['1']);
	});

	it('some settled incidents unreadable → the others reported, these later', async () => {
		const trigger = new PolledTrigger({ settleMs: 20 * MINUTE });
		await trigger.pollAfter(MINUTE);
		const ids = trigger.create(6);
		await trigger.pollAfter(MINUTE);
		trigger.interceptor = failingApi('', ids.slice(0, 4));
		const delivered = await trigger.pollAfter(22 * MINUTE);
		// The leap after a pause reads the look-back; the list has them all.
		expect(delivered.ids).toEqual(ids);
		const more = trigger.create(6);
		for (let minute = 0; minute < 20; minute++) expect((await trigger.pollAfter(MINUTE)).ids).toEqual([]);
		trigger.interceptor = failingApi('', more.slice(0, 4));
		const shallow = await trigger.pollAfter(90_000);
		expect(shallow.ids).toEqual(more.slice(4));
		expect(shallow.warnings).toHaveLength(4);
		trigger.interceptor = (api) => api;
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual(more.slice(0, 4));
	});

	it('target of a merge unreadable → merge reported with the known target', async () => {
		const trigger = new PolledTrigger({ events: ['merged'] });
		const [source = '', target = ''] = trigger.create(2);
		await trigger.pollAfter(HOUR);
		trigger.tenant.merge(0, 1, false);
		trigger.interceptor = failingApi('', [target]);
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
			{ id: source, event: 'merged', mergedInto: target },
		]);
	});

	it('alerts unreadable → each change reported once, added alerts as possible', async () => {
		const trigger = new PolledTrigger({ events: CHANGES });
		await trigger.pollAfter(MINUTE);
		const [id = ''] = trigger.create(1);
		trigger.interceptor = failingApi('', [id]);
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
			{ id, event: 'created', priorStateUnknown: false },
		]);
		trigger.tenant.change(0, 'ann', (row) => void (row.assignedTo = 'ann'), false, false);
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
			{ id, event: 'alertsAdded', priorStateUnknown: true, incident: { alerts: 'unavailable' } },
		]);
		expect((await trigger.pollAfter(MINUTE)).items).toEqual([]);
	});

	it('time or quota ends inside a batch → finished items delivered, the rest in the next poll', async () => {
		const trigger = new PolledTrigger({}, { alerts: true, maxPerPoll: 500 });
		await trigger.pollAfter(MINUTE);
		const ids = trigger.create(60);
		trigger.callDurationMs = 7_000;
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual(ids.slice(0, 25));
		trigger.callDurationMs = 0;
		let gets = 0;
		trigger.interceptor = (api) => ({
			...api,
			getIncident: async (id, options) => {
				if (++gets > 30) throw trouble({ kind: 'throttled', retryAt: 0 });
				return await api.getIncident(id, options);
			},
		});
		const throttled = await trigger.pollAfter(MINUTE);
		expect(throttled).toMatchObject({
			ids: ids.slice(25, 50),
			warnings: [expect.stringContaining('items: ')],
		});
		trigger.interceptor = (api) => api;
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual(ids.slice(50));
	});

	it('burst larger than one poll → read in parts, in order', async () => {
		const trigger = new PolledTrigger({}, { maxPerPoll: 500 });
		await trigger.pollAfter(MINUTE);
		const ids = Array.from({ length: 600 }, () => {
			trigger.tenant.now += 3_000;
			return trigger.create(1)[0];
		});
		trigger.callDurationMs = 20_000;
		const delivered: string[] = [];
		for (let poll = 0; poll < 6 && delivered.length < 600; poll++)
			delivered.push(...(await trigger.pollAfter(MINUTE)).ids);
		expect(delivered).toEqual(ids);
	});

	it('more open incidents than one poll may read → read by several polls', async () => {
		const trigger = new PolledTrigger({ events: ['statusChanged'] }, {}, { pageMax: 5 });
		trigger.create(300);
		await trigger.pollAfter(HOUR);
		expect(trigger.calls.length).toBeLessThan(45);
		await trigger.pollAfter(MINUTE);
		expect(trigger.calls.length).toBeLessThan(45);
		await trigger.pollAfter(MINUTE);
		expect(trigger.calls.length).toBeLessThan(3);
		trigger.tenant.change(299, 'ann', (row) => void (row.status = 'resolved'), false, false);
		const changes = { status: { from: 'active', to: 'resolved' } };
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
			{ id: '300', changes, priorStateUnknown: false },
		]);
	});

	it('first response after the time limit → poll fails, saved state unchanged', async () => {
		const trigger = new PolledTrigger();
		await trigger.pollAfter(MINUTE);
		const before = JSON.stringify(trigger.stored);
		trigger.create(60);
		trigger.callDurationMs = 400_000;
		await expect(trigger.pollAfter(MINUTE)).rejects.toThrow('time limit of 300 seconds');
		expect(JSON.stringify(trigger.stored)).toBe(before);
	});
});
