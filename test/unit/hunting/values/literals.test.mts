import { describe, expect } from 'vitest';
import { parseInstant } from '../../../../defender/core/instant.ts';
import * as literals from '../../../../defender/hunting/values/literals.ts';
import type { HuntParameter } from '../../../../defender/hunting/values/parameter.ts';
import { readGuid } from '../../../../defender/hunting/values/scalarValues.ts';
import { hostileStrings } from '../../../../lab/test/support/hostileStrings.mts';
import { bindText } from '../../../support/huntQueries.mts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const ID = readGuid('74be27de-1e4e-49d9-b579-fe0b331d3642');
const INSTANT = parseInstant('2026-11-22T03:04:05.1234567Z');
if (ID === undefined || INSTANT === undefined) throw new Error('the examples are no values');

/** What a literal of ours means, by JavaScript's reading of the escapes that both languages share. */
const meant = (literal: string): unknown => JSON.parse(literal);

describe('KQL string literal', () => {
	eachRow([
		['', '""'],
		['plain ~!#[]', '"plain ~!#[]"'],
		['"', '"\\""'],
		['\\', '"\\\\"'],
		['a"b"', '"a\\"b\\""'],
		['\n', '"\\u000a"'],
		['a\u007f', '"a\\u007f"'],
		['\u00e9\u2028', '"\\u00e9\\u2028"'],
		['\u{1f600}', '"\\ud83d\\ude00"'],
		[' ~', '" ~"'],
	])('special characters → escaped', (text, literal) => {
		expect(literals.stringLiteral(text)).toBe(literal);
	});

	eachRow(hostileStrings)('hostile string → one ASCII line with the same value', ({ text }) => {
		const literal = literals.stringLiteral(text);
		expect(/^"[ -~]*"$/.test(literal)).toBe(true);
		expect(meant(literal) === text).toBe(true);
	});
});

describe('KQL literal of another type', () => {
	eachRow<[HuntParameter, string]>([
		[{ name: 'x', type: 'stringList', values: ['a"', 'b'] }, 'dynamic(["a\\"","b"])'],
		[{ name: 'x', type: 'long', value: -5n }, 'long(-5)'],
		[{ name: 'x', type: 'real', value: -1.5e-7 }, 'real(-1.5e-7)'],
		[{ name: 'x', type: 'bool', value: true }, 'bool(true)'],
		[{ name: 'x', type: 'datetime', value: INSTANT }, 'datetime(2026-11-22T03:04:05.1234567Z)'],
		[{ name: 'x', type: 'timespan', value: -5 }, 'timespan(-5tick)'],
		[{ name: 'x', type: 'guid', value: ID }, 'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)'],
		[{ name: 'x', type: 'dynamic', value: 'a"' }, 'dynamic("a\\"")'],
		[{ name: 'x', type: 'dynamic', value: null }, 'dynamic(null)'],
		[
			{ name: 'x', type: 'dynamic', value: [1, -0.5, true, null, ['\n'], { 'k"': { b: [] }, c: 2 }] },
			'dynamic([1,-0.5,true,null,["\\u000a"],{"k\\"":{"b":[]},"c":2}])',
		],
	])('value of each type → its literal before the query', (parameter, literal) => {
		expect(bindText('T | where a == _p_x', [parameter]).text).toBe(
			`let _p_x=${literal};\nT | where a == _p_x`,
		);
	});
});
