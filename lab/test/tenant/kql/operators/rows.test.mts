import { describe, expect, it } from 'vitest';
import { rowsOf } from '../../../support/huntResults.mts';

const N = 'datatable(n:long)[2, long(null), 3, 1]';

describe('KQL sort, take, count and distinct', () => {
	it('default → descending, nulls last', () => {
		expect(rowsOf(`${N} | sort by n`)).toEqual([[3], [2], [1], [null]]);
		expect(rowsOf(`${N} | order by n desc`)).toEqual([[3], [2], [1], [null]]);
	});

	it('asc → nulls first unless the query sets it', () => {
		expect(rowsOf(`${N} | sort by n asc`)).toEqual([[null], [1], [2], [3]]);
		expect(rowsOf(`${N} | sort by n asc nulls last`)).toEqual([[1], [2], [3], [null]]);
		expect(rowsOf(`${N} | sort by n desc nulls first`)).toEqual([[null], [3], [2], [1]]);
	});

	it('two keys → sorted by the second within the first', () => {
		expect(rowsOf('datatable(a:string, b:long)["x", 1, "y", 2, "x", 3] | sort by a asc, b')).toEqual([
			['x', 3],
			['x', 1],
			['y', 2],
		]);
	});

	it('top, and take after sort → the first rows in order', () => {
		expect(rowsOf(`${N} | top 2 by n`)).toEqual([[3], [2]]);
		expect(rowsOf(`${N} | sort by n asc nulls last | take 2`)).toEqual([[1], [2]]);
		expect(rowsOf(`let k = 1; ${N} | limit k`)).toEqual([[2]]);
	});

	it('count and distinct → the number of rows, each row once', () => {
		expect(rowsOf(`${N} | count`)).toEqual([[4]]);
		expect(rowsOf('datatable(a:string, b:long)["x", 1, "x", 1, "X", 1] | distinct a, b')).toEqual([
			['x', 1],
			['X', 1],
		]);
		expect(rowsOf('datatable(a:string, b:long)["x", 1, "x", 2] | distinct a')).toEqual([['x']]);
		expect(rowsOf('datatable(a:string, b:long)["x", 1, "x", 1] | distinct *')).toEqual([['x', 1]]);
	});

	it('more rows than the limit of the service → silently truncated', () => {
		expect(rowsOf('range n from 1 to 5 step 1', {}, { maxRows: 3 })).toEqual([[1], [2], [3]]);
	});
});
