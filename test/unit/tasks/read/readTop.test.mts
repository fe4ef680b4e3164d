import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../../../defender/incidents/incident.ts';
import { EVERYTHING as nothing } from '../../../../defender/incidents/query.ts';
import { IncidentReader } from '../../../../defender/tasks/read/incidentReader.ts';
import { BASIC_READ } from '../../../../defender/tasks/read/readSettings.ts';
import { at, incident } from '../../../support/incidents.mts';
import { listApi } from '../../../support/memoryTenant/memoryApi.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

type Order = 'honored' | 'ignored' | 'oldestFirst' | 'newestFirst';

const minute = (minutes: number) => at(new Date(Date.UTC(2026, 10, 22) + minutes * 60_000).toISOString());

async function newest(
	incidents: readonly Incident[],
	order: Order,
	limit: number,
	status: readonly string[] = [],
) {
	// The reader must not rely on filters.
	const api = listApi(incidents, { order, link: 'skip', pageMax: 50, filter: 'ignored' });
	const topics: string[] = [];
	const reader = new IncidentReader(api, ({ topic }) => topics.push(topic));
	const { found } = await reader.read({ ...BASIC_READ, query: { ...nothing, status }, limit });
	return { ids: found.map(({ incident: { id } }) => id), topics, requests: api.requests };
}

/** Forty incidents whose order of change is neither that of creation nor its reverse. */
const forty = Array.from({ length: 40 }, (_, index) =>
	incident({
		id: String(index + 1),
		createdDateTime: minute(index),
		lastUpdateDateTime: minute(100 + ((index * 17) % 40)),
		status: index % 2 === 0 ? 'active' : 'resolved',
	}),
);
const expected = (status: readonly string[] = []) =>
	forty
		.filter((one) => status.length === 0 || status.includes(one.status))
		.sort((a, b) => (a.lastUpdateDateTime < b.lastUpdateDateTime ? 1 : -1))
		.map(({ id }) => id);

describe('newest incidents', () => {
	it('service honors the order → one request', async () => {
		const { ids, topics, requests } = await newest(forty, 'honored', 12);
		expect(ids).toEqual(expected().slice(0, 12));
		expect(requests).toEqual([
			{ kind: 'first', filter: undefined, orderBy: 'lastUpdateDateTime desc', top: 12, alerts: false },
		]);
		expect(topics).toEqual([]);
	});

	it('unwanted incidents between → limit filled with wanted ones', async () => {
		const { ids } = await newest(forty, 'honored', 12, ['active']);
		expect(ids).toEqual(expected(['active']).slice(0, 12));
	});

	eachRow(['ignored', 'oldestFirst', 'newestFirst'] as const)(
		'service uses another order → found, with a hint',
		async (order) => {
			const { ids, topics } = await newest(forty, order, 12);
			expect(ids).toEqual(expected().slice(0, 12));
			expect(topics).toContain('orderIgnored');
		},
	);

	it('any incidents, order and limit → the newest wanted ones', async () => {
		const incidents = fc
			.array(fc.record({ created: fc.nat(30), updated: fc.nat(30), active: fc.boolean() }), { maxLength: 60 })
			.map((rows) =>
				rows.map(({ created, updated, active }, index) =>
					incident({
						id: String(index + 1),
						createdDateTime: minute(created),
						lastUpdateDateTime: minute(100 + updated),
						status: active ? 'active' : 'resolved',
					}),
				),
			);
		const order = fc.constantFrom<Order>('honored', 'ignored', 'oldestFirst', 'newestFirst');
		await fc.assert(
			fc.asyncProperty(incidents, order, fc.integer({ min: 1, max: 55 }), async (all, how, limit) => {
				const { ids } = await newest(all, how, limit, ['active']);
				const wanted = all.filter(({ status }) => status === 'active');
				const times = new Map(all.map(({ id, lastUpdateDateTime }) => [id, lastUpdateDateTime]));
				const sorted = wanted
					.map(({ lastUpdateDateTime }) => lastUpdateDateTime)
					.sort()
					.reverse();
				expect(new Set(ids).size).toBe(ids.length);
				expect(ids.every((id) => wanted.some((one) => one.id === id))).toBe(true);
				expect(ids.map((id) => times.get(id))).toEqual(sorted.slice(0, limit));
			}),
			{ numRuns: 300, seed: 20_261_122 },
		);
	});
});
