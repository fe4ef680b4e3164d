import { describe, expect, it } from 'vitest';
import { rowsOf, valueOf } from '../../support/huntResults.mts';
import { eachRow } from '../../support/eachRow.mts';

describe('KQL where', () => {
	it('an unknown condition → the row is dropped', () => {
		expect(rowsOf('datatable(n:int)[5, int(null)] | where n > 3')).toEqual([[5]]);
		expect(rowsOf('datatable(n:int)[5, int(null)] | where not(n > 9)')).toEqual([[5]]);
	});

	it('null != value → the row is kept', () => {
		expect(rowsOf('datatable(n:int, s:string)[5, "a", int(null), "b"] | where n != 5')).toEqual([
			[null, 'b'],
		]);
	});

	eachRow([
		['"C:\\\\Temp\\\\a-b.exe" has "temp"', true],
		['"C:\\\\Temp\\\\a-b.exe" has "tem"', false],
		['"C:\\\\Temp\\\\a-b.exe" has "b.exe"', true],
		['"abc-def" has "c-d"', false],
		['"under_score" has "score"', true],
		['"powershell.exe" has_cs "PowerShell"', false],
		['"a b" has_any ("x", "b")', true],
		['"a b" has_any (dynamic(["x", "B"]))', true],
		['"a b" has_all ("a", "c")', false],
		['"abc" hasprefix "AB"', true],
		['"xabc" hasprefix "ab"', false],
		['"" has ""', true],
	])('has, has_any, has_all and hasprefix → match whole terms', (expression, expected) => {
		expect(valueOf(expression)).toBe(expected);
	});

	eachRow([
		['"ABC" in ("abc")', false],
		['"ABC" in~ ("abc")', true],
		['"ABC" !in ("abc")', true],
		['"ABC" !in~ ("abc")', false],
		['2 in (1, 2)', true],
		['2 in (2.5)', false],
		['"a" in (dynamic(["a", "b"]))', true],
		['"a" in (dynamic([]))', false],
		['"a" !in (dynamic([]))', true],
		['parse_json("5") in (5)', true],
	])('in, in~ and !in → compare with lists', (expression, expected) => {
		expect(valueOf(expression)).toBe(expected);
	});

	it('in with a table → its first column is the list', () => {
		expect(
			rowsOf('let bad = datatable(n:long)[2, 3]; range n from 1 to 3 step 1 | where n in (bad)'),
		).toEqual([[2], [3]]);
	});

	it('between → includes both ends, a timespan counts from the first', () => {
		expect(rowsOf('range n from 1 to 9 step 1 | where n between (3 .. 4)')).toEqual([[3], [4]]);
		expect(valueOf('datetime(2026-01-03) between (datetime(2026-01-01) .. 2d)')).toBe(true);
		expect(valueOf('datetime(2026-01-04) !between (datetime(2026-01-01) .. 2d)')).toBe(true);
	});

	it('a member of a dynamic value → compared as a scalar of its type', () => {
		expect(valueOf('dynamic({"a":"x"}).a == "x"')).toBe(true);
		expect(valueOf('dynamic({"a":5}).a >= 5')).toBe(true);
		expect(valueOf('dynamic({"a":2.5}).a > 2')).toBe(true);
		expect(valueOf('dynamic({"a":true}).a == true')).toBe(true);
		expect(valueOf('dynamic({}).a == "x"')).toBe(false);
	});

	it('two dynamic values → compared as a whole', () => {
		expect(valueOf('dynamic([1,"a"]) == dynamic([1,"a"])')).toBe(true);
		expect(valueOf('dynamic([1,"a"]) == dynamic([1,"b"])')).toBe(false);
	});
});
