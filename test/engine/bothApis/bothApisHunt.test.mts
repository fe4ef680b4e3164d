import { beforeAll, describe, expect, it } from 'vitest';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { our } from '../../support/practice.mts';
import { appSides, olderApp, seats, sides, type Seat, type Side } from '../../support/sides.mts';

const start = benchesPerFile();
let seatOf: (side: Side) => Promise<Seat>;
beforeAll(async () => {
	seatOf = await seats(start, {});
	// Loads Microsoft's query parser.
	await (await seatOf(olderApp)).items(our('runHuntingQuery', { query: 'print 1', timeRange: 'apiDefault' }));
}, 120_000);

const hunt = (query: string, more = {}) =>
	our('runHuntingQuery', { query, timeRange: 'apiDefault', ...more });
const TYPES =
	'print B=true, I=int(5), L=long(9007199254740993), R=0.5, T="x", N=long(null), E="", At=datetime(2026-11-20T10:00:00.1234567Z), G=guid(74be27de-1e4e-49d9-b579-fe0b331d3642), Y=dynamic({"a":[1,"b"]}), S=1h';

describe('hunt through each API and context', () => {
	start.eachRow(sides)('gives rows with the types of their columns', async (side) => {
		const [row] = await (await seatOf(side)).items(hunt(TYPES));
		expect(row).toEqual((await (await seatOf(sides[0] ?? side)).items(hunt(TYPES)))[0]);
		expect(row).toMatchObject({ B: true, T: 'x', N: null, E: '', Y: { a: [1, 'b'] } });
	});
});

describe('hunt through each API', () => {
	start.eachRow(appSides)('binds hostile parameters to the letter', async (side) => {
		const texts = hostileStrings
			.filter(({ refused, text }) => refused === undefined && text.length < 200)
			.map(({ text }) => text);
		const rows = await (
			await seatOf(side)
		).items(
			hunt('print V = _p_text', { parameters: { values: [{ name: 'text', value: '={{ $json.text }}' }] } }),
			{
				input: texts.map((text) => ({ text })),
			},
		);
		expect(rows.map(({ V }) => V)).toEqual(texts);
	});

	start.eachRow(appSides)('keeps to its limit, and says when there was more', async (side) => {
		const seat = await seatOf(side);
		const result = await seat.run(hunt('range N from 1 to 20 step 1', { limit: 5 }));
		expect(result.items('runHuntingQuery')).toHaveLength(5);
		expect(await seat.items(hunt('range N from 1 to 20 step 1', { returnAll: true }))).toHaveLength(20);
	});

	start.eachRow(appSides)('tells a mistake in the query in the lines of its author', async (side) => {
		const { error } = await (await seatOf(side)).run(hunt('DeviceInfo\n| where Nonsense == 1'));
		expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toMatch(/Nonsense/);
	});

	start.eachRow(appSides)(
		'over a time range is sent, or refused before any call with the line to paste',
		async (side) => {
			const seat = await seatOf(side);
			const ranges = [
				{ timeRange: 'last', lastAmount: 7, lastUnit: 'days' },
				{ timeRange: 'iso', timespan: 'P7D' },
				{ timeRange: 'between', from: new Date(Date.now() - 7 * 86_400_000).toISOString() },
			];
			for (const range of ranges) {
				const calls = seat.bench.practice.calls.length;
				const result = await seat.run(our('runHuntingQuery', { query: 'DeviceInfo | take 1', ...range }));
				if (side.timeRange) {
					expect(result.error).toBeUndefined();
					continue;
				}
				expect(result.error?.description).toMatch(/\| where Timestamp (?:>|between)/);
				expect(seat.bench.practice.calls.slice(calls)).toEqual([]);
			}
		},
	);
});

describe('a hunt through the older API', () => {
	it('names a line to paste instead of a time range, which is KQL that the service takes', async () => {
		const seat = await seatOf(olderApp);
		const refused = await seat.run(
			our('runHuntingQuery', {
				query: 'DeviceProcessEvents',
				timeRange: 'last',
				lastAmount: 7,
				lastUnit: 'days',
			}),
		);
		const line = /directly after the table: (.+?) {3}/.exec(refused.error?.description ?? '')?.[1];
		const rows = await seat.items(hunt(`DeviceProcessEvents\n${line ?? 'no line'}\n| count`));
		expect(rows).toHaveLength(1);
	});
});
