import { describe, expect, it } from 'vitest';
import { EVERYTHING as nothing } from '../../../../defender/incidents/query.ts';
import { defenderError, trouble } from '../../../support/defenderErrors.mts';
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

describe('incident reader', () => {
	it('Return All → requests in order of creation, pages continued, newest first', async () => {
		const created = (from: number, to: number) =>
			Array.from({ length: to - from + 1 }, (_, place) =>
				incidentAtMinute(from + place, from + place, {
					createdDateTime: at(`2026-11-22T01:${from + place}:00Z`),
				}),
			);
		const pages = [
			page(created(11, 20), 'p2'),
			page(created(11, 19)),
			page(created(20, 23), 'p3'),
			page(created(23, 24)),
		];
		const { reader, firsts } = readerFixture((_, count) => pages[count - 1] ?? page([]));
		const newest = created(11, 24).map(({ id }) => id);
		expect(idsOf(await reader.read(readSettings()))).toEqual(newest.reverse());
		expect(firsts()).toEqual(
			[
				undefined,
				'createdDateTime lt 2026-11-22T01:20:00.0000000Z',
				'createdDateTime ge 2026-11-22T01:20:00.0000000Z',
				'createdDateTime ge 2026-11-22T01:23:00.0000000Z',
			].map((filter) => ({ kind: 'first', filter, orderBy: 'createdDateTime asc', top: 50, alerts: false })),
		);
	});

	it('incident on two pages → newest version', async () => {
		const pages = [
			page([incidentAtMinute(1, 5, { severity: 'low' }), incidentAtMinute(2, 9, { severity: 'high' })], 'p2'),
			page([incidentAtMinute(1, 8, { severity: 'high' }), incidentAtMinute(2, 6, { severity: 'low' })]),
		];
		const { reader } = readerFixture((_, count) => pages[count - 1] ?? page([]));
		const { found } = await reader.read(readSettings());
		expect(found.map(({ incident: { id, severity } }) => [id, severity])).toEqual([
			['2', 'high'],
			['1', 'high'],
		]);
	});

	it('newer version does not match → left out, older version not used', async () => {
		const query = { ...nothing, status: ['active'] };
		const pages = [
			page([incidentAtMinute(1, 5), incidentAtMinute(2, 9, { status: 'resolved' })], 'p2'),
			page([incidentAtMinute(1, 8, { status: 'resolved' }), incidentAtMinute(2, 6)]),
		];
		const { reader } = readerFixture((_, count) => pages[count - 1] ?? page([]));
		expect(idsOf(await reader.read(readSettings({ query })))).toEqual([]);
	});

	it('merged incidents → left out unless requested', async () => {
		const merged = incidentAtMinute(2, 9, { status: 'redirected', redirectIncidentId: '1' });
		const read = async (status: string[]) =>
			idsOf(
				await readerFixture(() => page([incidentAtMinute(1, 5), merged])).reader.read(
					readSettings({ query: { ...nothing, status } }),
				),
			);
		expect(await read([])).toEqual(['1']);
		expect(await read(['redirected'])).toEqual(['2']);
	});

	it('service returns other incidents → left out', async () => {
		const strangers = [
			incidentAtMinute(2, 1, { severity: 'low' }),
			incidentAtMinute(3, 2, { assignedTo: 'B@x.example' }),
			incidentAtMinute(4, 3),
		];
		const { reader } = readerFixture(() =>
			page([incidentAtMinute(1, 5, { assignedTo: 'a@x.example' }), ...strangers]),
		);
		const query = { ...nothing, severity: ['high'], assignedTo: 'a@x.example' };
		expect(idsOf(await reader.read(readSettings({ query })))).toEqual(['1']);
	});

	eachRow([
		['the first', ['p1', 'p1']],
		['an earlier one', ['p1', 'p2', 'p1']],
	])('service repeats a link → fails', async (_, links) => {
		const { reader, api } = readerFixture((_asked, count) =>
			page([incidentAtMinute(count, 1)], links[(count - 1) % links.length]),
		);
		const error = await defenderError(reader.read(readSettings()));
		expect(error.reason.kind).toBe('unreadable');
		// All incidents of the first page share one instant, which is read separately, following its links.
		expect(api.requests).toHaveLength(links.length + 1);
	});

	it('one page fails → the whole read fails', async () => {
		const { reader } = readerFixture((_, count) => {
			if (count === 2) throw trouble({ kind: 'serviceDown' });
			return page([incidentAtMinute(1, 1)], 'p2');
		});
		expect((await defenderError(reader.read(readSettings()))).reason.kind).toBe('serviceDown');
	});

	it('provider missing → notice', async () => {
		const { reader, topics } = readerFixture(() => page([incidentAtMinute(1, 1)], undefined, '199 MDI'));
		await reader.read(readSettings());
		expect(topics()).toEqual(['providerMissing']);
	});
});

it('incident reader › limit 0 → no request', async () => {
	const { reader, api } = readerFixture(() => page([]));
	expect(idsOf(await reader.read(readSettings({ limit: 0 })))).toEqual([]);
	expect(api.requests).toEqual([]);
});

describe('incident reader › service refuses', () => {
	it('order → later requests omit it', async () => {
		const { reader, firsts, topics } = readerFixture((asked) => {
			if (asked.kind === 'first' && asked.orderBy !== undefined) throw rejection('$orderby is not supported');
			return page([incidentAtMinute(1, 10), incidentAtMinute(2, 20)]);
		});
		expect(idsOf(await reader.read(readSettings({ limit: 1 })))).toEqual(['2']);
		await reader.read(readSettings());
		expect(firsts().map((asked) => (typeof asked === 'string' ? asked : asked.orderBy))).toEqual([
			'lastUpdateDateTime desc',
			undefined,
			undefined,
		]);
		expect(topics()).toEqual(['orderIgnored']);
	});

	it('or → omitted, all matches still found', async () => {
		const query = { ...nothing, status: ['active', 'inProgress'], severity: ['high'] };
		const { reader, firsts, topics } = readerFixture((asked) => {
			if (asked.kind === 'first' && asked.filter?.includes(' or ') === true)
				throw rejection('Invalid filter');
			return page([
				incidentAtMinute(1, 1),
				incidentAtMinute(2, 2, { status: 'resolved' }),
				incidentAtMinute(3, 3, { status: 'inProgress' }),
			]);
		});
		expect(idsOf(await reader.read(readSettings({ query })))).toEqual(['3', '1']);
		expect(firsts()[1]).toMatchObject({ filter: "severity eq 'high'" });
		expect(topics()).toEqual(['filteredHere']);
	});

	it('order and filter → both omitted', async () => {
		const query = { ...nothing, status: ['active', 'inProgress'] };
		const { reader, api } = readerFixture((asked) => {
			if (asked.kind === 'first' && (asked.filter !== undefined || asked.orderBy !== undefined))
				throw rejection('no');
			return page([incidentAtMinute(1, 1)]);
		});
		expect(idsOf(await reader.read(readSettings({ query })))).toEqual(['1']);
		expect(api.requests).toHaveLength(3);
	});

	it('everything → its own error after at most three requests', async () => {
		const { reader, api } = readerFixture(() => {
			throw rejection('not today');
		});
		const error = await defenderError(
			reader.read(readSettings({ query: { ...nothing, status: ['a', 'b'] } })),
		);
		expect(error.trace?.message).toBe('not today');
		expect(api.requests.length).toBeLessThanOrEqual(3);
	});

	it('order, two reads in parallel → both succeed without it', async () => {
		const { reader } = readerFixture((asked) => {
			if (asked.kind === 'first' && asked.orderBy !== undefined) throw rejection('$orderby is not supported');
			return page([incidentAtMinute(1, 1)]);
		});
		const both = await Promise.all([reader.read(readSettings()), reader.read(readSettings({ limit: 5 }))]);
		expect(both.map(idsOf)).toEqual([['1'], ['1']]);
	});

	it('another reason → not retried with less', async () => {
		const { reader, api } = readerFixture(() => {
			throw trouble({ kind: 'forbidden' }, 'none', { status: 403, code: '', message: 'no' });
		});
		expect((await defenderError(reader.read(readSettings()))).reason.kind).toBe('forbidden');
		expect(api.requests).toHaveLength(1);
	});
});
