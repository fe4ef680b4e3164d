import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { expectPreviewed } from '../../support/previews.mts';
import { incidentById, our } from '../../support/practice.mts';
import { activeTrigger, itemJson, MINUTE } from '../../support/triggerFixture.mts';

const current = benchPerTest();
const ANN = 'ann@contoso.com';
type Items = readonly Readonly<Record<string, unknown>>[];
const ACKNOWLEDGED = { options: { acknowledgeTag: 'n8n done', includeAlerts: false } };

/** The workflow behind the trigger: its last node sets the tag. */
async function runWorkflow(items: Items): Promise<void> {
	const update = our('updateIncident', {
		...{ incidentId: incidentById('={{ $json.id }}'), updateFields: {} },
		...{ tagsMode: 'add', tags: 'n8n done' },
	});
	expect((await current.bench.run(update, { input: items })).error).toBeUndefined();
}

const attempts = (items: Items) => items.map(({ id, attempt }) => [id, attempt]);
const callsOf = async (work: () => Promise<unknown>) => {
	const before = current.bench.apiCalls().length;
	await work();
	return current.bench.apiCalls().length - before;
};

describe('acknowledged delivery', () => {
	it('workers killed, main process alive → with the option, each incident again until its tag is set', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, ACKNOWLEDGED);
		const [done, lost] = [incidents.create({}).id, incidents.create({}).id];
		const batch = await trigger.after();
		// The worker is killed after the first incident.
		await runWorkflow(batch.filter(({ id }) => id === done));
		expect(await trigger.after(14 * MINUTE)).toEqual([]);
		const again = await trigger.after(2 * MINUTE);
		expect(again).toMatchObject([{ id: lost, event: 'created', redelivered: true, attempt: 1 }]);
		expect(again[0]?.['deliveryId']).toBe(batch.find(({ id }) => id === lost)?.['deliveryId']);
		expectPreviewed(again, 'incidentTrigger');
		// The next worker is killed too.
		const second = await trigger.after(16 * MINUTE);
		expect(attempts(second)).toEqual([[lost, 2]]);
		await runWorkflow(second);
		expect(await trigger.after(20 * MINUTE)).toEqual([]);
		expect(await trigger.after(20 * MINUTE)).toEqual([]);
	});

	it('workers killed, main process alive → without the option, nothing again', async () => {
		const trigger = await activeTrigger(current.bench);
		current.bench.tenant.incidents.create({});
		expect(await trigger.after()).toHaveLength(1);
		for (let quarters = 0; quarters < 8; quarters++) expect(await trigger.after(15 * MINUTE)).toEqual([]);
	});

	it('never tagged → as often as set, and the times may be set', async () => {
		const trigger = await activeTrigger(current.bench, {
			options: { ...ACKNOWLEDGED.options, acknowledgeAfter: 5, acknowledgeTimes: 2 },
		});
		const { id } = current.bench.tenant.incidents.create({});
		await trigger.after();
		const seen: Items[] = [];
		for (let polls = 0; polls < 6; polls++) seen.push(await trigger.after(5 * MINUTE));
		expect(attempts(seen.flat())).toEqual([
			[id, 1],
			[id, 2],
		]);
	});

	it('waiting → one request per poll; due → one more', async () => {
		const trigger = await activeTrigger(current.bench, ACKNOWLEDGED);
		current.bench.tenant.incidents.create({});
		await trigger.after();
		expect(await callsOf(async () => await trigger.after(5 * MINUTE))).toBe(1);
		expect(await callsOf(async () => await trigger.after(5 * MINUTE))).toBe(1);
		expect(await callsOf(async () => await trigger.after(6 * MINUTE))).toBe(2);
	});

	it('killed while one waits → known to the next n8n', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, ACKNOWLEDGED);
		const [open, closed] = [incidents.create({}).id, incidents.create({}).id];
		await trigger.after();
		incidents.edit(ANN, closed, { status: 'resolved' });
		current.bench.tenant.clock.advance(80 * MINUTE);
		// So long after the deliveries, the restart itself is no reason to deliver them again.
		const next = await activeTrigger(current.bench, ACKNOWLEDGED, {
			saved: trigger.saved(),
			activation: 'init',
		});
		expect(itemJson(next.first)).toMatchObject([{ id: open, redelivered: true, attempt: 1 }]);
	});
});
