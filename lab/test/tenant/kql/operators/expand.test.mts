import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../support/huntResults.mts';

const T = (value: string) => `datatable(a:int, b:dynamic)[1, ${value}]`;

describe('KQL mv-expand', () => {
	it('an array → one row per element', () => {
		expect(rowsOf(`${T('dynamic([10, "x"])')} | mv-expand b`)).toEqual([
			[1, 10],
			[1, 'x'],
		]);
	});

	it('a bag → bags of one member, or pairs with kind=array', () => {
		expect(rowsOf(`${T('dynamic({"p":"q", "r":1})')} | mv-expand b`)).toEqual([
			[1, { p: 'q' }],
			[1, { r: 1 }],
		]);
		expect(rowsOf(`${T('dynamic({"p":"q"})')} | mv-expand kind=array b`)).toEqual([[1, ['p', 'q']]]);
	});

	it('null and an empty array → one row and none', () => {
		expect(rowsOf(`${T('dynamic(null)')} | mv-expand b`)).toEqual([[1, null]]);
		expect(rowsOf(`${T('dynamic([])')} | mv-expand b`)).toEqual([]);
	});

	it('two columns → side by side, the shorter padded with null', () => {
		expect(rowsOf(`${T('dynamic([1, 2])')} | mv-expand b, c = dynamic(["x"])`)).toEqual([
			[1, 1, 'x'],
			[1, 2, null],
		]);
	});

	it('to typeof() and limit → cast values and at most that many rows per record', () => {
		expect(rowsOf(`${T('dynamic([1, "x"])')} | mv-expand b to typeof(long)`)).toEqual([
			[1, 1],
			[1, null],
		]);
		expect(rowsOf(`${T('dynamic([1, 2, 3])')} | mv-expand b limit 2`)).toEqual([
			[1, 1],
			[1, 2],
		]);
	});

	it('a computed column → named as by the service', () => {
		expect(rowsOf(`${T('dynamic({"k":[7]})')} | mv-expand b.k | project b_k`)).toEqual([[7]]);
	});
});
