import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantFromMillis } from '../../../../defender/core/instant.ts';
import type { Incident } from '../../../../defender/incidents/incident.ts';
import { compareIncidents, type Sort } from '../../../../defender/incidents/order.ts';
import { EVERYTHING } from '../../../../defender/incidents/query.ts';
import { readNewestMatch } from '../../../../defender/tasks/read/readNewestMatch.ts';
import { IncidentReader } from '../../../../defender/tasks/read/incidentReader.ts';
import { BASIC_READ } from '../../../../defender/tasks/read/readSettings.ts';
import { incident } from '../../../support/incidents.mts';
import type { ListHabits } from '../../../support/memoryTenant/incidentPages.mts';
import { listApi } from '../../../support/memoryTenant/memoryApi.mts';
import { served, type Oddness } from '../../../support/oddPages.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const NOW = Date.UTC(2026, 10, 22);
const SEED = { numRuns: 250, seed: 20_261_130 };
const minutesAgo = (minutes: number) => instantFromMillis(NOW - minutes * 60_000);

const world = fc.array(fc.record({ created: fc.nat(3_000), changed: fc.nat(3_000), score: fc.nat(9) }), {
	maxLength: 70,
	size: 'max',
});
const habits = fc.record<ListHabits>({
	order: fc.constantFrom('honored', 'ignored', 'newestFirst', 'refused', 'notOffered'),
	link: fc.constantFrom('skip', 'token', 'counted'),
	pageMax: fc.constantFrom(7, 20, 50),
});
/** Empty pages at the start, in the middle and several in a row, and pages of any other size. */
const sizes = fc
	.array(fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 9, 50), { minLength: 1, maxLength: 8 })
	.map((some) => (some.every((size) => size === 0) ? [...some, 1] : some));
const odd = fc.array(fc.record({ id: fc.integer({ min: 1, max: 70 }), isReadable: fc.boolean() }), {
	maxLength: 6,
});

interface Plan {
	readonly world: readonly { readonly created: number; readonly changed: number; readonly score: number }[];
	readonly habits: ListHabits;
	readonly sizes: readonly number[];
	readonly odd: readonly { readonly id: number; readonly isReadable: boolean }[];
}

const plans = fc
	.record<Plan>({ world, habits, sizes, odd })
	// Where no incident can be read the reading fails, which is another test.
	.filter(({ world: { length }, odd: some }) => {
		const lost = new Set(some.flatMap(({ id, isReadable }) => (isReadable ? [] : id)));
		return length === 0 || Array.from({ length }, (_, place) => place + 1).some((id) => !lost.has(id));
	});

/** The service of a plan, the incidents that its list can return, and the IDs that it cannot. */
function serve({ world: rows, habits: how, sizes: pages, odd: some }: Plan) {
	const all = rows.map(({ created, changed, score }, place) =>
		incident({
			id: String(place + 1),
			createdDateTime: minutesAgo(created + changed),
			lastUpdateDateTime: minutesAgo(changed),
			priorityScore: score,
		}),
	);
	const lost = some.filter(({ isReadable }) => !isReadable).map(({ id }) => String(id));
	const oddness: Oddness = {
		sizes: pages,
		malformed: new Map(some.map(({ id }) => [String(id), 'status'])),
		unreadable: new Set(lost),
	};
	return {
		api: served(listApi(all, how), oddness),
		readable: all.filter(({ id }) => !oddness.unreadable.has(id)),
		unread: all.flatMap(({ id }) => (oddness.unreadable.has(id) ? id : [])),
	};
}

const sorts = ['updatedDesc', 'createdAsc', 'createdDesc', 'priorityDesc'] as const;
const keyOf: Readonly<Record<Sort, (one: Incident) => unknown>> = {
	updatedDesc: (one) => one.lastUpdateDateTime,
	createdAsc: (one) => one.createdDateTime,
	createdDesc: (one) => one.createdDateTime,
	priorityDesc: (one) => one.priorityScore,
};

describe('incident reader › any page sizes and malformed rows', () => {
	it('Return All → every readable incident once, the others by ID and property', async () => {
		await fc.assert(
			fc.asyncProperty(plans, async (plan) => {
				const { api, readable, unread } = serve(plan);
				const reader = new IncidentReader(api, () => undefined);
				const { found, malformed } = await reader.read({ ...BASIC_READ, query: EVERYTHING, limit: 'all' });
				const ids = found.map(({ incident: { id } }) => Number(id)).sort((a, b) => a - b);
				expect(ids).toEqual(readable.map(({ id }) => Number(id)));
				expect(malformed.map(({ id }) => id).sort()).toEqual([...unread].sort());
				expect(malformed.every(({ property }) => property === 'status')).toBe(true);
			}),
			SEED,
		);
	});

	eachRow(sorts)('Limit with any Sort → the first of the whole list', async (sort) => {
		await fc.assert(
			fc.asyncProperty(plans, fc.integer({ min: 1, max: 60 }), async (plan, limit) => {
				const { api, readable } = serve(plan);
				const reader = new IncidentReader(api, () => undefined);
				const { found } = await reader.read({ ...BASIC_READ, query: EVERYTHING, limit, sort });
				const first = [...readable].sort(compareIncidents(sort)).slice(0, limit);
				expect(found.map((one) => keyOf[sort](one.incident))).toEqual(first.map(keyOf[sort]));
				expect(new Set(found.map((one) => one.incident.id)).size).toBe(found.length);
			}),
			SEED,
		);
	});

	it('Fetch Test Event → the newest of the whole list', async () => {
		await fc.assert(
			fc.asyncProperty(plans, async (plan) => {
				const { api, readable } = serve(plan);
				const [newest] = [...readable].sort(compareIncidents('createdDesc'));
				const { incident: found } = await readNewestMatch(api, EVERYTHING, false, () => undefined);
				expect(found?.createdDateTime).toBe(newest?.createdDateTime);
			}),
			SEED,
		);
	});
});
