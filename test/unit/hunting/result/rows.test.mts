import { describe, expect, it } from 'vitest';
import { readColumns, typeRows } from '../../../../defender/hunting/result/rows.ts';
import type { HuntRow } from '../../../../defender/hunting/result/rows.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const schema = (columns: Record<string, string>) =>
	Object.entries(columns).map(([name, type]) => ({ name, type }));

/** The row after typing; it keeps its place in the list. */
function typed(columns: Record<string, string>, row: HuntRow, rawValues = false): HuntRow {
	const rows = [row];
	typeRows(schema(columns), rows, { rawValues });
	expect(rows).toHaveLength(1);
	return rows[0] ?? {};
}

describe('hunting row', () => {
	const EXACT = { A: '2026-11-22T01:02:03.1234567Z', B: '9223372036854775807', C: '{"x":1}', D: { x: [1] } };

	eachRow<[string, Record<string, string>, HuntRow, HuntRow]>([
		[
			'type annotations are removed, other keys with @ kept',
			{ A: 'Int32' },
			{ 'A@odata.type': '#SByte', A: 1, 'mail@example.com': 'x', '@odata.types': 'y' },
			{ A: 1, 'mail@example.com': 'x', '@odata.types': 'y' },
		],
		[
			'signed bytes are Boolean by schema, not by value',
			{ A: 'SByte', B: 'SByte', C: 'Int32', D: 'SByte' },
			{ A: 1, B: 0, C: 1, D: null },
			{ A: true, B: false, C: 1, D: null },
		],
		['signed bytes other than 0 and 1', { A: 'SByte', B: 'SByte' }, { A: 2, B: true }, { A: 2, B: true }],
		[
			'an empty object is null, except in a dynamic column',
			{ A: 'String', B: 'Object', C: 'SByte', D: 'String', E: 'Double' },
			{ A: {}, B: {}, C: {}, D: [], E: {} },
			{ A: null, B: {}, C: null, D: [], E: null },
		],
		[
			'an object with keys in another column',
			{ A: 'String', B: 'SByte' },
			{ A: { x: 1 }, B: { y: {} } },
			{ A: { x: 1 }, B: { y: {} } },
		],
		[
			'dates, exact integers as text and dynamic values',
			{ A: 'DateTime', B: 'Int64', C: 'Object', D: 'Object' },
			{ ...EXACT },
			EXACT,
		],
		[
			'columns that differ only in case',
			{ LogonId: 'Int64', LogonID: 'SByte' },
			{ LogonId: 1, LogonID: 1 },
			{ LogonId: 1, LogonID: true },
		],
		[
			'a column that is named like a type annotation',
			{ A: 'Int32', 'A@odata.type': 'String', B: 'SByte' },
			{ A: 1, 'A@odata.type': 'mine', 'B@odata.type': '#SByte', B: 1 },
			{ A: 1, 'A@odata.type': 'mine', B: true },
		],
	])('cells of each column type → typed values', (_, columns, row, expected) => {
		expect(typed(columns, row)).toEqual(expected);
	});

	it('bool and boolean columns, default options → Boolean', () => {
		const rows: HuntRow[] = [{ A: 1, B: 0, C: {} }];
		typeRows(schema({ A: 'Bool', B: 'boolean', C: 'String' }), rows);
		expect(rows).toEqual([{ A: true, B: false, C: null }]);
	});

	it('typed row → can be changed by a later node', () => {
		const row = typed({ A: 'String' }, { A: 1, B: 2 });
		row['B'] = 3;
		expect(row).toEqual({ A: 1, B: 3 });
		expect(delete row['B']).toBe(true);
		expect(row).toEqual({ A: 1 });
	});

	it('missing column, any name → null', () => {
		const row = typed({ A: 'String', constructor: 'String', ['__proto__']: 'String' }, { B: 1 });
		expect(Object.entries(row)).toEqual([
			['A', null],
			['constructor', null],
			['__proto__', null],
			['B', 1],
		]);
		expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
	});

	it('any key order → schema order, other keys last', () => {
		const row = typed(
			{ A: 'String', B: 'String', C: 'String' },
			{ C: 3, 'B@odata.type': '#X', B: 2, X: 4, A: 1 },
		);
		expect(Object.entries(row)).toEqual([
			['A', 1],
			['B', 2],
			['C', 3],
			['X', 4],
		]);
	});

	it('key __proto__ → own property', () => {
		for (const columns of [{}, { ['__proto__']: 'SByte' }]) {
			const row = typed(columns, JSON.parse('{"__proto__":{"polluted":true},"A":1}') as HuntRow);
			expect(Object.keys(row)).toContain('__proto__');
			expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
			expect(row['polluted']).toBeUndefined();
		}
	});

	eachRow(['string', 'BOOLEAN', 'Bool', 'sbyte', 'Dynamic', 'decimal', 'Nullable<Int32>', ''])(
		'text, list or number in any column type → unchanged',
		(type) => {
			const row = { A: 'x', B: [1], C: 2.5, D: 7, E: '9223372036854775808' };
			expect(typed({ A: type, B: type, C: type, D: type, E: type }, row)).toEqual(row);
		},
	);

	it('raw values → cells unchanged, type annotations removed', () => {
		const row = { 'A@odata.type': '#SByte', A: 1, B: {}, C: null, D: { x: 1 } };
		expect(typed({ A: 'SByte', B: 'String', C: 'String', D: 'Object', E: 'String' }, row, true)).toEqual({
			A: 1,
			B: {},
			C: null,
			D: { x: 1 },
			E: null,
		});
	});

	it('two rows → no shared values', () => {
		const rows: HuntRow[] = [{}, {}];
		typeRows(schema({ A: 'String' }), rows);
		if (rows[0] !== undefined) rows[0]['A'] = 'changed';
		expect(rows).toEqual([{ A: 'changed' }, { A: null }]);
	});
});

describe('hunting schema', () => {
	it('lower case, upper case or no columns → read', () => {
		const schema = [
			{ name: 'A', type: 'String' },
			{ Name: 'B', Type: 'SByte' },
		];
		expect(readColumns(schema)).toEqual([
			{ name: 'A', type: 'String' },
			{ name: 'B', type: 'SByte' },
		]);
		expect(readColumns([])).toEqual([]);
	});

	eachRow([
		undefined,
		null,
		{},
		'x',
		[null],
		[{ name: 'A' }],
		[{ name: 1, type: 'String' }],
		[['A', 'String']],
	])('other shapes → rejected', (schema) => {
		expect(readColumns(schema)).toBeUndefined();
	});
});
