import { describe, expect, it } from 'vitest';
import type { ListRequest, Page, SecurityApi } from '../../../defender/api/securityApi.ts';
import type { Notice } from '../../../defender/core/notices.ts';
import type { Sort } from '../../../defender/incidents/order.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { newestMatching } from '../../../defender/tasks/newestMatching.ts';
import { IncidentReader, READ_DEFAULTS, type ReadRequest } from '../../../defender/tasks/readIncidents.ts';
import { defenderError, trouble } from '../../fixtures/defenderErrors.mts';
import { link, page, scripted } from '../../fixtures/fakeApi.mts';
import { at, incident } from '../../fixtures/incidents.mts';
import { listService } from '../../fixtures/listService.mts';
import { served } from '../../fixtures/oddPages.mts';

const minute = (minutes: number) => at(new Date(Date.UTC(2026, 10, 22) - minutes * 60_000).toISOString());
const one = (id: number, more: object = {}) =>
	incident({ id: String(id), createdDateTime: minute(id + 1), lastUpdateDateTime: minute(id), ...more });
/** @param apart minutes between them */
const many = (count: number, apart = 1) =>
	Array.from({ length: count }, (_, place) =>
		one(place + 1, {
			createdDateTime: minute(place * apart + 2),
			lastUpdateDateTime: minute(place * apart + 1),
		}),
	);
const request = (more: Partial<ReadRequest> = {}): ReadRequest => ({
	...READ_DEFAULTS,
	query: EVERYTHING,
	limit: 'all',
	...more,
});
const sorts: readonly Sort[] = ['updatedDesc', 'createdAsc', 'createdDesc', 'priorityDesc'];

function reading(api: SecurityApi) {
	const notices: Notice[] = [];
	const reader = new IncidentReader(api, (notice) => notices.push(notice));
	return {
		read: async (more: Partial<ReadRequest> = {}) => await reader.read(request(more)),
		topics: () => notices.map(({ topic }) => topic),
		texts: () => notices.map(({ text }) => text),
	};
}

/** A service of such pages without end; each call has a number. */
function endless(pageOf: (call: number, request: ListRequest) => Page) {
	const api = scripted({ lists: (asked, call) => pageOf(call, asked) });
	return { api, calls: () => api.requests.length };
}

describe('a list that comes to no end', () => {
	it.each(['all', 10] as const)(
		'of empty pages, limit %s → fails after a bounded number of calls',
		async (limit) => {
			const { api, calls } = endless((call) => page([], `p${call}`));
			const error = await defenderError(reading(api).read({ limit }));
			expect(error.message).toMatch(/^The list of incidents could not be completed in \d+ calls$/);
			expect(calls()).toBeLessThan(120);
		},
	);

	it.each(['all', 10] as const)(
		'of one row for ever, limit %s → fails after a bounded number of calls',
		async (limit) => {
			const { api, calls } = endless((call) => page([one(1)], `p${call}`));
			expect((await defenderError(reading(api).read({ limit }))).trouble.kind).toBe('unreadable');
			expect(calls()).toBeLessThan(260);
		},
	);

	it('of malformed rows without an ID → fails after a bounded number of calls', async () => {
		const row = { id: undefined, property: 'id' };
		const { api, calls } = endless((call) => ({ ...page([], `p${call}`), malformed: [row] }));
		expect((await defenderError(reading(api).read())).trouble.kind).toBe('unreadable');
		expect(calls()).toBeLessThan(120);
	});

	it('behind empty pages that lead to each other → fails', async () => {
		const { api, calls } = endless((call) => page([], call % 2 === 0 ? 'a' : 'b'));
		const error = await defenderError(reading(api).read({ limit: 5 }));
		expect(error.message).toBe('Microsoft Defender sent the same page of incidents twice');
		expect(calls()).toBe(3);
	});
});

describe('a long list', () => {
	const all = many(600);

	it.each([
		['5 rows a page', [5]],
		['1 row a page', [1]],
		['1 row after 3 empty pages', [0, 0, 0, 1]],
	])('of %s → read completely', async (_, sizes) => {
		for (const order of ['honoured', 'ignored'] as const) {
			const { api } = listService([...all], { order, link: 'token', pageMax: 50 }, () => undefined);
			const short = served(api, { sizes, malformed: new Map(), unreadable: new Set() });
			const { found } = await reading(short).read();
			expect(found.map(({ incident: { id } }) => id)).toEqual(all.map(({ id }) => id));
		}
	});

	it('with 99 empty pages in a row → read completely', async () => {
		const { api } = listService(many(60), { order: 'honoured', link: 'skip', pageMax: 50 }, () => undefined);
		const sizes = [...Array.from({ length: 99 }, () => 0), 50];
		const odd = served(api, { sizes, malformed: new Map(), unreadable: new Set() });
		expect((await reading(odd).read()).found).toHaveLength(60);
		expect((await reading(odd).read({ limit: 20 })).found).toHaveLength(20);
	});
});

describe('Max Scanned', () => {
	const unwanted = (call: number) =>
		Array.from({ length: 50 }, (_, place) => one(call * 50 + place, { severity: 'low' }));
	const query = { ...EVERYTHING, severity: ['high'], nameContains: 'nobody' };

	it.each(sorts)('where a service ignores all conditions and always has more, %s → kept', async (sort) => {
		const { api, calls } = endless((call) => page(unwanted(call), `p${call}`));
		const { read, texts } = reading(api);
		expect((await read({ query, limit: 10, sort, maxScanned: 300 })).found).toEqual([]);
		expect(calls()).toBeLessThanOrEqual(10);
		const scanned = texts().flatMap((text) => /stopped after (\d+) incidents/.exec(text)?.[1] ?? []);
		expect(scanned).toHaveLength(1);
		expect(Number(scanned[0])).toBeGreaterThanOrEqual(300);
		expect(Number(scanned[0])).toBeLessThanOrEqual(350);
	});

	it.each(['ignored', 'newestFirst', 'notOffered'] as const)(
		'where a service has its own order (%s) → kept, and the newest are found',
		async (order) => {
			const all = many(900, 30).reverse();
			const { api, calls } = listService([...all], { order, link: 'token', pageMax: 50 }, () => undefined);
			const { read } = reading(api);
			const ids = async (sort: Sort) =>
				(await read({ limit: 5, sort, maxScanned: 200 })).found.map(({ incident: { id } }) => id);
			expect(await ids('updatedDesc')).toEqual(['1', '2', '3', '4', '5']);
			expect(await ids('createdDesc')).toEqual(['1', '2', '3', '4', '5']);
			expect(calls()).toBeLessThan(60);
		},
	);

	it('of exactly as many incidents as there are → no hint', async () => {
		const { api } = listService(
			many(120),
			{ order: 'honoured', link: 'token', pageMax: 50 },
			() => undefined,
		);
		const { read, topics } = reading(api);
		const { found } = await read({ limit: 200, maxScanned: 120 });
		expect([found.length, topics()]).toEqual([120, []]);
	});
});

describe('malformed rows', () => {
	const rows = [
		{ id: '66', property: 'status' },
		{ id: '67', property: 'createdDateTime' },
	];
	const withRows = (more: Partial<Page> = {}, gets: SecurityApi['getIncident'] | undefined = undefined) => {
		const api = scripted({ lists: () => ({ ...page([one(65), one(68)]), malformed: rows, ...more }) });
		return gets === undefined ? api : { ...api, getIncident: gets };
	};
	const unreadable = async () => await Promise.reject(trouble({ kind: 'unreadable' }));

	it.each(['all', 10] as const)(
		'readable by ID, limit %s → among the others, without a hint',
		async (limit) => {
			const asked: string[] = [];
			const api = withRows({}, async (id) => {
				asked.push(id);
				return await Promise.resolve(one(Number(id)));
			});
			const { read, topics } = reading(api);
			const { found, malformed } = await read({ limit });
			expect(found.map(({ incident: { id } }) => id)).toEqual(['65', '66', '67', '68']);
			expect([malformed, topics(), asked]).toEqual([[], [], ['66', '67']]);
		},
	);

	it.each([
		['malformed by ID too', { kind: 'unreadable' }],
		['not known by ID', { kind: 'notFound' }],
		['refused by ID', { kind: 'forbidden' }],
		['with a fault of the service by ID', { kind: 'serviceDown' }],
	] as const)('%s → the others, with a hint that names each and its property', async (_, why) => {
		const { read, texts } = reading(withRows({}, async () => await Promise.reject(trouble(why))));
		const { found, malformed } = await read({ limit: 10 });
		expect(found.map(({ incident: { id } }) => id)).toEqual(['65', '68']);
		expect(malformed).toEqual(rows);
		expect(texts()).toEqual([
			'2 incidents could not be read: 66 (status), 67 (createdDateTime). The list is without them: Microsoft Defender sent no valid value for the property in parentheses.',
		]);
	});

	it.each([['cancelled'], ['unauthorized'], ['overdue']] as const)(
		'read by ID in an execution that is %s → that error',
		async (kind) => {
			const api = withRows({}, async () => await Promise.reject(trouble({ kind })));
			expect((await defenderError(reading(api).read())).trouble.kind).toBe(kind);
		},
	);

	it('answered by ID with another incident → not taken for it', async () => {
		const api = withRows({}, async () => await Promise.resolve(one(99)));
		const { found, malformed } = await reading(api).read();
		expect([found.length, malformed]).toEqual([2, rows]);
	});

	it.each(['all', 10] as const)(
		'and no other one, limit %s → fails with all IDs and properties',
		async (limit) => {
			const error = await defenderError(reading(withRows({ incidents: [] }, unreadable)).read({ limit }));
			expect(error.message).toBe('None of 2 listed incidents could be read');
			expect(error.description).toContain('66 (status), 67 (createdDateTime).');
		},
	);

	it('on a page of their own before others → the others', async () => {
		const api = scripted({
			lists: (_, call) =>
				call === 1
					? { incidents: [], malformed: rows, next: link('p2'), warning: undefined }
					: page([one(65)]),
		});
		const { incident: found, malformed } = await newestMatching(
			{ ...api, getIncident: unreadable },
			EVERYTHING,
			false,
		);
		expect([found?.id, malformed]).toEqual(['65', rows]);
	});

	it('by the hundred → named without a read of each', async () => {
		const hundred = Array.from({ length: 100 }, (_, id) => ({ id: String(id + 100), property: 'status' }));
		let reads = 0;
		const api = withRows({ malformed: hundred }, async () => {
			reads += 1;
			return await unreadable();
		});
		expect((await reading(api).read()).malformed).toEqual(hundred);
		expect(reads).toBeLessThan(20);
	});

	it('as the target of a merged incident → that one as it is, with the reason', async () => {
		const merged = one(1, { status: 'redirected', redirectIncidentId: '66' });
		const api = scripted({ lists: () => page([merged, one(2)]) });
		const malformed = trouble({ kind: 'unreadable', malformed: true });
		const { read, texts } = reading({ ...api, getIncident: async () => await Promise.reject(malformed) });
		const { found } = await read({ merged: 'follow' });
		expect(found.map(({ incident: { id } }) => id)).toEqual(['1', '2']);
		expect(texts()).toEqual([
			'Incident 1 is merged, and given as it is, because the incident it was merged into could not be read.',
		]);
	});
});
