import type { INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { expectPreviewed } from '../../support/previews.mts';
import { MINUTE, activeTrigger } from '../../support/triggerFixture.mts';

const current = benchPerTest();
const EVENTS = [
	...['merged', 'created', 'alertsAdded', 'verdictChanged', 'assigned', 'statusChanged', 'severityChanged'],
	...['tagged', 'commented', 'updated'],
];

/** Makes a change of every kind, poll by poll. @returns all items */
async function everything(parameters: INodeParameters) {
	const { incidents, app, clock } = current.bench.tenant;
	const ann = 'ann@contoso.com';
	const trigger = await activeTrigger(current.bench, { events: EVENTS, ...parameters });
	const [first, second] = [incidents.create({}), incidents.create({})];
	incidents.addAlert(first.id);
	const items = [...(await trigger.after())];
	incidents.edit(ann, first.id, {
		status: 'inProgress',
		assignedTo: ann,
		severity: 'low',
		customTags: ['a'],
	});
	incidents.edit(ann, first.id, { classification: 'truePositive', determination: 'malware' });
	incidents.comment(ann, first.id, 'looking');
	incidents.addAlert(first.id);
	incidents.edit(`API-App:${app.displayName}`, second.id, { status: 'inProgress' });
	items.push(...(await trigger.after()));
	const closed = incidents.all().find(({ status }) => status === 'resolved');
	incidents.edit(ann, closed?.id ?? '', { status: 'active' });
	incidents.merge(second.id, first.id);
	items.push(...(await trigger.after()));
	clock.advance(MINUTE);
	const again = await activeTrigger(
		current.bench,
		{ events: EVENTS, ...parameters },
		{ saved: trigger.saved() },
	);
	items.push(...(again.first ?? []).map(({ json }) => json));
	const reset = await activeTrigger(
		current.bench,
		{ events: EVENTS, ...parameters },
		{ saved: { 'node:incidentTrigger': { incidents: 1 } } },
	);
	incidents.create({});
	items.push(...(await reset.after()));
	return items;
}

describe('item of the trigger', () => {
	current.eachRow([
		['lean', {}],
		['with alerts', { options: { includeAlerts: true, ownChanges: 'mark' } }],
	])('items of each kind → match the output preview', async (_, parameters) => {
		const items = await everything(parameters);
		const seen = new Set(items.flatMap(({ events }) => (Array.isArray(events) ? events.map(String) : [])));
		expect([...seen].sort()).toEqual([...EVENTS].sort());
		for (const name of ['redelivered', 'priorStateUnknown', 'mergedInto', 'notice'])
			expect(
				items.some((item) => name in item),
				name,
			).toBe(true);
		expect(items.some((item) => 'ownChange' in item)).toBe('options' in parameters);
		expectPreviewed(items, 'incidentTrigger');
	});

	it('hostile texts and unknown values → unchanged', async () => {
		const { incidents } = current.bench.tenant;
		const trigger = await activeTrigger(current.bench, { events: ['created', 'tagged', 'statusChanged'] });
		const texts = hostileStrings
			.map(({ text }) => text)
			.filter((text) => !/\p{Surrogate}/u.test(text) && text.length < 1_000);
		const made = texts.map((displayName) => incidents.create({ displayName }));
		const created = await trigger.after();
		const next = await trigger.after();
		expect([...created, ...next].map(({ displayName }) => displayName)).toEqual(texts);
		const [first, second] = made;
		incidents.edit('ann@contoso.com', first?.id ?? '', { customTags: texts });
		for (const text of texts) incidents.comment('ann@contoso.com', first?.id ?? '', text);
		incidents.edit('ann@contoso.com', second?.id ?? '', { status: 'awaitingAction' });
		const items = await trigger.after();
		expect(items).toMatchObject([
			{ customTags: texts, changes: { customTags: { from: [], to: texts } } },
			{ changes: { status: { from: 'active', to: 'awaitingAction' } } },
		]);
		expect(items[0]?.['comments']).toMatchObject(texts.map((comment) => ({ comment })));
		incidents.edit('ann@contoso.com', second?.id ?? '', { status: 'active' });
		expect(await trigger.after()).toMatchObject([
			{ changes: { status: { from: 'awaitingAction', to: 'active' } } },
		]);
	});
});
