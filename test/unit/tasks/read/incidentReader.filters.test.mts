import { describe, expect, it } from 'vitest';
import { EVERYTHING as nothing } from '../../../../defender/incidents/query.ts';
import { page } from '../../../support/scriptedApi.mts';
import { at } from '../../../support/incidents.mts';
import {
	readerFixture,
	idsOf,
	incidentAtMinute,
	rejection,
	readSettings,
} from '../../../support/readerFixture.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

describe('incident that the filter excludes › service was asked to apply it', () => {
	const meets = { assignedTo: 'Ann@x.example', severity: 'low', createdDateTime: at('2026-11-22T01:00:00Z') };
	const query = { ...nothing, assignedTo: 'ann@x.example', severity: ['low'] };

	eachRow([
		['another owner', { assignedTo: 'bo@x.example' }, query],
		['another severity', { severity: 'high' }, query],
		[
			'another time',
			{ createdDateTime: at('2026-11-21T01:00:00Z') },
			{ ...query, created: { from: at('2026-11-22T00:00:00Z'), before: undefined } },
		],
	])('other owner, severity or time → left out and counted in one hint', async (_, differs, asked) => {
		for (const limit of ['all', 2] as const) {
			const { reader, texts } = readerFixture(() =>
				page([
					incidentAtMinute(1, 1, meets),
					incidentAtMinute(2, 2, { ...meets, ...differs }),
					incidentAtMinute(3, 3, { ...meets, ...differs }),
				]),
			);
			expect(idsOf(await reader.read(readSettings({ query: asked, limit })))).toEqual(['1']);
			expect(texts()).toEqual([
				'Microsoft Defender returned 2 incidents that do not match the filter; they were left out.',
			]);
		}
	});

	it('same owner in another case → returned, no hint', async () => {
		const { reader, topics } = readerFixture(() => page([incidentAtMinute(1, 1, meets)]));
		expect(idsOf(await reader.read(readSettings({ query })))).toEqual(['1']);
		expect(topics()).toEqual([]);
	});

	it('conditions that no service applies → no hint', async () => {
		const more = { tags: ['vip'], nameContains: 'x', minPriority: 100, status: ['awaitingAction'] };
		const { reader, topics } = readerFixture(() => page([incidentAtMinute(1, 1)]));
		expect(idsOf(await reader.read(readSettings({ query: { ...nothing, ...more } })))).toEqual([]);
		expect(topics()).toEqual([]);
	});

	it('condition that the service refused → no hint of this kind', async () => {
		const { reader, topics } = readerFixture((asked) => {
			if (asked.kind === 'first' && asked.filter !== undefined) throw rejection("'or' is not supported");
			return page([incidentAtMinute(1, 1, { status: 'resolved' })]);
		});
		const either = { ...nothing, status: ['active', 'inProgress'] };
		expect(idsOf(await reader.read(readSettings({ query: either })))).toEqual([]);
		expect(topics()).toEqual(['filteredHere']);
	});

	it('rows outside a separately read part of the time → no hint', async () => {
		const rows = Array.from({ length: 8 }, (_, place) => incidentAtMinute(place + 1, place));
		const { reader, topics } = readerFixture((asked) =>
			page(rows, asked.kind === 'first' ? 'p2' : undefined),
		);
		await reader.read(readSettings());
		expect(topics()).not.toContain('filterIgnored');
	});
});

describe('incident with the last possible time stamp', () => {
	eachRow([{ limit: 'all' as const }, { limit: 5 }])(
		'read with or without limit → returned',
		async ({ limit }) => {
			const never = at('9999-12-31T23:59:59.9999999Z');
			const odd = incidentAtMinute(2, 2, { createdDateTime: never, lastUpdateDateTime: never });
			const { reader } = readerFixture((_, count) => page([odd], count === 1 ? 'p2' : undefined));
			expect(idsOf(await reader.read(readSettings({ limit })))).toEqual(['2']);
		},
	);
});

describe('service without tolower', () => {
	it('owner filter → read without it in full pages, owner matched case-insensitively', async () => {
		const { reader, firsts, topics } = readerFixture((asked) => {
			if (asked.kind === 'first' && asked.filter?.includes('tolower') === true)
				throw rejection("The function 'tolower' is not supported.");
			return page([
				incidentAtMinute(1, 1, { assignedTo: 'Ann@X.example' }),
				incidentAtMinute(2, 2, { assignedTo: 'bo@x.example' }),
			]);
		});
		const query = { ...nothing, assignedTo: 'ann@x.example', status: ['active'] };
		expect(idsOf(await reader.read(readSettings({ query, limit: 1 })))).toEqual(['1']);
		expect(idsOf(await reader.read(readSettings({ query, limit: 1 })))).toEqual(['1']);
		expect(firsts()).toMatchObject([
			{ filter: "status eq 'active' and tolower(assignedTo) eq 'ann@x.example'" },
			{ filter: "status eq 'active'" },
			{ filter: "status eq 'active'", top: 50 },
		]);
		expect(topics()).toEqual(['filteredHere']);
	});
});
