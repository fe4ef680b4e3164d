import { describe, expect, it } from 'vitest';
import { parseJsonCells } from '../../../../defender/hunting/result/jsonCells.ts';
import type { HuntRow } from '../../../../defender/hunting/result/rows.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { shortestTime } from '../../../support/shortestTime.mts';

const COLUMNS = [
	{ name: 'D', type: 'Object' },
	{ name: 'S', type: 'String' },
];

function read(row: HuntRow, named: readonly string[] = []) {
	const result = parseJsonCells(COLUMNS, [row], named);
	return { row, ...result };
}

describe('JSON in cells › dynamic column', () => {
	eachRow([
		['{"a":[1]}', { a: [1] }],
		[' [1,2]', [1, 2]],
		['"text"', '"text"'],
		['5', '5'],
		['plain', 'plain'],
		['', ''],
		['{"a":', '{"a":'],
		[null, null],
	])('text of an object or list → its value; anything else unchanged and not counted', (text, value) => {
		expect(read({ D: text, S: '{}' })).toMatchObject({
			row: { D: value, S: '{}' },
			unparsed: 0,
			columns: [],
		});
	});

	it('number beyond 2^53 → all digits as text', () => {
		const { row, hasQuoted } = read({ D: '{"id":9007199254740993}' });
		expect(row).toEqual({ D: { id: '9007199254740993' } });
		expect(hasQuoted).toBe(true);
	});

	it('name of a prototype → an own property', () => {
		const { row } = read({ D: '{"__proto__":{"polluted":1}}' });
		expect(Reflect.get({}, 'polluted')).toBeUndefined();
		expect(JSON.stringify(row['D'])).toBe('{"__proto__":{"polluted":1}}');
	});
});

describe('JSON in cells › column that the user names', () => {
	it('name in any case → read; text that is not JSON counted', () => {
		expect(read({ D: null, S: '{"a":1}' }, ['s']).row['S']).toEqual({ a: 1 });
		expect(read({ D: null, S: 'x' }, ['S'])).toMatchObject({ unparsed: 1, columns: ['S'], row: { S: 'x' } });
		expect(read({ D: null, S: '5' }, ['S'])).toMatchObject({ unparsed: 0, row: { S: '5' } });
		expect(read({ D: null, S: '  ' }, ['S'])).toMatchObject({ unparsed: 0 });
	});

	it('100,000 cells of text → read within two seconds', async () => {
		const rows = () =>
			Array.from({ length: 100_000 }, (): HuntRow => ({ D: null, S: '{"Name":"x","Value":[1,2,3]}' }));
		const prepared = [rows(), rows(), rows()];
		expect(
			await shortestTime(() => parseJsonCells(COLUMNS, prepared.pop() ?? [], ['S']), 2_000),
		).toBeLessThan(2_000);
	});
});
