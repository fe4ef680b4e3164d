import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { incidentById, our, startBench, type Bench } from '../../support/practice.mts';
import { skipWaits } from '../../support/skipWaits.mts';
import { MINUTE, watch } from '../../support/triggering.mts';
import { namedWorlds } from '../../support/worldNames.mts';

let bench: Bench | undefined;
beforeEach(() => void skipWaits());
afterEach(async () => {
	vi.restoreAllMocks();
	await bench?.close();
});

const ALL = [
	'created',
	'merged',
	'alertsAdded',
	'statusChanged',
	'assigned',
	'tagged',
	'commented',
	'updated',
];

describe.each(namedWorlds)('in the world $name', { timeout: 60_000 }, ({ world }) => {
	it('each change is told once, and those that move no time stamp with the next sweep', async () => {
		const own = await startBench({ behaviours: world });
		bench = own;
		const { incidents, clock } = own.tenant;
		const trigger = await watch(own, { events: ALL, options: { maxPerPoll: 20 } });
		const made = Array.from({ length: 55 }, () => incidents.create({}).id);
		const told: (readonly unknown[])[] = [];
		const polls = async (count: number) => {
			for (let poll = 0; poll < count; poll++)
				told.push(...(await trigger.after()).map(({ id, event }) => [id, event]));
		};
		await polls(4);
		expect(told).toEqual(made.map((id) => [id, 'created']));

		told.length = 0;
		const [first = '', second = '', third = '', fourth = ''] = made;
		incidents.edit('ann@contoso.com', first, { status: 'resolved' });
		incidents.addAlert(second);
		incidents.comment('ann@contoso.com', third, 'looking');
		incidents.merge(fourth, second);
		await polls(2);
		expect(told).toEqual([
			[first, 'statusChanged'],
			[third, 'commented'],
			[second, 'alertsAdded'],
			[fourth, 'merged'],
		]);

		told.length = 0;
		const silent = made[10] ?? '';
		const comment = 'By the API, where it may move no time stamp.';
		await own.run(our('updateIncident', { incidentId: incidentById(silent), comment }));
		await polls(1);
		clock.advance(61 * MINUTE);
		await polls(2);
		expect(told).toEqual([[silent, 'commented']]);
	});
});
