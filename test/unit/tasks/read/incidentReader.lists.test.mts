import { describe, expect, it } from 'vitest';
import type { ListRequest, Page } from '../../../../defender/api/securityApi.ts';
import type { Sort } from '../../../../defender/incidents/order.ts';
import { EVERYTHING } from '../../../../defender/incidents/query.ts';
import { defenderError } from '../../../support/defenderErrors.mts';
import { page, scriptedApi } from '../../../support/scriptedApi.mts';
import { listApi } from '../../../support/memoryTenant/memoryApi.mts';
import { served } from '../../../support/oddPages.mts';
import { listedIncidents, listedIncident, noticeReader } from '../../../support/listedIncidents.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const sorts: readonly Sort[] = ['updatedDesc', 'createdAsc', 'createdDesc', 'priorityDesc'];

/** A service of such pages without end; each call has a number. */
function endless(pageOf: (call: number, request: ListRequest) => Page) {
	const api = scriptedApi({ lists: (asked, call) => pageOf(call, asked) });
	return { api, calls: () => api.requests.length };
}

describe('list that never ends', () => {
	eachRow(['all', 10] as const)('empty pages → fails after a bounded number of requests', async (limit) => {
		const { api, calls } = endless((call) => page([], `p${call}`));
		const error = await defenderError(noticeReader(api).read({ limit }));
		expect(error.message).toMatch(/^The list of incidents did not end after \d+ pages$/);
		expect(calls()).toBeLessThan(120);
	});

	eachRow(['all', 10] as const)(
		'the same row forever → fails after a bounded number of requests',
		async (limit) => {
			const { api, calls } = endless((call) => page([listedIncident(1)], `p${call}`));
			expect((await defenderError(noticeReader(api).read({ limit }))).reason.kind).toBe('unreadable');
			expect(calls()).toBeLessThan(260);
		},
	);

	it('malformed rows without an ID → fails after a bounded number of requests', async () => {
		const row = { id: undefined, property: 'id' };
		const { api, calls } = endless((call) => ({ ...page([], `p${call}`), malformed: [row] }));
		expect((await defenderError(noticeReader(api).read())).reason.kind).toBe('unreadable');
		expect(calls()).toBeLessThan(120);
	});

	it('empty pages that link to each other → fails', async () => {
		const { api, calls } = endless((call) => page([], call % 2 === 0 ? 'a' : 'b'));
		const error = await defenderError(noticeReader(api).read({ limit: 5 }));
		expect(error.message).toBe('Microsoft Defender returned the same page of incidents twice');
		expect(calls()).toBe(3);
	});
});

describe('long list', () => {
	const all = listedIncidents(600);

	eachRow([
		['5 rows a page', [5]],
		['1 row a page', [1]],
		['1 row after 3 empty pages', [0, 0, 0, 1]],
	])('short or empty pages → read completely', async (_, sizes) => {
		for (const order of ['honored', 'ignored'] as const) {
			const api = listApi(all, { order, link: 'token', pageMax: 50 });
			const short = served(api, { sizes, malformed: new Map(), unreadable: new Set() });
			const { found } = await noticeReader(short).read();
			expect(found.map(({ incident: { id } }) => id)).toEqual(all.map(({ id }) => id));
		}
	});

	eachRow([
		['the last updates in another order', (place: number) => (place * 211) % 600, 13],
		['the last updates in the same order', (place: number) => place, 14],
	] as const)(
		'pages in order of creation → a request proves the order only if the last updates do not',
		async (_, updated, requests) => {
			const rows = all.map((one, place) => ({
				...one,
				lastUpdateDateTime: all[updated(place)]?.lastUpdateDateTime ?? one.lastUpdateDateTime,
			}));
			const api = listApi(rows, { order: 'honored', link: 'token', pageMax: 50 });
			expect((await noticeReader(api).read()).found).toHaveLength(600);
			// 600 rows, of which each page but the first repeats one; without other evidence, a further request.
			expect(api.requests).toHaveLength(requests);
		},
	);

	it('99 empty pages in a row → read completely', async () => {
		const api = listApi(listedIncidents(60), { order: 'honored', link: 'skip', pageMax: 50 });
		const sizes = [...Array.from({ length: 99 }, () => 0), 50];
		const odd = served(api, { sizes, malformed: new Map(), unreadable: new Set() });
		expect((await noticeReader(odd).read()).found).toHaveLength(60);
		expect((await noticeReader(odd).read({ limit: 20 })).found).toHaveLength(20);
	});
});

describe('Max Scanned', () => {
	const unwanted = (call: number) =>
		Array.from({ length: 50 }, (_, place) => listedIncident(call * 50 + place, { severity: 'low' }));
	const query = { ...EVERYTHING, severity: ['high'], nameContains: 'nobody' };

	eachRow(sorts)('service ignores all conditions, any Sort → limit kept', async (sort) => {
		const { api, calls } = endless((call) => page(unwanted(call), `p${call}`));
		const { read, texts } = noticeReader(api);
		expect((await read({ query, limit: 10, sort, maxScanned: 300 })).found).toEqual([]);
		expect(calls()).toBeLessThanOrEqual(10);
		const scanned = texts().flatMap((text) => /stopped after (\d+) incidents/.exec(text)?.[1] ?? []);
		expect(scanned).toHaveLength(1);
		expect(Number(scanned[0])).toBeGreaterThanOrEqual(300);
		expect(Number(scanned[0])).toBeLessThanOrEqual(350);
	});

	eachRow(['ignored', 'newestFirst', 'notOffered'] as const)(
		'service has its own order → limit kept, newest found',
		async (order) => {
			const all = listedIncidents(900, 30).reverse();
			const api = listApi(all, { order, link: 'token', pageMax: 50 });
			const { read } = noticeReader(api);
			const ids = async (sort: Sort) =>
				(await read({ limit: 5, sort, maxScanned: 200 })).found.map(({ incident: { id } }) => id);
			expect(await ids('updatedDesc')).toEqual(['1', '2', '3', '4', '5']);
			expect(await ids('createdDesc')).toEqual(['1', '2', '3', '4', '5']);
			expect(api.requests.length).toBeLessThan(60);
		},
	);

	it('exactly as many incidents as the limit → no hint', async () => {
		const api = listApi(listedIncidents(120), { order: 'honored', link: 'token', pageMax: 50 });
		const { read, topics } = noticeReader(api);
		const { found } = await read({ limit: 200, maxScanned: 120 });
		expect([found.length, topics()]).toEqual([120, []]);
	});
});
