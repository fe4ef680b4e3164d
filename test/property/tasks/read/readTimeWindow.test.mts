import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromMillis } from '../../../../defender/core/instant.ts';
import type { Incident } from '../../../../defender/incidents/incident.ts';
import { ANY_TIME, EVERYTHING } from '../../../../defender/incidents/query.ts';
import { readTimeWindow, type TimeWindow } from '../../../../defender/tasks/read/readTimeWindow.ts';
import { IncidentLister } from '../../../../defender/tasks/read/incidentLister.ts';
import { ASSUMED_SUPPORT } from '../../../../defender/tasks/read/listSupport.ts';
import { defenderError } from '../../../support/defenderErrors.mts';
import { incident } from '../../../support/incidents.mts';
import type { ListHabits } from '../../../support/memoryTenant/incidentPages.mts';
import { listApi } from '../../../support/memoryTenant/memoryApi.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const START = Date.UTC(2026, 10, 22);
const moment = (seconds: number) => instantFromMillis(START + seconds * 1000);
const made = (id: number, created: number, updated = created, more: Partial<Incident> = {}) =>
	incident({
		id: String(id),
		createdDateTime: moment(created),
		lastUpdateDateTime: moment(updated),
		...more,
	});

async function idsOf(
	incidents: Incident[],
	habits: ListHabits,
	window: Partial<TimeWindow> = {},
	beforeCall: (call: number) => void = () => undefined,
) {
	const api = listApi(incidents, habits, beforeCall);
	const lister = new IncidentLister(api, { current: ASSUMED_SUPPORT }, () => undefined);
	const whole: TimeWindow = { field: 'createdDateTime', span: ANY_TIME, query: EVERYTHING, alerts: false };
	const found = await readTimeWindow(lister, { ...whole, ...window });
	return { ids: found.map(({ id }) => id).sort((a, b) => Number(a) - Number(b)), calls: api.requests.length };
}
const allIds = (incidents: readonly Incident[]) => incidents.map(({ id }) => id);

const habits = fc.record<ListHabits>({
	order: fc.constantFrom('honored', 'ignored', 'newestFirst', 'refused', 'notOffered'),
	link: fc.constantFrom('skip', 'token', 'counted'),
	pageMax: fc.constantFrom(4, 7, 50),
});

describe('readTimeWindow', () => {
	eachRow(['honored', 'newestFirst', 'refused', 'notOffered'] as const)(
		'300 incidents at one instant, any list order → all returned',
		async (order) => {
			const others = Array.from({ length: 60 }, (_, place) => made(1000 + place, place * 7200));
			const tied = Array.from({ length: 300 }, (_, place) => made(place + 1, 100_000));
			const { ids } = await idsOf([...others, ...tied], { order, link: 'skip', pageMax: 50 });
			expect(ids).toEqual([...allIds(tied), ...allIds(others)]);
		},
	);

	eachRow(['ignored', 'newestFirst', 'refused', 'notOffered'] as const)(
		'no time bounds, incidents close together → all returned in few requests',
		async (order) => {
			const seconds = (place: number) => (place % 5) * 20_000_000 + place / 1000;
			const all = Array.from({ length: 500 }, (_, place) => made(place + 1, seconds(place)));
			for (const pageMax of [3, 50]) {
				const { ids, calls } = await idsOf(all, { order, link: 'token', pageMax });
				expect(ids).toEqual(allIds(all));
				expect(calls).toBeLessThanOrEqual((500 / pageMax) * 4);
			}
		},
	);

	eachRow([0, 1, 49, 50, 51, 1000])(
		'exactly at, below and above the page size → all returned',
		async (count) => {
			const all = Array.from({ length: count }, (_, place) => made(place + 1, place * 60));
			const { ids, calls } = await idsOf(all, { order: 'honored', link: 'skip', pageMax: 50 });
			expect(ids).toEqual(allIds(all));
			expect(calls).toBeLessThanOrEqual(Math.max(1, Math.ceil(count / 49) + 1));
		},
	);

	it('incidents change, appear and leave during the read → none that stays is missing', async () => {
		const changes = fc.array(
			fc.record({
				call: fc.integer({ min: 1, max: 12 }),
				who: fc.nat(40),
				what: fc.constantFrom('update', 'leave', 'arrive'),
			}),
			{ maxLength: 8 },
		);
		const rows = fc.array(fc.record({ created: fc.nat(25), later: fc.nat(5) }), { maxLength: 40 });
		const field = fc.constantFrom('createdDateTime' as const, 'lastUpdateDateTime' as const);
		await fc.assert(
			fc.asyncProperty(rows, changes, habits, field, async (world, plan, how, by) => {
				const all = world.map(({ created, later }, place) =>
					made(place + 1, created * 3600, (created + later) * 3600 + place),
				);
				const left = new Set<string>();
				const before = allIds(all);
				const act = (call: number) => {
					for (const { who, what } of plan.filter((change) => change.call === call)) {
						const old = all[who];
						const now = moment(40 * 3600 + call * 60);
						if (what === 'arrive') all.push(made(1000 + all.length, 40 * 3600 + call * 60));
						else if (old !== undefined && what === 'update') all[who] = { ...old, lastUpdateDateTime: now };
						else if (old !== undefined) {
							left.add(old.id);
							all[who] = { ...old, status: 'resolved', lastUpdateDateTime: now };
						}
					}
				};
				const query = { ...EVERYTHING, status: ['active'] };
				const { ids } = await idsOf(all, how, { field: by, query }, act);
				expect(new Set(ids).size).toBe(ids.length);
				expect(before.filter((id) => !left.has(id) && !ids.includes(id))).toEqual([]);
			}),
			{ numRuns: 400, seed: 20_261_122 },
		);
	});

	it('time span → its start is included, its end is not', async () => {
		const all = Array.from({ length: 30 }, (_, place) => made(place + 1, place));
		for (const order of ['honored', 'ignored', 'newestFirst', 'notOffered'] as const) {
			const span = { from: moment(5), before: moment(25) };
			const { ids } = await idsOf(all, { order, link: 'skip', pageMax: 7 }, { span });
			expect(ids).toEqual(allIds(all.slice(5, 25)));
		}
	});

	it('list that never ends → fails instead of returning part of it', async () => {
		const all = Array.from({ length: 9 }, (_, place) => made(place + 1, 10));
		// No two readings of the moment agree, since with each call another incident is the one that has left it.
		const leave = (call: number) => {
			for (let id = 1; id <= 9; id++)
				all[id - 1] = made(id, 10, 10, { status: id === (call % 9) + 1 ? 'resolved' : 'active' });
		};
		const window = { query: { ...EVERYTHING, status: ['active'] } };
		const reading = idsOf(all, { order: 'ignored', link: 'skip', pageMax: 4 }, window, leave);
		expect((await defenderError(reading)).reason.kind).toBe('unreadable');
	});
});
