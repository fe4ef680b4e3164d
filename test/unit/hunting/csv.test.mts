import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLines } from '../../../defender/hunting/csv.ts';
import type { HuntRow } from '../../../defender/hunting/rows.ts';
import { huntFile } from '../../../defender/tasks/huntFile.ts';
import { refusalOf } from './refusals.mts';
import { readCsv } from '../../fixtures/csvReader.mts';
import { hostileStrings } from '../../fixtures/hostileStrings.mts';

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

describe('a cell', () => {
	it.each([
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
	])('of the text %j is %j: quotes only where a reader needs them', (text, written) => {
		expect(cell(text)).toBe(written);
	});

	it.each([
		[true, 'true'],
		[false, 'false'],
		[0, '0'],
		[-5, '-5'],
		[1.5e300, '1.5e+300'],
		['9223372036854775807', '9223372036854775807'],
		[{ b: { c: [1, null, 'x"'] } }, '"{""b"":{""c"":[1,null,""x\\""""]}}"'],
		[[], '[]'],
		[{}, '{}'],
	])('of %j is %j, whether formulas are escaped or not', (value, written) => {
		expect(cell(value)).toBe(written);
		expect(cell(value, true)).toBe(written);
	});

	it('of null or of nothing is empty between commas, and the empty text is quoted', () => {
		const names = ['A', 'B', 'C', 'D'];
		const text = csv(names, [{ A: null, B: '', C: undefined }]);
		expect(text).toBe('A,B,C,D\r\n,"",,\r\n');
		expect(readCsv(text)[1]?.map(({ quoted }) => quoted)).toEqual([false, true, false, false]);
	});

	it('of a null that stands alone is quoted, since a reader would skip an empty line', () => {
		expect(textsIn(csv(['A'], [{ A: null }, { A: 'x' }, { A: null }]))).toEqual([['A'], [''], ['x'], ['']]);
	});
});

describe('a text that a spreadsheet would run', () => {
	it.each([
		...["=cmd|' /C calc'!A0", '+1+1', '@SUM(1)', '-1+1', '-', '--5', '-5a', '-1.5.2', '='],
		...['\0=1+1', '\uff1d1+1', '\uff0b1', '\uff0d1', '\uff201', '\ta', '\ra', '\na', '\0a'],
		...[' =1', '\u00a0+1', '\u3000@a', '\ufeff=1', '\u200b=1', '"=1', ' "" -1', '\u0001\uff1d1'],
	])('%j gets an apostrophe, and none when formulas are kept', (text) => {
		expect(textsIn(csv(['A'], [{ A: text }], true))).toEqual([['A'], [`'${text}`]]);
		expect(textsIn(csv(['A'], [{ A: text }], false))).toEqual([['A'], [text]]);
	});

	it.each([
		['x;=1+1', "x;'=1+1"],
		["x;=cmd|' /C calc'!A0", "x;'=cmd|' /C calc'!A0"],
		['x;@SUM(1)', "x;'@SUM(1)"],
		['x\t=1+1', "x\t'=1+1"],
		['x|+1', "x|'+1"],
		['x\r\n-1', "x\r\n'-1"],
		['x\u2028=1', "x\u2028'=1"],
		['x; =1', "x;' =1"],
		['x;"=1"', 'x;\'"=1"'],
		['x;" "\u200b=1', 'x;\'" "\u200b=1'],
		['x;\uff1d1;\uff0b1;\uff0d1;\uff201', "x;'\uff1d1;'\uff0b1;'\uff0d1;'\uff201"],
		['x;\t;| =1', "x;\t;|' =1"],
		['\t=1+1', "'\t'=1+1"],
		['\n=1', "'\n'=1"],
		['=1;=2', "'=1;'=2"],
		[';-1', ";'-1"],
		['-5\n=1', "'-5\n'=1"],
		['a; b; --force', "a; b;' --force"],
	])('%j is %j: also where a reader cuts at semicolons, tabs, bars or line breaks', (text, escaped) => {
		expect(textsIn(csv(['A'], [{ A: text }], true))).toEqual([['A'], [escaped]]);
		expect(textsIn(csv([text], [], true))).toEqual([[escaped]]);
		expect(textsIn(csv(['A'], [{ A: text }], false))).toEqual([['A'], [text]]);
	});

	it('within a dynamic value leaves it JSON', () => {
		const [, [json = ''] = []] = textsIn(csv(['A'], [{ A: { b: 'x;=1', c: ['y|\uff201'] } }], true));
		expect(JSON.parse(json)).toEqual({ b: "x;'=1", c: ["y|'\uff201"] });
	});

	it.each([
		'-9223372036854775808',
		'-1.5',
		'-1.5e-7',
		'a;b',
		'a\t1',
		'a|b|',
		'a;',
		';',
		';;',
		'x;5',
		'a=1',
		'1-1',
		"'=1",
		'x@example.com',
		'#REF!',
		'{"a":"=1"}',
	])('is not %j, which stays as it is', (text) => {
		expect(textsIn(csv(['A'], [{ A: text }], true))).toEqual([['A'], [text]]);
	});

	it('may be a column name too', () => {
		expect(textsIn(csv(['=A'], [{ '=A': 1 }], true))).toEqual([["'=A"], ['1']]);
	});
});

describe('a negative number that begins a line', () => {
	it.each([
		[{ A: -5, B: 3, C: null }, '-5,3,'],
		[
			{ A: -5, B: 'powershell.exe', C: '2026-11-18T07:38:51.1234567Z' },
			'-5,powershell.exe,2026-11-18T07:38:51.1234567Z',
		],
		[{ A: '-9223372036854775808', B: true, C: '' }, '-9223372036854775808,true,""'],
		[{ A: 'x', B: -5, C: "1+cmd|' /C calc'!A0" }, `x,-5,"1+cmd|' /C calc'!A0"`],
		[{ A: -5, B: 'x', C: "1+cmd|' /C calc'!A0" }, `'-5,x,"1+cmd|' /C calc'!A0"`],
		[{ A: -5.5, B: 'HYPERLINK(A1)', C: 1 }, "'-5.5,HYPERLINK(A1),1"],
		[{ A: -1e-7, B: 'a,b', C: 1 }, `'-1e-7,"a,b",1`],
	])('%j is %j: a number, unless the rest of the line could make a formula of it', (row, line) => {
		expect(csv(['A', 'B', 'C'], [row], true)).toBe(`A,B,C\r\n${line}\r\n`);
		expect(csv(['A', 'B', 'C'], [row], false)).toMatch(/^A,B,C\r\n[^']/);
	});
});

describe('a file for Excel', () => {
	it('begins with one byte order mark, before the header, also without rows', () => {
		expect(csv(['Näme', 'B'], [{ Näme: 'Müller 日本', B: 1 }], true, true)).toBe(
			'\ufeffNäme,B\r\nMüller 日本,1\r\n',
		);
		expect(csv(['=A'], [], true, true)).toBe("\ufeff'=A\r\n");
		expect(Buffer.from(csv(['A'], [], true, true)).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
	});

	it('is not written unless asked for', () => {
		expect(csv(['A'], [], true)).toBe('A\r\n');
	});
});

describe('a dynamic value that is nested too deeply to be written', () => {
	const deep = (levels: number): unknown => JSON.parse('{"a":['.repeat(levels) + ']}'.repeat(levels));
	const hunt = (value: unknown) => ({ columns: columnsOf(['A', 'Deep']), rows: [{ A: 1, Deep: value }] });
	const written = (format: 'csv' | 'json', value: unknown) =>
		[...huntFile(hunt(value), format, undefined, { escapeFormulas: true, forExcel: false }).pieces].join('');

	it.each(['csv', 'json'] as const)('in a %s file › is refused by the name of its column', (format) => {
		const refusal = refusalOf(() => written(format, deep(100_000)));
		expect(refusal.trouble).toEqual({ kind: 'unreadable' });
		expect(refusal.message).toBe('A value of column "Deep" is nested too deeply for a file');
		expect(refusal.description).toContain('project-away');
	});

	it.each(['csv', 'json'] as const)('in a %s file › is written as long as it can be', (format) => {
		expect(written(format, deep(500)).match(/\[/g)?.length).toBeGreaterThanOrEqual(500);
	});
});

describe('the columns', () => {
	it('may differ only by case, be named like parts of an object, or need quotes', () => {
		const names = ['LogonId', 'LogonID', '__proto__', 'constructor', 'a,"b"\n', ''];
		const row = Object.fromEntries(names.map((name, at) => [name, at]));
		expect(textsIn(csv(names, [row]))).toEqual([names, names.map((_, at) => String(at))]);
	});

	it('stand twice when the schema names one twice, with the value that the row has', () => {
		expect(csv(['A', 'A'], [{ A: 1 }])).toBe('A,A\r\n1,1\r\n');
	});

	it('are those of the schema: other keys of a row give no cell', () => {
		expect(csv(['B', 'A'], [{ A: 1, B: 2, C: 3 }])).toBe('B,A\r\n2,1\r\n');
	});

	it('may be none at all: every row still has its line', () => {
		expect(textsIn(csv([], [{}, {}]))).toEqual([[''], [''], ['']]);
	});

	it('are a file by themselves when there is no row', () => {
		expect(csv(['A', 'B'], [])).toBe('A,B\r\n');
	});
});

describe('a file read back by a reader that is not ours', () => {
	/** What a file in UTF-8 can hold: half a character has no bytes there. */
	const inUtf8 = (text: string) => Buffer.from(text).toString();

	it('holds each hostile text exactly', () => {
		const rows = hostileStrings.map(({ text }, at) => ({ A: text, B: at }));
		const read = textsIn(csv(['A', 'B'], rows));
		expect(read).toEqual([['A', 'B'], ...rows.map(({ A, B }) => [inUtf8(A), String(B)])]);
	});

	it('holds 3,000 random rows exactly, null and the empty text apart', () => {
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
