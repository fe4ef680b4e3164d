import { describe, expect } from 'vitest';
import { jsonOf, our } from '../../support/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { namedProfiles } from '../../support/namedProfiles.mts';

const current = benchPerTest();

describe('Run Hunting Query under each behavior profile', () => {
	current.eachRow(namedProfiles)(
		'one value of each type → plain values, exact longs, no sidecar properties',
		async ({ profile }) => {
			await current.restart({ behaviours: profile });
			const rows = async (query: string) => {
				const result = await current.bench.run(our('runHuntingQuery', { query, timeRange: 'apiDefault' }));
				expect(result.error).toBeUndefined();
				return jsonOf(result, 'runHuntingQuery');
			};
			expect(
				await rows(
					[
						'print Yes = true, No = false, NoBool = bool(null), Long = 9007199254740993, Minus = -9007199254740993',
						'Small = 5, NoLong = long(null), Real = 0.5, NoReal = real(null), NoTime = datetime(null), Text = "9007199254740993"',
						'Time = datetime(2026-11-18T07:38:51.0021177Z), Empty = "", Bag = dynamic({"a":1}), List = dynamic(["x","y"])',
					].join(', '),
				),
			).toEqual([
				{
					Yes: true,
					No: false,
					NoBool: null,
					Long: '9007199254740993',
					Minus: '-9007199254740993',
					Small: 5,
					NoLong: null,
					Real: 0.5,
					NoReal: null,
					NoTime: null,
					Text: '9007199254740993',
					Time: '2026-11-18T07:38:51.0021177Z',
					Empty: '',
					Bag: { a: 1 },
					List: ['x', 'y'],
				},
			]);
			const events = await rows('DeviceProcessEvents | take 50');
			expect(events).toHaveLength(50);
			expect(JSON.stringify(events)).not.toContain('@odata.type');
		},
		120_000,
	);

	current.eachRow(namedProfiles)(
		'a parameter and a time range → the matching rows only',
		async ({ profile }) => {
			await current.restart({ behaviours: profile });
			const parameters = { values: [{ name: 'name', type: 'string', value: 'powershell.exe' }] };
			const query = 'DeviceProcessEvents | where FileName =~ _p_name | project FileName';
			const result = await current.bench.run(
				our('runHuntingQuery', { query, parameters, lastAmount: 30, returnAll: true }),
			);
			const names = jsonOf(result, 'runHuntingQuery').map(({ FileName }) => String(FileName).toLowerCase());
			expect(names.length).toBeGreaterThan(0);
			expect([...new Set(names)]).toEqual(['powershell.exe']);
		},
		120_000,
	);
});
