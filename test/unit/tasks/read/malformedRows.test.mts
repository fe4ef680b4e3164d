import { describe, expect, it } from 'vitest';
import type { Page, SecurityApi } from '../../../../defender/api/securityApi.ts';
import { EVERYTHING } from '../../../../defender/incidents/query.ts';
import { readNewestMatch } from '../../../../defender/tasks/read/readNewestMatch.ts';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
import { link, page, scriptedApi } from '../../../support/scriptedApi.mts';
import { listedIncident, noticeReader } from '../../../support/listedIncidents.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('malformed rows', () => {
	const rows = [
		{ id: '66', property: 'status' },
		{ id: '67', property: 'createdDateTime' },
	];
	const withRows = (more: Partial<Page> = {}, gets: SecurityApi['getIncident'] | undefined = undefined) => {
		const api = scriptedApi({
			lists: () => ({ ...page([listedIncident(65), listedIncident(68)]), malformed: rows, ...more }),
		});
		return gets === undefined ? api : { ...api, getIncident: gets };
	};
	const unreadable = async () => await Promise.reject(trouble({ kind: 'unreadable' }));

	eachRow(['all', 10] as const)('readable by ID → returned among the others, no hint', async (limit) => {
		const asked: string[] = [];
		const api = withRows({}, async (id) => {
			asked.push(id);
			return await Promise.resolve(listedIncident(Number(id)));
		});
		const { read, topics } = noticeReader(api);
		const { found, malformed } = await read({ limit });
		expect(found.map(({ incident: { id } }) => id)).toEqual(['65', '66', '67', '68']);
		expect([malformed, topics(), asked]).toEqual([[], [], ['66', '67']]);
	});

	eachRow([
		['malformed by ID too', { kind: 'unreadable' }],
		['not known by ID', { kind: 'notFound' }],
		['refused by ID', { kind: 'forbidden' }],
		['with a fault of the service by ID', { kind: 'serviceDown' }],
	] as const)(
		'unreadable by ID for any reason → others returned, hint with ID and property',
		async (_, why) => {
			const { read, texts } = noticeReader(withRows({}, async () => await Promise.reject(trouble(why))));
			const { found, malformed } = await read({ limit: 10 });
			expect(found.map(({ incident: { id } }) => id)).toEqual(['65', '68']);
			expect(malformed).toEqual(rows);
			expect(texts()).toEqual([
				'2 incidents could not be read: 66 (status), 67 (createdDateTime). The list does not contain them, because Microsoft Defender sent no valid value for the property in parentheses.',
			]);
		},
	);

	eachRow([['canceled'], ['unauthorized'], ['overdue']] as const)(
		'execution canceled, unauthorized or overdue → that error',
		async (kind) => {
			const api = withRows({}, async () => await Promise.reject(trouble({ kind })));
			expect((await defenderError(noticeReader(api).read())).reason.kind).toBe(kind);
		},
	);

	it('other incident returned for the ID → not used', async () => {
		const api = withRows({}, async () => await Promise.resolve(listedIncident(99)));
		const { found, malformed } = await noticeReader(api).read();
		expect([found.length, malformed]).toEqual([2, rows]);
	});

	eachRow(['all', 10] as const)('no readable row → fails with all IDs and properties', async (limit) => {
		const error = await defenderError(noticeReader(withRows({ incidents: [] }, unreadable)).read({ limit }));
		expect(error.message).toBe('None of 2 listed incidents could be read');
		expect(error.description).toContain('66 (status), 67 (createdDateTime).');
	});

	it('alone on the first page → next page is read', async () => {
		const api = scriptedApi({
			lists: (_, call) =>
				call === 1
					? { incidents: [], malformed: rows, next: link('p2'), warning: undefined }
					: page([listedIncident(65)]),
		});
		const { incident: found, malformed } = await readNewestMatch(
			{ ...api, getIncident: unreadable },
			EVERYTHING,
			false,
			() => undefined,
		);
		expect([found?.id, malformed]).toEqual(['65', rows]);
	});

	it('100 rows → named without one read each', async () => {
		const hundred = Array.from({ length: 100 }, (_, id) => ({ id: String(id + 100), property: 'status' }));
		let reads = 0;
		const api = withRows({ malformed: hundred }, async () => {
			reads += 1;
			return await unreadable();
		});
		expect((await noticeReader(api).read()).malformed).toEqual(hundred);
		expect(reads).toBeLessThan(20);
	});

	it('target of a merged incident → merged incident returned with the reason', async () => {
		const merged = listedIncident(1, { status: 'redirected', redirectIncidentId: '66' });
		const api = scriptedApi({ lists: () => page([merged, listedIncident(2)]) });
		const malformed = trouble({ kind: 'unreadable', malformed: true });
		const { read, texts } = noticeReader({
			...api,
			getIncident: async () => await Promise.reject(malformed),
		});
		const { found } = await read({ merged: 'follow' });
		expect(found.map(({ incident: { id } }) => id)).toEqual(['1', '2']);
		expect(texts()).toEqual([
			'Incident 1 was merged, but is returned unchanged, because the incident it was merged into could not be read.',
		]);
	});
});
