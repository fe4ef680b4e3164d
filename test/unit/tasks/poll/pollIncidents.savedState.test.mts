import { describe, expect, it } from 'vitest';
import { MAX_STATE } from '../../../../defender/trigger/state.ts';
import { instantFromMillis } from '../../../../defender/core/instant.ts';
import { EVERYTHING } from '../../../../defender/incidents/query.ts';
import { START } from '../../../support/fakeHost.mts';
import { OWN_NAME } from '../../../support/memoryTenant/memoryTenant.mts';
import { HOUR, MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';
import { eachValue } from '../../../../lab/test/support/eachRow.mts';

const edit = (trigger: PolledTrigger, place: number, status: string) =>
	trigger.tenant.change(place, 'ann', (row) => void (row.status = status), false, false);
const KILLED = { which: 'recent', agoMs: 0 } as const;
const raise = (trigger: PolledTrigger, place: number, severity = 'high') =>
	trigger.tenant.change(place, 'ann', (row) => void (row.severity = severity), false, false);

describe('poll › saved state', () => {
	it('other events chosen → values that were not watched before are known', async () => {
		const trigger = new PolledTrigger({ events: ['created'] });
		trigger.create(1);
		await trigger.pollAfter(HOUR);
		trigger.changeWatch({ events: ['created', 'statusChanged'] });
		expect((await trigger.pollAfter(MINUTE)).items).toEqual([]);
		edit(trigger, 0, 'inProgress');
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
			{
				event: 'statusChanged',
				changes: { status: { from: 'active', to: 'inProgress' } },
				priorStateUnknown: false,
			},
		]);
	});

	it('change of an unknown incident → chosen event, prior state unknown', async () => {
		const trigger = new PolledTrigger({ events: ['statusChanged'] });
		trigger.create(1);
		edit(trigger, 0, 'resolved');
		await trigger.pollAfter(3 * HOUR);
		edit(trigger, 0, 'active');
		const [item] = (await trigger.pollAfter(MINUTE)).items;
		expect(item).toMatchObject({
			event: 'statusChanged',
			changes: {},
			priorStateUnknown: true,
			firstSeen: false,
		});
		expect(item?.events).toEqual(['statusChanged', 'updated']);
	});

	it('certain and possible event at once → certain one names the item', async () => {
		const trigger = new PolledTrigger({ events: ['alertsAdded', 'statusChanged'] });
		trigger.create(1);
		await trigger.pollAfter(HOUR);
		trigger.tenant.change(0, 'service', (row) => void (row.alerts = ['a']), false, false);
		edit(trigger, 0, 'inProgress');
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
			{
				event: 'statusChanged',
				events: ['alertsAdded', 'statusChanged', 'updated'],
				priorStateUnknown: true,
			},
		]);
	});

	it('other filters chosen → nothing seen before is reported, also not later', async () => {
		const trigger = new PolledTrigger({ query: { ...EVERYTHING, severity: ['high'] } });
		await trigger.pollAfter(MINUTE);
		trigger.create(2, 'low');
		expect((await trigger.pollAfter(MINUTE)).items).toEqual([]);
		trigger.changeWatch({ query: { ...EVERYTHING, severity: ['low', 'high'] } });
		expect((await trigger.pollAfter(MINUTE)).items).toEqual([]);
		raise(trigger, 0);
		expect((await trigger.pollAfter(MINUTE)).items).toEqual([]);
		const [fresh] = trigger.create(1, 'low');
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([fresh]);
	});

	it('other filters chosen → incidents in settle time are kept', async () => {
		const trigger = new PolledTrigger({ settleMs: 5 * MINUTE });
		await trigger.pollAfter(MINUTE);
		const [id] = trigger.create(1, 'high');
		await trigger.pollAfter(MINUTE);
		trigger.changeWatch({ query: { ...EVERYTHING, severity: ['high'] } });
		await trigger.pollAfter(MINUTE);
		expect((await trigger.pollAfter(5 * MINUTE)).items).toMatchObject([{ id, event: 'created' }]);
	});

	eachValue([{ v: 0 }, { v: 1 }, null, 'text', [], { v: 2, checkpoint: 'x' }])(
		'damaged state → starts now without a flood, with a notice and a log line',
		async (stored) => {
			const trigger = new PolledTrigger({}, { startFrom: undefined });
			trigger.create(30);
			await trigger.pollAfter(MINUTE);
			trigger.stored = stored;
			const afterReset = await trigger.pollAfter(MINUTE);
			expect(afterReset).toMatchObject({ items: [], warnings: [expect.stringContaining('was reset')] });
			const ids = trigger.create(2);
			expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
				{ id: ids[0], remark: 'reset' },
				{ id: ids[1], remark: undefined },
			]);
			trigger.create(1);
			expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([{ remark: undefined }]);
		},
	);

	it('state of another tenant → starts now with a higher revision', async () => {
		const trigger = new PolledTrigger({}, { identity: 'tenant' });
		await trigger.pollAfter(MINUTE);
		trigger.create(1);
		await trigger.pollAfter(MINUTE);
		const other = new PolledTrigger({}, { identity: 'other' });
		other.stored = trigger.stored;
		expect(await other.pollAfter(MINUTE)).toMatchObject({ items: [], warnings: [expect.any(String)] });
		expect(other.stored).toMatchObject({ revision: 3 });
	});

	it('Start From → starts there once, in order, and not again with other filters', async () => {
		const trigger = new PolledTrigger({}, { startFrom: undefined });
		const ids = trigger.create(3);
		const later = new PolledTrigger({}, { startFrom: instantFromMillis(START) });
		later.tenant.incidents.push(...trigger.tenant.incidents);
		expect((await later.pollAfter(90 * 24 * HOUR)).items).toEqual([]);
		expect((await later.pollAfter(MINUTE)).ids).toEqual(ids);
		// Quiet months are read in parts that grow.
		expect(later.calls.length).toBeLessThan(25);
		later.changeWatch({ query: { ...EVERYTHING, severity: ['medium'] } });
		expect((await later.pollAfter(MINUTE)).ids).toEqual([]);
	});

	it('wrong service time → trigger continues', async () => {
		const trigger = new PolledTrigger({ settleMs: 0 });
		await trigger.pollAfter(MINUTE);
		trigger.interceptor = (api) => ({ ...api, serviceTime: () => trigger.tenant.now + 365 * 24 * HOUR });
		const [early] = trigger.create(1);
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([early]);
		const [meanwhile] = trigger.create(1);
		trigger.interceptor = (api) => api;
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([meanwhile]);
		const [after] = trigger.create(1);
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([after]);
		expect((await trigger.pollAfter(MINUTE)).ids).toEqual([]);
	});

	it('too many incidents in settle time → oldest reported early, none lost', async () => {
		const trigger = new PolledTrigger({ settleMs: 20 * HOUR }, { maxPerPoll: 500 });
		await trigger.pollAfter(MINUTE);
		const ids = trigger.create(400);
		const delivered: string[] = [];
		for (let poll = 0; poll < 6; poll++) {
			delivered.push(...(await trigger.pollAfter(MINUTE)).ids);
			expect(JSON.stringify(trigger.stored).length).toBeLessThanOrEqual(MAX_STATE);
		}
		expect(delivered).toEqual(ids.slice(0, 250));
		delivered.push(...(await trigger.pollAfter(20 * HOUR)).ids);
		expect(delivered).toEqual(ids);
	});

	it('largest batch and its changes → state within its limit, redelivered completely', async () => {
		const events = ['created', 'statusChanged', 'severityChanged', 'assigned', 'tagged'] as const;
		const trigger = new PolledTrigger({ events }, { maxPerPoll: 500 });
		await trigger.pollAfter(MINUTE);
		trigger.create(500);
		const first = await trigger.pollAfter(MINUTE);
		expect(JSON.stringify(trigger.stored).length).toBeLessThanOrEqual(MAX_STATE);
		for (let place = 0; place < 500; place++) {
			edit(trigger, place, 'inProgress');
			trigger.tenant.change(place, 'ann', (row) => void (row.customTags = ['tag '.repeat(20)]), false, false);
		}
		const second = await trigger.pollAfter(MINUTE);
		expect(JSON.stringify(trigger.stored).length).toBeLessThanOrEqual(MAX_STATE);
		const again = await trigger.pollAfter(MINUTE, { lost: KILLED });
		const plain = ({ items }: typeof again) =>
			items.map(({ deliveryId, event, events: all, firstSeen }) => ({ deliveryId, event, all, firstSeen }));
		expect(plain(again)).toEqual(plain(second));
		expect(again.items.every(({ redelivered }) => redelivered)).toBe(true);
		expect(first.items).toHaveLength(500);
	});

	it('own change skipped → later change by others reported', async () => {
		const trigger = new PolledTrigger({ events: ['statusChanged'], ownChanges: 'skip', ownName: OWN_NAME });
		trigger.create(1);
		await trigger.pollAfter(HOUR);
		trigger.tenant.change(0, OWN_NAME, (row) => void (row.status = 'inProgress'), false, false);
		expect((await trigger.pollAfter(MINUTE)).items).toEqual([]);
		edit(trigger, 0, 'resolved');
		expect((await trigger.pollAfter(MINUTE)).items).toMatchObject([
			{ changes: { status: { from: 'inProgress', to: 'resolved' } } },
		]);
	});
});
