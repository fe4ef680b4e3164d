import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLines } from '../../../../defender/hunting/result/csv.ts';
import type { HuntRow } from '../../../../defender/hunting/result/rows.ts';
import {
	readSpreadsheet,
	spreadsheetReaders,
	type SpreadsheetReader,
} from '../../../support/spreadsheet.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';
import { shortestTime } from '../../../support/shortestTime.mts';

const RUNS = { numRuns: 3_000, seed: 20_261_130 };

const COMMA: SpreadsheetReader = { name: 'comma', separators: ',' };

const pieces = [
	...['=', '+', '-', '@', '\uff1d', '\uff0b', '\uff0d', '\uff20', ';', '\t', '|', ',', '"', '""', "'", ' '],
	...['\r', '\n', '\r\n', '\0', '\u00a0', '\u200b', '\u2028', '\ufeff', 'a', '1', '(', '!', 'cmd', '=1+1'],
];
const hostile = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));
const value = fc.oneof(
	{ weight: 4, arbitrary: hostile },
	hostile.map((text) => ({ [text]: [text] })),
	fc.constant(null),
	fc.integer({ min: -20, max: 20 }),
	fc.double({ noNaN: true, noDefaultInfinity: true }),
	fc.boolean(),
	fc.constantFrom('-9223372036854775808', '-0.12345678901234567890'),
);
const isNumber = (cell: unknown) =>
	typeof cell === 'number' || (typeof cell === 'string' && /^-\d[\d.]*$/.test(cell));

/** A file of three columns with hostile names and values; the first column's values are `first`. */
const table = (first: fc.Arbitrary<unknown>) =>
	fc.record({
		names: fc.tuple(hostile, hostile, hostile).map((names) => names.map((name, at) => `${name}${at}`)),
		rows: fc.array(fc.tuple(first, value, value), { maxLength: 3 }),
		forExcel: fc.boolean(),
	});
type Table = typeof table extends (first: never) => fc.Arbitrary<infer T> ? T : never;

function written({ names, rows, forExcel }: Table): string {
	const columns = names.map((name) => ({ name, type: 'String' }));
	const given: HuntRow[] = rows.map((cells) =>
		Object.fromEntries(names.map((name, at) => [name, cells[at]])),
	);
	return [...csvLines(columns, given, { escapeFormulas: true, forExcel })].join('');
}

/** Whether a spreadsheet may take the cell for a formula: white space, invisible characters and quotes do not matter. */
const beginsFormula = (cell: string) => /^[\s\p{Cc}\p{Cf}"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(cell);
const isPlainNumber = (cell: string) => /^-\d[\d.e+-]*$/.test(cell);

describe('CSV file in a spreadsheet › any separators', () => {
	eachRow(spreadsheetReaders)(
		'any table → no cell that starts like a formula, except numbers',
		(reader) => {
			fc.assert(
				fc.property(table(value.filter((cell) => !isNumber(cell))), (any) => {
					const cells = readSpreadsheet(written(any), reader).flat();
					expect(cells.filter((cell) => beginsFormula(cell) && !isPlainNumber(cell))).toEqual([]);
				}),
				RUNS,
			);
		},
		60_000,
	);

	eachRow(spreadsheetReaders)(
		'line that starts with a number → no call, link or command',
		(reader) => {
			fc.assert(
				fc.property(table(value.filter(isNumber)), (any) => {
					const cells = readSpreadsheet(written(any), reader).flat();
					const formulas = cells.filter((cell) => beginsFormula(cell) && !isPlainNumber(cell));
					expect(formulas.filter((cell) => !/^\s*-\d[\w.:+ ,"\r\n-]*$/.test(cell))).toEqual([]);
				}),
				RUNS,
			);
		},
		60_000,
	);
});

describe('CSV file in a spreadsheet › comma as separator', () => {
	it('any number → read as a number, except before text at the start of a line', () => {
		fc.assert(
			fc.property(table(value), (any) => {
				const [, ...lines] = readSpreadsheet(written(any), COMMA);
				any.rows.forEach((cells, row) => {
					cells.forEach((cell, column) => {
						const read = lines[row]?.[column];
						const plain = [String(cell), ...(column === 0 ? [`'${String(cell)}`] : [])];
						if (isNumber(cell)) expect(plain).toContain(read);
					});
				});
			}),
			RUNS,
		);
	});
});

describe('CSV file › long text of separators and ignored characters', () => {
	eachRow([';', '\t', '|', ' ', '"', '\n', '\u200b', ';"', '; \t', '\0'])(
		'1,000,000 characters → escaped in linear time',
		async (unit) => {
			const text = `x${unit.repeat(1_000_000 / unit.length)}`;
			const writeAll = () => {
				for (const end of ['', 'a', '=1']) {
					for (const start of ['', ';', '='])
						written({ names: ['A', 'B', 'C'], rows: [[start + text + end, 1, 2]], forExcel: false });
				}
			};
			expect(await shortestTime(writeAll, 9 * 250)).toBeLessThan(9 * 250);
		},
	);
});
