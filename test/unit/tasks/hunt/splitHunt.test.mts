import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../defender/core/instant.ts';
import { trouble } from '../../../support/defenderErrors.mts';
import { START } from '../../../support/fakeHost.mts';
import {
	DAY,
	HOUR,
	instantBefore,
	LAST_DAY,
	NOW,
	splitFixture,
	tableOf,
} from '../../../support/splitFixture.mts';
import { textOf } from '../../../support/splitOracle.mts';

const names = (rows: ReadonlyArray<Record<string, unknown>>) => rows.map(({ Name }) => Number(Name));
const throttled = () =>
	trouble({ kind: 'throttled', retryAt: START }, 'none', { status: 429, code: '', message: '' });

describe('split hunt › requests', () => {
	it('result that fits → one request as without a split', async () => {
		const { run, requests, notices } = await splitFixture(
			DAY,
			{ timeRange: LAST_DAY, limit: 50 },
			{ maximum: 25 },
		);
		const hunt = await run();
		expect([hunt.complete, hunt.rows.length, notices]).toEqual([true, 24, []]);
		expect(requests).toEqual([{ query: 'DeviceEvents\n| take 51', timespan: 'P1D' }]);
	});

	it('result that is too large → slices of the range, newest first, without a row limit', async () => {
		const { run, requests, notices } = await splitFixture(
			DAY,
			{ timeRange: LAST_DAY, limit: 50 },
			{ maximum: 15 },
		);
		const hunt = await run();
		expect(hunt.complete).toBe(true);
		expect(names(hunt.rows).toSorted((a, b) => a - b)).toEqual(
			names(DAY.map(({ name }) => ({ Name: name }))),
		);
		expect(names(hunt.rows)[0]).toBeGreaterThanOrEqual(12);
		expect(requests.slice(1)).toEqual([
			{ query: 'DeviceEvents', timespan: '2026-11-21T14:59:59Z' },
			{ query: 'DeviceEvents', timespan: '2026-11-21T02:59:59Z/2026-11-21T15:00:01Z' },
		]);
		expect(notices).toEqual([]);
	});

	it('bound parameters → in every request', async () => {
		const { run, requests } = await splitFixture(
			DAY,
			{
				timeRange: LAST_DAY,
				query: 'DeviceEvents | where DeviceName == _p_device',
				parameters: [{ name: 'device', type: 'string', value: 'x' }],
			},
			{ maximum: 15 },
		);
		await run();
		expect(requests).toHaveLength(3);
		for (const { query } of requests)
			expect(query).toBe('let _p_device="x";\nDeviceEvents | where DeviceName == _p_device');
	});

	it('dates with ticks at both ends → rows at the ends included, rows beside them not', async () => {
		const edge = (ticks: bigint) => ({ ticks, name: String(ticks % 10n) });
		const [from, to] = [NOW - 10n * HOUR + 5n, NOW - 4n * HOUR + 5n];
		const events = [edge(from - 1n), edge(from), edge(to), edge(to + 1n), ...DAY];
		const range = {
			kind: 'between',
			from: parseInstant(textOf(from)),
			to: parseInstant(textOf(to)),
		} as const;
		const { run } = await splitFixture(events, { timeRange: range }, { maximum: 7, ends: '[]' });
		const hunt = await run();
		const times = hunt.rows.map(({ Timestamp }) => Timestamp);
		expect(hunt.complete).toBe(true);
		expect(times).toHaveLength(8);
		expect([times.includes(textOf(from)), times.includes(textOf(to))]).toEqual([true, true]);
	});

	it('no time range → the last 30 days', async () => {
		const { run, requests } = await splitFixture(DAY, {}, { maximum: 20 });
		expect((await run()).rows).toHaveLength(24);
		expect(requests[0]?.timespan).toBeUndefined();
		expect(requests[1]?.timespan).toBe('2026-11-07T02:59:59Z');
	});

	it('sort by ascending Timestamp → oldest slice first', async () => {
		const { run, requests } = await splitFixture(
			DAY,
			{ timeRange: LAST_DAY, query: 'DeviceEvents | sort by Timestamp asc' },
			{ maximum: 15, order: 'asc' },
		);
		expect(names((await run()).rows)).toEqual(DAY.map((_, hour) => hour));
		expect(requests[1]?.timespan).toBe('2026-11-21T02:59:59Z/2026-11-21T15:00:01Z');
	});

	it('100,000 rows, or fewer with malformed ones → too large', async () => {
		const event = DAY[0] ?? { ticks: NOW, name: '' };
		for (const [length, malformed, expected] of [
			[100_000, 0, 3],
			[99_999, 1, 3],
			[99_999, 0, 1],
		] as const) {
			const events = Array.from({ length }, () => event);
			const { run, requests } = await splitFixture(
				DAY,
				{ timeRange: LAST_DAY },
				{ maximum: 15 },
				(request) => (request === 1 ? { ...tableOf(events, false), malformed } : undefined),
			);
			await run();
			expect(requests.length).toBe(expected);
		}
	});
});

describe('split hunt › Limit', () => {
	const asc = { timeRange: LAST_DAY, query: 'DeviceEvents | sort by Timestamp asc' };

	it('more rows than Limit in one response → no split', async () => {
		const { run, requests } = await splitFixture(DAY, { timeRange: LAST_DAY, limit: 8 }, { maximum: 9 });
		expect(await run()).toMatchObject({ complete: { because: 'limit' }, rows: { length: 8 } });
		expect(requests).toHaveLength(1);
	});

	it('more rows than Limit in all slices → cut at Limit, without further requests', async () => {
		const { run, requests, texts } = await splitFixture(
			DAY,
			{ ...asc, limit: 10 },
			{ maximum: 8, order: 'asc' },
		);
		const hunt = await run();
		expect(names(hunt.rows)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
		expect(hunt.complete).toMatchObject({ because: 'limit' });
		expect(texts()).toEqual([expect.stringContaining('more rows than the limit of 10.')]);
		expect(requests).toHaveLength(4);
	});

	it('as many rows as Limit in a truncated response → split', async () => {
		const { run, requests } = await splitFixture(DAY, { ...asc, limit: 9 }, { maximum: 9, order: 'asc' });
		expect(await run()).toMatchObject({ complete: { because: 'limit' }, rows: { length: 9 } });
		expect(requests.length).toBeGreaterThan(1);
	});

	it('as many rows as Limit → complete', async () => {
		const { run } = await splitFixture(DAY, { ...asc, limit: 24 }, { maximum: 15, order: 'asc' });
		expect(await run()).toMatchObject({ complete: true, rows: { length: 24 } });
	});
});

describe('split hunt › budget', () => {
	it('maximum of slices → rows so far, part of the next slice, covered span in a notice', async () => {
		const { run, requests, texts } = await splitFixture(
			DAY,
			{ timeRange: LAST_DAY, splitMax: 3, query: 'DeviceEvents | sort by Timestamp desc' },
			{ maximum: 5, order: 'desc' },
		);
		const hunt = await run();
		expect(requests).toHaveLength(3);
		expect(hunt.complete).toEqual({ because: 'budget' });
		expect(names(hunt.rows)).toEqual([23, 22, 21, 20, 19]);
		expect(texts()).toEqual([
			'The hunt needs more than 3 time slices, so rows are missing. No part of the time range is complete. Narrow the time range, filter early, or increase Maximum Slices.',
		]);
	});

	it('Max Wait is over → rows of the finished slices, and the covered span', async () => {
		const { run, texts } = await splitFixture(DAY, { timeRange: LAST_DAY }, { maximum: 15 }, (request) =>
			request === 3 ? throttled() : undefined,
		);
		const hunt = await run();
		expect(hunt.complete).toEqual({
			because: 'budget',
			covered: { from: instantBefore(12n), to: undefined },
		});
		expect(names(hunt.rows).toSorted((a, b) => a - b)).toEqual([
			12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
		]);
		expect(texts()[0]).toContain('The rows from 2026-11-21T15:00:00.0000000Z to now are complete.');
		expect(texts()[0]).toContain('Max Wait was not enough');
	});

	it('one instant with too many rows → what arrived, other slices complete, and where rows are missing', async () => {
		const tied = Array.from({ length: 30 }, () => ({ ticks: NOW - 5n * HOUR, name: '99' }));
		const { run, texts } = await splitFixture([...DAY, ...tied], { timeRange: LAST_DAY }, { maximum: 15 });
		const hunt = await run();
		expect(hunt.complete).toMatchObject({ because: 'sliceFloor' });
		const found = names(hunt.rows);
		expect(found.filter((name) => name !== 99).toSorted((a, b) => a - b)).toEqual(DAY.map((_, hour) => hour));
		// One of the 15 rows of that slice is an event of the day.
		expect(found.filter((name) => name === 99)).toHaveLength(14);
		expect(texts()[0]).toMatch(/^Rows are missing around 2026-11-21T2[12]:/);
	});

	it('window under two seconds → the rows of the first response', async () => {
		const tied = Array.from({ length: 30 }, () => ({ ticks: NOW - HOUR, name: '99' }));
		const range = {
			kind: 'between',
			from: parseInstant(textOf(NOW - HOUR)),
			to: parseInstant(textOf(NOW - HOUR + 19_990_000n)),
		} as const;
		const { run, requests } = await splitFixture(tied, { timeRange: range }, { maximum: 15 });
		expect(await run()).toMatchObject({ complete: { because: 'sliceFloor' }, rows: { length: 15 } });
		expect(requests).toHaveLength(1);
	});
});
