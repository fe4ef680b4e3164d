import { describe, expect } from 'vitest';
import { incidentById, our } from '../../support/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { MINUTE, activeTrigger } from '../../support/triggerFixture.mts';
import { namedProfiles } from '../../support/namedProfiles.mts';

const current = benchPerTest();

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

describe('Incident Trigger under each behavior profile', () => {
	current.eachRow(namedProfiles)(
		'changes → each is emitted once, and the sweep finds those without a new time stamp',
		async ({ profile }) => {
			await current.restart({ behaviours: profile });
			const own = current.bench;
			const { incidents, clock } = own.tenant;
			const trigger = await activeTrigger(own, { events: ALL, options: { maxPerPoll: 20 } });
			const made = Array.from({ length: 55 }, () => incidents.create({}).id);
			const emitted: (readonly unknown[])[] = [];
			const polls = async (count: number) => {
				for (let poll = 0; poll < count; poll++)
					emitted.push(...(await trigger.after()).map(({ id, event }) => [id, event]));
			};
			await polls(4);
			expect(emitted).toEqual(made.map((id) => [id, 'created']));

			emitted.length = 0;
			const [first = '', second = '', third = '', fourth = ''] = made;
			incidents.edit('ann@contoso.com', first, { status: 'resolved' });
			incidents.addAlert(second);
			incidents.comment('ann@contoso.com', third, 'looking');
			incidents.merge(fourth, second);
			await polls(2);
			expect(emitted).toEqual([
				[first, 'statusChanged'],
				[third, 'commented'],
				[second, 'alertsAdded'],
				[fourth, 'merged'],
			]);

			emitted.length = 0;
			const silent = made[10] ?? '';
			const comment = 'By the API, where it may move no time stamp.';
			await own.run(our('updateIncident', { incidentId: incidentById(silent), comment }));
			await polls(1);
			clock.advance(61 * MINUTE);
			await polls(2);
			expect(emitted).toEqual([[silent, 'commented']]);
		},
		180_000,
	);
});
