import fc from 'fast-check';
import { expect, it } from 'vitest';
import { instantFromMillis } from '../../../../defender/core/instant.ts';
import { EVERYTHING } from '../../../../defender/incidents/query.ts';
import { IncidentReader } from '../../../../defender/tasks/read/incidentReader.ts';
import { BASIC_READ } from '../../../../defender/tasks/read/readSettings.ts';
import { incident } from '../../../support/incidents.mts';
import type { ListHabits } from '../../../support/memoryTenant/incidentPages.mts';
import { listApi } from '../../../support/memoryTenant/memoryApi.mts';

const NOW = Date.UTC(2026, 10, 22);
const hoursAgo = (hours: number) => instantFromMillis(NOW - hours * 3_600_000);

const rows = fc.array(fc.record({ created: fc.nat(2_000), changed: fc.nat(2_000), isMerged: fc.boolean() }), {
	maxLength: 60,
	size: 'max',
});
const habits = fc.record<ListHabits>({
	order: fc.constantFrom('honored', 'ignored', 'newestFirst', 'refused', 'notOffered'),
	link: fc.constantFrom('skip', 'token', 'counted'),
	pageMax: fc.constantFrom(7, 20, 50),
});

it('readTop › any list order, unwanted incidents between → the newest wanted incidents', async () => {
	await fc.assert(
		fc.asyncProperty(rows, habits, fc.integer({ min: 1, max: 55 }), async (world, how, limit) => {
			const all = world.map(({ created, changed, isMerged }, place) =>
				incident({
					id: String(place + 1),
					createdDateTime: hoursAgo(created + changed),
					lastUpdateDateTime: hoursAgo(changed),
					...(isMerged ? { status: 'redirected', redirectIncidentId: '9999' } : {}),
				}),
			);
			const wanted = all.filter(({ status }) => status === 'active');
			const newest = wanted.map(({ lastUpdateDateTime }) => lastUpdateDateTime).sort();
			const reader = new IncidentReader(listApi(all, how), () => undefined);
			const { found } = await reader.read({ ...BASIC_READ, query: EVERYTHING, limit });
			expect(found.map((one) => one.incident.lastUpdateDateTime)).toEqual(newest.reverse().slice(0, limit));
			expect(new Set(found.map((one) => one.incident.id)).size).toBe(found.length);
		}),
		{ numRuns: 400, seed: 20_261_122 },
	);
});
