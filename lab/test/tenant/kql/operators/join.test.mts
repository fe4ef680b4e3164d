import { describe, expect, it } from 'vitest';
import { columnsOf, rowsOf } from '../../../support/huntResults.mts';

const TABLES = `let X = datatable(Key:string, Value1:long)['a',1,'b',2,'b',3,'c',4];
let Y = datatable(Key:string, Value2:long)['b',10,'c',20,'c',30,'d',40];
`;
const join = (kind: string) => rowsOf(`${TABLES}X | join ${kind} Y on Key`);

/** The tables and results of the join pages of Microsoft's KQL reference. */
describe('KQL join', () => {
	it('default kind → one left row per key', () => {
		const expected = [
			['b', 2, 'b', 10],
			['c', 4, 'c', 20],
			['c', 4, 'c', 30],
		];
		expect(join('')).toEqual(expected);
		expect(join('kind=innerunique')).toEqual(expected);
	});

	it('kind=inner → every pair', () => {
		expect(join('kind=inner')).toEqual([
			['b', 2, 'b', 10],
			['b', 3, 'b', 10],
			['c', 4, 'c', 20],
			['c', 4, 'c', 30],
		]);
	});

	it('an outer kind → unmatched rows with empty text and null', () => {
		expect(join('kind=leftouter')[0]).toEqual(['a', 1, '', null]);
		expect(join('kind=leftouter')).toHaveLength(5);
		expect(join('kind=rightouter').at(-1)).toEqual(['', null, 'd', 40]);
		expect(join('kind=rightouter')).toHaveLength(5);
		expect(join('kind=fullouter')).toHaveLength(6);
	});

	it('a semi or anti kind → rows of one side', () => {
		expect(join('kind=leftsemi')).toEqual([
			['b', 2],
			['b', 3],
			['c', 4],
		]);
		expect(join('kind=rightsemi')).toEqual([
			['b', 10],
			['c', 20],
			['c', 30],
		]);
		expect(join('kind=leftanti')).toEqual([['a', 1]]);
		expect(join('kind=rightanti')).toEqual([['d', 40]]);
	});

	it('a column name on both sides → the right one gets a number', () => {
		expect(columnsOf(`${TABLES}X | join Y on Key`)).toEqual([
			'Key:string',
			'Value1:long',
			'Key1:string',
			'Value2:long',
		]);
	});

	it('columns of different names → joined, the left column first', () => {
		const tables = 'let A = datatable(a:long)[1, 2]; let B = datatable(b:long, s:string)[2, "x"]; ';
		expect(rowsOf(`${tables}A | join B on $left.a == $right.b | project a, s`)).toEqual([[2, 'x']]);
		expect(rowsOf(`${tables}A | lookup kind=inner B on $left.a == $right.b`)).toEqual([[2, 'x']]);
	});

	it('null keys → no match', () => {
		expect(
			rowsOf('datatable(k:long)[long(null)] | join kind=inner (datatable(k:long)[long(null)]) on k'),
		).toEqual([]);
	});

	it('lookup → columns without the right key', () => {
		expect(rowsOf(`${TABLES}X | lookup kind=inner Y on Key | where Key == "b"`)).toEqual([
			['b', 2, 10],
			['b', 3, 10],
		]);
	});
});
