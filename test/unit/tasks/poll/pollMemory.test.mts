import { describe, expect, it } from 'vitest';
import { MAX_STATE } from '../../../../defender/trigger/state.ts';
import { instantFromMillis } from '../../../../defender/core/instant.ts';
import { EVERYTHING } from '../../../../defender/incidents/query.ts';
import { OWN_NAME } from '../../../property/trigger/changingTenant.mts';
import { HOUR, MINUTE, START, Watcher } from './watching.mts';
import { eachValue } from '../../../../lab/test/support/eachRow.mts';

const edit = (on: Watcher, place: number, status: string) =>
	on.tenant.change(place, 'ann', (row) => void (row.status = status), false, false);
const KILLED = { which: 'recent', agoMs: 0 } as const;
const raise = (on: Watcher, place: number, severity = 'high') =>
	on.tenant.change(place, 'ann', (row) => void (row.severity = severity), false, false);

describe('what the trigger remembers', () => {
	it('after other events are chosen holds the values that were not watched before', async () => {
		const on = new Watcher({ events: ['created'] });
		on.create(1);
		await on.after(HOUR);
		on.change({ events: ['created', 'statusChanged'] });
		expect((await on.after(MINUTE)).items).toEqual([]);
		edit(on, 0, 'inProgress');
		expect((await on.after(MINUTE)).items).toMatchObject([
			{
				event: 'statusChanged',
				changes: { status: { from: 'active', to: 'inProgress' } },
				priorStateUnknown: false,
			},
		]);
	});

	it('an incident of which nothing is known is told in doubt, under the chosen event', async () => {
		const on = new Watcher({ events: ['statusChanged'] });
		on.create(1);
		edit(on, 0, 'resolved');
		await on.after(3 * HOUR);
		edit(on, 0, 'active');
		const [item] = (await on.after(MINUTE)).items;
		expect(item).toMatchObject({
			event: 'statusChanged',
			changes: {},
			priorStateUnknown: true,
			firstSeen: false,
		});
		expect(item?.events).toEqual(['statusChanged', 'updated']);
	});

	it('what is certain names the item, and what is doubtful stands beside it', async () => {
		const on = new Watcher({ events: ['alertsAdded', 'statusChanged'] });
		on.create(1);
		await on.after(HOUR);
		on.tenant.change(0, 'service', (row) => void (row.alerts = ['a']), false, false);
		edit(on, 0, 'inProgress');
		expect((await on.after(MINUTE)).items).toMatchObject([
			{
				event: 'statusChanged',
				events: ['alertsAdded', 'statusChanged', 'updated'],
				priorStateUnknown: true,
			},
		]);
	});

	it('changed filters report nothing that was seen before, not even when it is raised later', async () => {
		const on = new Watcher({ query: { ...EVERYTHING, severity: ['high'] } });
		await on.after(MINUTE);
		on.create(2, 'low');
		expect((await on.after(MINUTE)).items).toEqual([]);
		on.change({ query: { ...EVERYTHING, severity: ['low', 'high'] } });
		expect((await on.after(MINUTE)).items).toEqual([]);
		raise(on, 0);
		expect((await on.after(MINUTE)).items).toEqual([]);
		const [fresh] = on.create(1, 'low');
		expect((await on.after(MINUTE)).ids).toEqual([fresh]);
	});

	it('changed filters do not forget the incidents that still wait to settle', async () => {
		const on = new Watcher({ settleMs: 5 * MINUTE });
		await on.after(MINUTE);
		const [id] = on.create(1, 'high');
		await on.after(MINUTE);
		on.change({ query: { ...EVERYTHING, severity: ['high'] } });
		await on.after(MINUTE);
		expect((await on.after(5 * MINUTE)).items).toMatchObject([{ id, event: 'created' }]);
	});

	eachValue([{ v: 0 }, { v: 1 }, null, 'text', [], { v: 2, checkpoint: 'x' }])(
		'that is %j begins at now without a flood, with a notice in the next item and a line in the log',
		async (stored) => {
			const on = new Watcher({}, { startFrom: undefined });
			on.create(30);
			await on.after(MINUTE);
			on.stored = stored;
			const anew = await on.after(MINUTE);
			expect(anew).toMatchObject({ items: [], warnings: [expect.stringContaining('was reset')] });
			const ids = on.create(2);
			expect((await on.after(MINUTE)).items).toMatchObject([
				{ id: ids[0], remark: 'reset' },
				{ id: ids[1], remark: undefined },
			]);
			on.create(1);
			expect((await on.after(MINUTE)).items).toMatchObject([{ remark: undefined }]);
		},
	);

	it('of another tenant begins at now too, and is newer than what n8n has stored until then', async () => {
		const on = new Watcher({}, { identity: 'tenant' });
		await on.after(MINUTE);
		on.create(1);
		await on.after(MINUTE);
		const other = new Watcher({}, { identity: 'other' });
		other.stored = on.stored;
		expect(await other.after(MINUTE)).toMatchObject({ items: [], warnings: [expect.any(String)] });
		expect(other.stored).toMatchObject({ revision: 3 });
	});

	it('with Start From begins there once, in order, and not again after other filters', async () => {
		const on = new Watcher({}, { startFrom: undefined });
		const ids = on.create(3);
		const later = new Watcher({}, { startFrom: instantFromMillis(START) });
		later.tenant.rows.push(...on.tenant.rows);
		expect((await later.after(90 * 24 * HOUR)).items).toEqual([]);
		expect((await later.after(MINUTE)).ids).toEqual(ids);
		// Quiet months are read in parts that grow.
		expect(later.calls.length).toBeLessThan(25);
		later.change({ query: { ...EVERYTHING, severity: ['medium'] } });
		expect((await later.after(MINUTE)).ids).toEqual([]);
	});

	it('a time that the service told wrongly does not silence the trigger', async () => {
		const on = new Watcher({ settleMs: 0 });
		await on.after(MINUTE);
		on.between = (api) => ({ ...api, serviceTime: () => on.tenant.now + 365 * 24 * HOUR });
		const [early] = on.create(1);
		expect((await on.after(MINUTE)).ids).toEqual([early]);
		const [meanwhile] = on.create(1);
		on.between = (api) => api;
		expect((await on.after(MINUTE)).ids).toEqual([meanwhile]);
		const [after] = on.create(1);
		expect((await on.after(MINUTE)).ids).toEqual([after]);
		expect((await on.after(MINUTE)).ids).toEqual([]);
	});

	it('when too many wait to settle the oldest are told before their time, and none is lost', async () => {
		const on = new Watcher({ settleMs: 20 * HOUR }, { maxPerPoll: 500 });
		await on.after(MINUTE);
		const ids = on.create(400);
		const told: string[] = [];
		for (let poll = 0; poll < 6; poll++) {
			told.push(...(await on.after(MINUTE)).ids);
			expect(JSON.stringify(on.stored).length).toBeLessThanOrEqual(MAX_STATE);
		}
		expect(told).toEqual(ids.slice(0, 250));
		told.push(...(await on.after(20 * HOUR)).ids);
		expect(told).toEqual(ids);
	});

	it('holds the largest batch and its changes within its bound, and gives it again whole', async () => {
		const events = ['created', 'statusChanged', 'severityChanged', 'assigned', 'tagged'] as const;
		const on = new Watcher({ events }, { maxPerPoll: 500 });
		await on.after(MINUTE);
		on.create(500);
		const first = await on.after(MINUTE);
		expect(JSON.stringify(on.stored).length).toBeLessThanOrEqual(MAX_STATE);
		for (let place = 0; place < 500; place++) {
			edit(on, place, 'inProgress');
			on.tenant.change(place, 'ann', (row) => void (row.customTags = ['tag '.repeat(20)]), false, false);
		}
		const second = await on.after(MINUTE);
		expect(JSON.stringify(on.stored).length).toBeLessThanOrEqual(MAX_STATE);
		const again = await on.after(MINUTE, { lost: KILLED });
		const plain = ({ items }: typeof again) =>
			items.map(({ deliveryId, event, events: all, firstSeen }) => ({ deliveryId, event, all, firstSeen }));
		expect(plain(again)).toEqual(plain(second));
		expect(again.items.every(({ redelivered }) => redelivered)).toBe(true);
		expect(first.items).toHaveLength(500);
	});

	it('skips a change of our own and not one of others after it', async () => {
		const on = new Watcher({ events: ['statusChanged'], ownChanges: 'skip', ownName: OWN_NAME });
		on.create(1);
		await on.after(HOUR);
		on.tenant.change(0, OWN_NAME, (row) => void (row.status = 'inProgress'), false, false);
		expect((await on.after(MINUTE)).items).toEqual([]);
		edit(on, 0, 'resolved');
		expect((await on.after(MINUTE)).items).toMatchObject([
			{ changes: { status: { from: 'inProgress', to: 'resolved' } } },
		]);
	});
});
