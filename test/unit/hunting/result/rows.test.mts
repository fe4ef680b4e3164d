import { describe, expect, it } from 'vitest';
import { readColumns, typeRows } from '../../../../defender/hunting/result/rows.ts';
import type { HuntRow } from '../../../../defender/hunting/result/rows.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const schema = (columns: Record<string, string>) =>
	Object.entries(columns).map(([name, type]) => ({ name, type }));

/** The row after typing; it stands where it stood in the list. */
function typed(columns: Record<string, string>, row: HuntRow, rawValues = false): HuntRow {
	const rows = [row];
	typeRows(schema(columns), rows, { rawValues });
	expect(rows).toHaveLength(1);
	return rows[0] ?? {};
}

describe('typing the rows of an answer', () => {
	it('removes sidecar keys and no other key with an at sign', () => {
		const row = { 'A@odata.type': '#SByte', A: 1, 'mail@example.com': 'x', '@odata.types': 'y' };
		expect(typed({ A: 'Int32' }, row)).toEqual({ A: 1, 'mail@example.com': 'x', '@odata.types': 'y' });
	});

	it('makes booleans by the schema, never by the value', () => {
		expect(typed({ A: 'SByte', B: 'SByte', C: 'Int32', D: 'SByte' }, { A: 1, B: 0, C: 1, D: null })).toEqual({
			A: true,
			B: false,
			C: 1,
			D: null,
		});
	});

	it('keeps what is no 0 or 1 in a boolean column', () => {
		expect(typed({ A: 'SByte', B: 'SByte' }, { A: 2, B: true })).toEqual({ A: 2, B: true });
	});

	it('reads an empty object as null except in a dynamic column', () => {
		const columns = { A: 'String', B: 'Object', C: 'SByte', D: 'String' };
		expect(typed(columns, { A: {}, B: {}, C: {}, D: [] })).toEqual({ A: null, B: {}, C: null, D: [] });
	});

	it('reads bool and boolean like the signed byte, and types unless told not to', () => {
		const rows: HuntRow[] = [{ A: 1, B: 0, C: {} }];
		typeRows(schema({ A: 'Bool', B: 'boolean', C: 'String' }), rows);
		expect(rows).toEqual([{ A: true, B: false, C: null }]);
	});

	it('keeps an object with keys in a column of another type', () => {
		expect(typed({ A: 'String', B: 'SByte' }, { A: { x: 1 }, B: { y: {} } })).toEqual({
			A: { x: 1 },
			B: { y: {} },
		});
	});

	it('gives rows that a later node can change, keys without a column too', () => {
		const row = typed({ A: 'String' }, { A: 1, B: 2 });
		row['B'] = 3;
		expect(row).toEqual({ A: 1, B: 3 });
		expect(delete row['B']).toBe(true);
		expect(row).toEqual({ A: 1 });
	});

	it('keeps dates, exact longs in text and dynamic values', () => {
		const row = { A: '2026-11-22T01:02:03.1234567Z', B: '9223372036854775807', C: '{"x":1}', D: { x: [1] } };
		expect(typed({ A: 'DateTime', B: 'Int64', C: 'Object', D: 'Object' }, { ...row })).toEqual(row);
	});

	it('keeps columns apart that differ only in case', () => {
		expect(typed({ LogonId: 'Int64', LogonID: 'SByte' }, { LogonId: 1, LogonID: 1 })).toEqual({
			LogonId: 1,
			LogonID: true,
		});
	});

	it('fills a missing column with null, whatever its name', () => {
		const row = typed({ A: 'String', constructor: 'String', ['__proto__']: 'String' }, { B: 1 });
		expect(Object.entries(row)).toEqual([
			['A', null],
			['constructor', null],
			['__proto__', null],
			['B', 1],
		]);
		expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
	});

	it('gives every row the columns in the order of the schema, whatever came first', () => {
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

	it('keeps a column that is named like a sidecar, by the schema', () => {
		const row = { A: 1, 'A@odata.type': 'mine', 'B@odata.type': '#SByte', B: 1 };
		expect(typed({ A: 'Int32', 'A@odata.type': 'String', B: 'SByte' }, row)).toEqual({
			A: 1,
			'A@odata.type': 'mine',
			B: true,
		});
	});

	it('keeps own keys named __proto__ as values, in the schema or not', () => {
		for (const columns of [{}, { ['__proto__']: 'SByte' }]) {
			const row = typed(columns, JSON.parse('{"__proto__":{"polluted":true},"A":1}') as HuntRow);
			expect(Object.keys(row)).toContain('__proto__');
			expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
			expect(row['polluted']).toBeUndefined();
		}
	});

	eachRow(['string', 'BOOLEAN', 'Bool', 'sbyte', 'Dynamic', 'decimal', 'Nullable<Int32>', ''])(
		'leaves texts, lists and numbers of the type %j as they are',
		(type) => {
			const row = { A: 'x', B: [1], C: 2.5, D: 7, E: '9223372036854775808' };
			expect(typed({ A: type, B: type, C: type, D: type, E: type }, row)).toEqual(row);
		},
	);

	it('leaves all cells as they came when asked, sidecars apart', () => {
		const row = { 'A@odata.type': '#SByte', A: 1, B: {}, C: null, D: { x: 1 } };
		expect(typed({ A: 'SByte', B: 'String', C: 'String', D: 'Object', E: 'String' }, row, true)).toEqual({
			A: 1,
			B: {},
			C: null,
			D: { x: 1 },
			E: null,
		});
	});

	it('shares nothing between rows', () => {
		const rows: HuntRow[] = [{}, {}];
		typeRows(schema({ A: 'String' }), rows);
		if (rows[0] !== undefined) rows[0]['A'] = 'changed';
		expect(rows).toEqual([{ A: 'changed' }, { A: null }]);
	});
});

describe('reading the schema of an answer', () => {
	it('takes either casing', () => {
		expect(
			readColumns([
				{ name: 'A', type: 'String' },
				{ Name: 'B', Type: 'SByte' },
			]),
		).toEqual([
			{ name: 'A', type: 'String' },
			{ name: 'B', type: 'SByte' },
		]);
	});

	it('takes a schema without columns', () => {
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
	])('does not take %j for a schema', (schema) => {
		expect(readColumns(schema)).toBeUndefined();
	});
});
