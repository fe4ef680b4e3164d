import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLines } from '../../../../defender/hunting/result/csv.ts';
import type { HuntRow } from '../../../../defender/hunting/result/rows.ts';
import { readCsv } from '../../../support/csvReader.mts';
import { hostileStrings } from '../../../../lab/test/support/hostileStrings.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const columnsOf = (names: readonly string[]) => names.map((name) => ({ name, type: 'String' }));

/** The whole file. */
const csv = (
	names: readonly string[],
	rows: readonly HuntRow[],
	escapeFormulas = false,
	forExcel = false,
): string => [...csvLines(columnsOf(names), rows, { escapeFormulas, forExcel })].join('');

/** The line of one row with the one cell `value`, without its line end. */
const cell = (value: unknown, escapeFormulas = false): string => {
	const [, line = ''] = [...csvLines(columnsOf(['A']), [{ A: value }], { escapeFormulas, forExcel: false })];
	expect(line.endsWith('\r\n')).toBe(true);
	return line.slice(0, -2);
};

const textsIn = (text: string) => readCsv(text).map((cells) => cells.map((read) => read.text));

describe('CSV cell', () => {
	eachRow([
		['plain', 'plain'],
		['a,b', '"a,b"'],
		['say "hi"', '"say ""hi"""'],
		['"', '""""'],
		['a\nb', '"a\nb"'],
		['a\rb', '"a\rb"'],
		['a\r\nb', '"a\r\nb"'],
		[' a', '" a"'],
		['a ', '"a "'],
		['a b', 'a b'],
		['a\u2028b', 'a\u2028b'],
		['\u2028', '"\u2028"'],
		['\ufeffa', '"\ufeffa"'],
		['a\ud83d', 'a\ud83d'],
		['\u{1f600}', '\u{1f600}'],
		['a;b', '"a;b"'],
		['a\tb', '"a\tb"'],
		['a|b', '"a|b"'],
	])('text → quoted only where a reader needs it', (text, written) => {
		expect(cell(text)).toBe(written);
	});

	eachRow([
		[true, 'true'],
		[false, 'false'],
		[0, '0'],
		[-5, '-5'],
		[1.5e300, '1.5e+300'],
		['9223372036854775807', '9223372036854775807'],
		[{ b: { c: [1, null, 'x"'] } }, '"{""b"":{""c"":[1,null,""x\\""""]}}"'],
		[[], '[]'],
		[{}, '{}'],
	])('Boolean, number, list, object → the same with and without formula escaping', (value, written) => {
		expect(cell(value)).toBe(written);
		expect(cell(value, true)).toBe(written);
	});

	it('null or missing → empty; empty text → quoted', () => {
		const names = ['A', 'B', 'C', 'D'];
		const text = csv(names, [{ A: null, B: '', C: undefined }]);
		expect(text).toBe('A,B,C,D\r\n,"",,\r\n');
		expect(readCsv(text)[1]?.map(({ quoted }) => quoted)).toEqual([false, true, false, false]);
	});

	it('null in a single column → quoted, because readers skip empty lines', () => {
		expect(textsIn(csv(['A'], [{ A: null }, { A: 'x' }, { A: null }]))).toEqual([['A'], [''], ['x'], ['']]);
	});
});

describe('CSV file for Excel', () => {
	it('option on → one byte order mark before the header; off → none', () => {
		expect(csv(['Näme', 'B'], [{ Näme: 'Müller 日本', B: 1 }], true, true)).toBe(
			'\ufeffNäme,B\r\nMüller 日本,1\r\n',
		);
		expect(csv(['=A'], [], true, true)).toBe("\ufeff'=A\r\n");
		expect(csv(['A'], [], true)).toBe('A\r\n');
		expect(Buffer.from(csv(['A'], [], true, true)).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
	});
});

describe('CSV columns', () => {
	it('names that differ in case or need quotes → kept', () => {
		const names = ['LogonId', 'LogonID', '__proto__', 'constructor', 'a,"b"\n', ''];
		const row = Object.fromEntries(names.map((name, at) => [name, at]));
		expect(textsIn(csv(names, [row]))).toEqual([names, names.map((_, at) => String(at))]);
	});

	eachRow<[string, readonly string[], readonly HuntRow[], string]>([
		['a name twice: both columns have the value', ['A', 'A'], [{ A: 1 }], 'A,A\r\n1,1\r\n'],
		['keys outside the schema: no cell', ['B', 'A'], [{ A: 1, B: 2, C: 3 }], 'B,A\r\n2,1\r\n'],
		['no rows: header only', ['A', 'B'], [], 'A,B\r\n'],
	])('columns of the schema → the columns of the file', (_, names, rows, text) => {
		expect(csv(names, rows)).toBe(text);
	});

	it('no columns → one line per row', () => {
		expect(textsIn(csv([], [{}, {}]))).toEqual([[''], [''], ['']]);
	});
});

describe('CSV file › independent reader', () => {
	/** What a file in UTF-8 can hold: half a character has no bytes there. */
	const inUtf8 = (text: string) => Buffer.from(text).toString();

	it('hostile strings → read back exactly', () => {
		const rows = hostileStrings.map(({ text }, at) => ({ A: text, B: at }));
		const read = textsIn(csv(['A', 'B'], rows));
		expect(read).toEqual([['A', 'B'], ...rows.map(({ A, B }) => [inUtf8(A), String(B)])]);
	});

	it('3,000 random rows → read back exactly, null and empty text distinct', () => {
		const awkward = fc.array(fc.constantFrom('"', ',', '\r', '\n', "'", '=', ' ', '\u2028', '\ud83d', 'x'));
		const text = fc.oneof(
			awkward.map((parts) => parts.join('')),
			fc.string({ unit: 'binary', maxLength: 5 }),
		);
		const value = fc.option(text, { nil: null });
		const rows = fc.sample(fc.record({ A: value, B: value }), { numRuns: 3_000, seed: 20_261_122 });
		const [, ...read] = readCsv(csv(['A', 'B'], rows));
		const back = read.map((cells) => cells.map((it) => (it.text === '' && !it.quoted ? null : it.text)));
		expect(back).toEqual(rows.map(({ A, B }) => [A, B].map((it) => (it === null ? null : inUtf8(it)))));
	});
});
