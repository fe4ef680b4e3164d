import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../support/huntResults.mts';

const T = (value: string) => `datatable(a:int, b:dynamic)[1, ${value}]`;

describe('mv-expand', () => {
	it('makes one row per element of an array', () => {
		expect(rowsOf(`${T('dynamic([10, "x"])')} | mv-expand b`)).toEqual([
			[1, 10],
			[1, 'x'],
		]);
	});

	it('takes a bag apart into bags of one member, or into pairs', () => {
		expect(rowsOf(`${T('dynamic({"p":"q", "r":1})')} | mv-expand b`)).toEqual([
			[1, { p: 'q' }],
			[1, { r: 1 }],
		]);
		expect(rowsOf(`${T('dynamic({"p":"q"})')} | mv-expand kind=array b`)).toEqual([[1, ['p', 'q']]]);
	});

	it('keeps a row for null and none for an empty array', () => {
		expect(rowsOf(`${T('dynamic(null)')} | mv-expand b`)).toEqual([[1, null]]);
		expect(rowsOf(`${T('dynamic([])')} | mv-expand b`)).toEqual([]);
	});

	it('expands side by side and pads the shorter with null', () => {
		expect(rowsOf(`${T('dynamic([1, 2])')} | mv-expand b, c = dynamic(["x"])`)).toEqual([
			[1, 1, 'x'],
			[1, 2, null],
		]);
	});

	it('casts to a type and limits the rows of each record', () => {
		expect(rowsOf(`${T('dynamic([1, "x"])')} | mv-expand b to typeof(long)`)).toEqual([
			[1, 1],
			[1, null],
		]);
		expect(rowsOf(`${T('dynamic([1, 2, 3])')} | mv-expand b limit 2`)).toEqual([
			[1, 1],
			[1, 2],
		]);
	});

	it('names a computed column as the service does', () => {
		expect(rowsOf(`${T('dynamic({"k":[7]})')} | mv-expand b.k | project b_k`)).toEqual([[7]]);
	});
});
