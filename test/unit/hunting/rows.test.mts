import { describe, expect, it } from 'vitest';
import { readColumns, typeRows } from '../../../defender/hunting/rows.ts';
import type { HuntRow } from '../../../defender/hunting/rows.ts';
import { refusalOf } from './refusals.mts';

function typed(columns: Record<string, string>, row: HuntRow): HuntRow {
	const rows = [row];
	typeRows(
		Object.entries(columns).map(([name, type]) => ({ name, type })),
		rows,
	);
	expect(rows[0]).toBe(row);
	return row;
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

	it('keeps dates, exact longs in text and dynamic values', () => {
		const row = { A: '2026-11-22T01:02:03.1234567Z', B: '9223372036854775807', C: '{"x":1}', D: { x: [1] } };
		expect(typed({ A: 'DateTime', B: 'Int64', C: 'Object', D: 'Object' }, { ...row })).toEqual(row);
	});

	it('keeps columns apart that differ only by case', () => {
		expect(typed({ LogonId: 'Int64', LogonID: 'SByte' }, { LogonId: 1, LogonID: 1 })).toEqual({
			LogonId: 1,
			LogonID: true,
		});
	});

	it('fills a missing column with null, whatever its name', () => {
		const row = typed({ A: 'String', constructor: 'String', ['__proto__']: 'String' }, { B: 1 });
		expect(Object.entries(row)).toEqual([
			['B', 1],
			['A', null],
			['constructor', null],
			['__proto__', null],
		]);
		expect(Object.getPrototypeOf(row)).toBe(Object.prototype);
	});

	it.each(['null', '"x"', '5', '["a"]'])('refuses the row %s by its position', (row) => {
		const rows = JSON.parse(`[{"A":1},${row}]`) as HuntRow[];
		const refusal = refusalOf(() => typeRows([{ name: 'A', type: 'Int32' }], rows));
		expect(refusal.trouble).toEqual({ kind: 'unreadable' });
		expect(refusal.message).toContain('Row 2');
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

	it.each([
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
