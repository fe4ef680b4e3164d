import { beforeAll, describe, expect, it } from 'vitest';
import { hostileStrings } from '../../../lab/test/support/hostileStrings.mts';
import { benchesPerFile } from '../../support/benchHooks.mts';
import { our } from '../../support/practice.mts';
import {
	appAccesses,
	legacyAppAccess,
	connections,
	apiAccesses,
	type Connection,
	type ApiAccess,
} from '../../support/apiAccess.mts';

const start = benchesPerFile();
let connectionFor: (access: ApiAccess) => Promise<Connection>;
beforeAll(async () => {
	connectionFor = await connections(start, {});
	// Loads Microsoft's query parser.
	await (
		await connectionFor(legacyAppAccess)
	).items(our('runHuntingQuery', { query: 'print 1', timeRange: 'apiDefault' }));
}, 120_000);

const hunt = (query: string, more = {}) =>
	our('runHuntingQuery', { query, timeRange: 'apiDefault', ...more });
const TYPES =
	'print B=true, I=int(5), L=long(9007199254740993), R=0.5, T="x", N=long(null), E="", At=datetime(2026-11-20T10:00:00.1234567Z), G=guid(74be27de-1e4e-49d9-b579-fe0b331d3642), Y=dynamic({"a":[1,"b"]}), S=1h';

describe('hunt through each API and context', () => {
	start.eachRow(apiAccesses)('any column type → rows with the same typed values', async (access) => {
		const [row] = await (await connectionFor(access)).items(hunt(TYPES));
		expect(row).toEqual((await (await connectionFor(apiAccesses[0] ?? access)).items(hunt(TYPES)))[0]);
		expect(row).toMatchObject({ B: true, T: 'x', N: null, E: '', Y: { a: [1, 'b'] } });
	});
});

describe('hunt through each API', () => {
	start.eachRow(appAccesses)('hostile parameters → bound unchanged', async (access) => {
		const texts = hostileStrings
			.filter(({ refused, text }) => refused === undefined && text.length < 200)
			.map(({ text }) => text);
		const rows = await (
			await connectionFor(access)
		).items(
			hunt('print V = _p_text', { parameters: { values: [{ name: 'text', value: '={{ $json.text }}' }] } }),
			{
				input: texts.map((text) => ({ text })),
			},
		);
		expect(rows.map(({ V }) => V)).toEqual(texts);
	});

	start.eachRow(appAccesses)(
		'more rows than Limit → rows up to Limit; Return All → all rows',
		async (access) => {
			const connection = await connectionFor(access);
			const result = await connection.run(hunt('range N from 1 to 20 step 1', { limit: 5 }));
			expect(result.items('runHuntingQuery')).toHaveLength(5);
			expect(await connection.items(hunt('range N from 1 to 20 step 1', { returnAll: true }))).toHaveLength(
				20,
			);
		},
	);

	start.eachRow(appAccesses)('unknown column → the error names it', async (access) => {
		const { error } = await (await connectionFor(access)).run(hunt('DeviceInfo\n| where Nonsense == 1'));
		expect(`${error?.message ?? ''} ${error?.description ?? ''}`).toMatch(/Nonsense/);
	});

	start.eachRow(appAccesses)(
		'time range → sent if supported, otherwise refused before any request with the line to paste',
		async (access) => {
			const connection = await connectionFor(access);
			const ranges = [
				{ timeRange: 'last', lastAmount: 7, lastUnit: 'days' },
				{ timeRange: 'iso', timespan: 'P7D' },
				{ timeRange: 'between', from: new Date(Date.now() - 7 * 86_400_000).toISOString() },
			];
			for (const range of ranges) {
				const calls = connection.bench.practice.calls.length;
				const result = await connection.run(
					our('runHuntingQuery', { query: 'DeviceInfo | take 1', ...range }),
				);
				if (access.timeRange) {
					expect(result.error).toBeUndefined();
					continue;
				}
				expect(result.error?.description).toMatch(/\| where Timestamp (?:>|between)/);
				expect(connection.bench.practice.calls.slice(calls)).toEqual([]);
			}
		},
	);
});

describe('hunt through the legacy API', () => {
	it('time range → the line to paste is KQL that the service accepts', async () => {
		const connection = await connectionFor(legacyAppAccess);
		const refused = await connection.run(
			our('runHuntingQuery', {
				query: 'DeviceProcessEvents',
				timeRange: 'last',
				lastAmount: 7,
				lastUnit: 'days',
			}),
		);
		const line = /directly after the table: (.+?) {3}/.exec(refused.error?.description ?? '')?.[1];
		const rows = await connection.items(hunt(`DeviceProcessEvents\n${line ?? 'no line'}\n| count`));
		expect(rows).toHaveLength(1);
	});
});
