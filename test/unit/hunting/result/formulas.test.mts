import { describe, expect, it } from 'vitest';
import { csvLines } from '../../../../defender/hunting/result/csv.ts';
import type { HuntRow } from '../../../../defender/hunting/result/rows.ts';
import { readCsv } from '../../../support/csvReader.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

/** The whole file. */
const csv = (names: readonly string[], rows: readonly HuntRow[], escapeFormulas: boolean): string =>
	[
		...csvLines(
			names.map((name) => ({ name, type: 'String' })),
			rows,
			{ escapeFormulas, forExcel: false },
		),
	].join('');

const textsIn = (text: string) => readCsv(text).map((cells) => cells.map((read) => read.text));

describe('formula escaping', () => {
	eachRow([
		...["=cmd|' /C calc'!A0", '+1+1', '@SUM(1)', '-1+1', '-', '--5', '-5a', '-1.5.2', '='],
		...['\0=1+1', '\uff1d1+1', '\uff0b1', '\uff0d1', '\uff201', '\ta', '\ra', '\na', '\0a'],
		...[' =1', '\u00a0+1', '\u3000@a', '\ufeff=1', '\u200b=1', '"=1', ' "" -1', '\u0001\uff1d1'],
	])('text that starts a formula → apostrophe; option off → unchanged', (text) => {
		expect(textsIn(csv(['A'], [{ A: text }], true))).toEqual([['A'], [`'${text}`]]);
		expect(textsIn(csv(['A'], [{ A: text }], false))).toEqual([['A'], [text]]);
	});

	eachRow([
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
	])('text after a separator or line break → apostrophe before the formula', (text, escaped) => {
		expect(textsIn(csv(['A'], [{ A: text }], true))).toEqual([['A'], [escaped]]);
		expect(textsIn(csv([text], [], true))).toEqual([[escaped]]);
		expect(textsIn(csv(['A'], [{ A: text }], false))).toEqual([['A'], [text]]);
	});

	it('text inside a dynamic value → escaped, and still JSON', () => {
		const [, [json = ''] = []] = textsIn(csv(['A'], [{ A: { b: 'x;=1', c: ['y|\uff201'] } }], true));
		expect(JSON.parse(json)).toEqual({ b: "x;'=1", c: ["y|'\uff201"] });
	});

	eachRow([
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
	])('harmless text or negative number → unchanged', (text) => {
		expect(textsIn(csv(['A'], [{ A: text }], true))).toEqual([['A'], [text]]);
	});

	it('column name that starts a formula → apostrophe', () => {
		expect(textsIn(csv(['=A'], [{ '=A': 1 }], true))).toEqual([["'=A"], ['1']]);
	});
});

describe('negative number at the start of a line', () => {
	eachRow([
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
	])('rest of the line → a number, unless the line could become a formula', (row, line) => {
		expect(csv(['A', 'B', 'C'], [row], true)).toBe(`A,B,C\r\n${line}\r\n`);
		expect(csv(['A', 'B', 'C'], [row], false)).toMatch(/^A,B,C\r\n[^']/);
	});
});
