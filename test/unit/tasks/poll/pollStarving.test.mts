import { describe, expect, it } from 'vitest';
import { readState } from '../../../../defender/trigger/state.ts';
import { toMillis } from '../../../../defender/core/instant.ts';
import { trouble } from '../../../support/defenderErrors.mts';
import { failing, HOUR, MINUTE, Watcher } from './watching.mts';

const CHANGES = ['created', 'statusChanged', 'alertsAdded'] as const;

describe('no single failure starves the trigger', () => {
	it('a sweep that fails is tried again by each poll, and the polls go on', async () => {
		const on = new Watcher({ events: ['commented'] });
		on.create(2);
		await on.after(MINUTE);
		await on.after(3 * HOUR);
		on.tenant.change(0, 'ann', (row) => void (row.comments = ['ann']), true, false);
		on.between = failing("status eq 'active'");
		const [id] = on.create(1);
		const first = await on.after(HOUR);
		expect(first.warnings).toEqual([expect.stringContaining('sweep: ')]);
		on.tenant.change(2, 'ann', (row) => void (row.comments = ['ann']), false, false);
		expect((await on.after(MINUTE)).ids).toEqual([id]);
		on.between = (api) => api;
		const swept = await on.after(MINUTE);
		expect(swept).toMatchObject({ ids: ['1'], warnings: [] });
	});

	it('a look-back that fails is tried again, and what became visible late is found then', async () => {
		const on = new Watcher();
		await on.after(MINUTE);
		on.tenant.create('high', 10 * MINUTE, false);
		for (let poll = 0; poll < 9; poll++) await on.after(MINUTE);
		on.between = failing('and lastUpdateDateTime lt');
		const [next = ''] = on.create(1);
		const failed = await on.after(MINUTE);
		expect(failed).toMatchObject({ ids: [next], warnings: [expect.stringContaining('look-back: ')] });
		on.between = (api) => api;
		expect((await on.after(MINUTE)).ids).toEqual(['1']);
	});

	it('after a pause the floor does not leap over a look-back that fails', async () => {
		const on = new Watcher();
		await on.after(MINUTE);
		on.tenant.create('high', 40 * MINUTE, false);
		const before = readState(on.stored)?.checkpoint;
		on.between = failing('and lastUpdateDateTime lt');
		await on.after(HOUR / 2);
		const after = readState(on.stored)?.checkpoint;
		expect(before && after && toMillis(after) - toMillis(before)).toBe(10 * MINUTE);
		on.between = (api) => api;
		expect((await on.after(HOUR / 2)).ids).toEqual(['1']);
	});

	it('of settled incidents one that cannot be read does not hold back the others', async () => {
		const on = new Watcher({ settleMs: 20 * MINUTE });
		await on.after(MINUTE);
		const ids = on.create(6);
		await on.after(MINUTE);
		on.between = failing('', ids.slice(0, 4));
		const told = await on.after(22 * MINUTE);
		// The leap after a pause reads the look-back; the list has them all.
		expect(told.ids).toEqual(ids);
		const more = on.create(6);
		for (let minute = 0; minute < 20; minute++) expect((await on.after(MINUTE)).ids).toEqual([]);
		on.between = failing('', more.slice(0, 4));
		const shallow = await on.after(90_000);
		expect(shallow.ids).toEqual(more.slice(4));
		expect(shallow.warnings).toHaveLength(4);
		on.between = (api) => api;
		expect((await on.after(MINUTE)).ids).toEqual(more.slice(0, 4));
	});

	it('a merge is told though the way of its target cannot be read to the end', async () => {
		const on = new Watcher({ events: ['merged'] });
		const [source = '', target = ''] = on.create(2);
		await on.after(HOUR);
		on.tenant.merge(0, 1, false);
		on.between = failing('', [target]);
		expect((await on.after(MINUTE)).items).toMatchObject([
			{ id: source, event: 'merged', mergedInto: target },
		]);
	});

	it('of incidents whose alerts fail each change is told, in doubt whether alerts were added, and once', async () => {
		const on = new Watcher({ events: CHANGES });
		await on.after(MINUTE);
		const [id = ''] = on.create(1);
		on.between = failing('', [id]);
		expect((await on.after(MINUTE)).items).toMatchObject([
			{ id, event: 'created', priorStateUnknown: false },
		]);
		on.tenant.change(0, 'ann', (row) => void (row.assignedTo = 'ann'), false, false);
		expect((await on.after(MINUTE)).items).toMatchObject([
			{ id, event: 'alertsAdded', priorStateUnknown: true, incident: { alerts: 'unavailable' } },
		]);
		expect((await on.after(MINUTE)).items).toEqual([]);
	});

	it('what was completed is told when the time or the quota ends within a batch, and the rest comes next', async () => {
		const on = new Watcher({}, { alerts: true, maxPerPoll: 500 });
		await on.after(MINUTE);
		const ids = on.create(60);
		on.callTakes = 7_000;
		expect((await on.after(MINUTE)).ids).toEqual(ids.slice(0, 25));
		on.callTakes = 0;
		let gets = 0;
		on.between = (api) => ({
			...api,
			getIncident: async (id, options) => {
				if (++gets > 30) throw trouble({ kind: 'throttled', retryAt: 0 });
				return await api.getIncident(id, options);
			},
		});
		const throttled = await on.after(MINUTE);
		expect(throttled).toMatchObject({
			ids: ids.slice(25, 50),
			warnings: [expect.stringContaining('items: ')],
		});
		on.between = (api) => api;
		expect((await on.after(MINUTE)).ids).toEqual(ids.slice(50));
	});

	it('a burst too large for one poll is read in parts, each a step forward', async () => {
		const on = new Watcher({}, { maxPerPoll: 500 });
		await on.after(MINUTE);
		const ids = Array.from({ length: 600 }, () => {
			on.tenant.now += 3_000;
			return on.create(1)[0];
		});
		on.callTakes = 20_000;
		const told: string[] = [];
		for (let poll = 0; poll < 6 && told.length < 600; poll++) told.push(...(await on.after(MINUTE)).ids);
		expect(told).toEqual(ids);
	});

	it('more open incidents than one poll may read are learnt by several, at activation too', async () => {
		const on = new Watcher({ events: ['statusChanged'] }, {}, { pageMax: 5 });
		on.create(300);
		await on.after(HOUR);
		expect(on.calls.length).toBeLessThan(45);
		await on.after(MINUTE);
		expect(on.calls.length).toBeLessThan(45);
		await on.after(MINUTE);
		expect(on.calls.length).toBeLessThan(3);
		on.tenant.change(299, 'ann', (row) => void (row.status = 'resolved'), false, false);
		const changes = { status: { from: 'active', to: 'resolved' } };
		expect((await on.after(MINUTE)).items).toMatchObject([{ id: '300', changes, priorStateUnknown: false }]);
	});

	it('a service whose first answer does not come in time fails the poll and changes nothing', async () => {
		const on = new Watcher();
		await on.after(MINUTE);
		const before = JSON.stringify(on.stored);
		on.create(60);
		on.callTakes = 400_000;
		await expect(on.after(MINUTE)).rejects.toThrow('time limit of 300 seconds');
		expect(JSON.stringify(on.stored)).toBe(before);
	});
});
