import { describe, expect, it } from 'vitest';
import { eachRow } from '../../../support/eachRow.mts';
import { columnsOf, hunt, rowsOf } from '../../../support/huntResults.mts';

const T = 'datatable(s:string, n:long)["a", 1, "b", 2, "a", 3]';
const SERIES =
	'datatable(t:datetime, s:string)[datetime(2026-01-01 00:10), "a", datetime(2026-01-01 02:30), "a", datetime(2026-01-01 01:00), "b"]';

describe('KQL operators on text and samples', () => {
	eachRow([
		[
			'print s = "user=jo id=7" | parse s with "user=" user:string " id=" id:long | project user, id',
			[['jo', 7]],
		],
		['print s = "no match" | parse s with "user=" user " id=" id:long | project user, id', [['', null]]],
		['print s = "x id=abc" | parse s with * "id=" id:long | project id', [[null]]],
		['print s = "a1b22c" | parse kind=regex s with * "[a-z]" d:long "[a-z]" * | project d', [[1]]],
		['print s = "A.b" | parse kind=regex flags=i s with "a." rest | project rest', [['b']]],
		['datatable(s:string)["k=1", "other"] | parse-where s with "k=" v:long | project v', [[1]]],
		[`${T} | search "a" | count`, [[2]]],
		[`${T} | search "a" and n > 1 | project n`, [[3]]],
		[`${T} | where * has "b" | count`, [[1]]],
		[`${T} | sample 2 | count`, [[2]]],
		[`${T} | sample-distinct 5 of s`, [['a'], ['b']]],
		[`${T} | top-hitters 1 of s`, [['a', 2]]],
		[`${T} | top-nested 1 of s by sum(n), top-nested 1 of n by max(n)`, [['a', 4, 3, 3]]],
		[
			`${T} | partition by s (top 1 by n)`,
			[
				['a', 3],
				['b', 2],
			],
		],
		[`${T} | as X | serialize r = row_number() | project r`, [[1], [2], [3]]],
		[
			`${T} | serialize | extend p = prev(n, 1, 0), q = next(s) | project p, q`,
			[
				[0, 'b'],
				[1, 'a'],
				[2, ''],
			],
		],
		[`${T} | extend c = row_cumsum(n) | project c`, [[1], [3], [6]]],
	])('a query → its rows', (query, rows) => {
		expect(rowsOf(query)).toEqual(rows);
	});

	it('mv-apply → the subquery per row, with the columns of the input', () => {
		const query =
			'print id = 1, d = dynamic([3, 1, 2]) | mv-apply e = d to typeof(long) on (top 2 by e asc) | project id, e';
		expect(rowsOf(query)).toEqual([
			[1, 1],
			[1, 2],
		]);
	});

	it('mv-expand of a conversion → in place of its column; with_itemindex → the position', () => {
		expect(rowsOf('print a = "[1,2]" | mv-expand parse_json(a)')).toEqual([[1], [2]]);
		expect(columnsOf('print a = "[1,2]" | mv-expand todynamic(a) to typeof(long)')).toEqual(['a:long']);
		expect(rowsOf('print a = dynamic(["x","y"]) | mv-expand with_itemindex=i a | project a, i')).toEqual([
			['x', 0],
			['y', 1],
		]);
	});

	it('extend without names → each conversion replaces its column, the last one wins', () => {
		expect(hunt('print a = "[7]", n = 1 | extend parse_json(a), tostring(n)')).toMatchObject({
			columns: [
				{ name: 'a', type: 'dynamic' },
				{ name: 'n', type: 'string' },
			],
			rows: [[[7], '1']],
		});
		expect(rowsOf('print a = "5" | extend parse_json(a), toint(a)')).toEqual([[5]]);
		expect(rowsOf('print x = decimal(1.5) | extend y = x')).toEqual([[1.5, 1.5]]);
	});

	it('make-series → one array per group, with the default where nothing happened', () => {
		const query = `${SERIES} | make-series c = count() default = 0 on t from datetime(2026-01-01) to datetime(2026-01-01 03:00) step 1h by s | project s, c`;
		expect(rowsOf(query)).toEqual([
			['a', [1, 0, 1]],
			['b', [0, 1, 0]],
		]);
	});

	it('evaluate bag_unpack and pivot → columns that later operators can name', () => {
		const bag = 'print id = 1, d = dynamic({"x": 5, "y": "z"})';
		expect(columnsOf(`${bag} | evaluate bag_unpack(d)`)).toEqual(['id:long', 'x:long', 'y:string']);
		expect(
			rowsOf(
				`${bag} | evaluate bag_unpack(d, "p_") | where p_x > 4 | extend k = strcat(p_y, "!") | project k`,
			),
		).toEqual([['z!']]);
		expect(rowsOf(`${T} | evaluate pivot(s, sum(n)) | project a, b`)).toEqual([[4, 2]]);
		expect(rowsOf('print a = 1 | evaluate narrow()')).toEqual([[0, 'a', '1']]);
	});

	it('evaluate ipv4_lookup → the rows whose range contains the address', () => {
		const ranges = 'datatable(range:string, net:string)["10.0.0.0/8", "private", "192.0.2.0/24", "test"]';
		expect(
			rowsOf(`print ip = "192.0.2.7" | evaluate ipv4_lookup((${ranges}), ip, range) | project net`),
		).toEqual([['test']]);
	});

	it('union of columns of one name and several types → one column per type', () => {
		const query = 'union (print v = 1, v_real = "own"), (print v = 2.5)';
		expect(hunt(query).rows).toHaveLength(2);
		expect(hunt(query).rows.flat()).toEqual(expect.arrayContaining([1, 2.5, 'own']));
	});

	it('a fuzzy union with a table that nobody knows → the other rows', () => {
		expect(rowsOf(`union isfuzzy=true (${T}), NoSuchTable | count`)).toEqual([[3]]);
		expect(rowsOf(`union isfuzzy=true (NoSuchTable | where x == 1), (${T}) | count`)).toEqual([[3]]);
	});

	it('union with a wildcard → every table of that name', () => {
		const world = { DeviceInfo: [{ DeviceName: 'a' }], DeviceNetworkInfo: [{ DeviceName: 'b' }] };
		expect(rowsOf('union withsource=source Device*Info | project source, DeviceName', world)).toEqual([
			['DeviceInfo', 'a'],
			['DeviceNetworkInfo', 'b'],
		]);
	});

	it('FileProfile → signature and prevalence by hash; an empty hash has no profile', () => {
		const world = {
			DeviceFileCertificateInfo: [
				{ Timestamp: '2026-01-01T00:00:00.0000000Z', SHA1: 'aa', IsSigned: true, Signer: 'Contoso' },
			],
			DeviceFileEvents: [{ SHA1: 'aa' }, { SHA1: 'bb' }, {}],
		};
		const query =
			'DeviceFileEvents | invoke FileProfile(SHA1, 100) | project Signer, ProfileAvailability, rare = GlobalPrevalence < 100';
		expect(rowsOf(query, world)).toEqual([
			['Contoso', 'Available', false],
			['', 'Available', true],
			['', 'Missing', null],
		]);
	});
});
