import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../../defender/hunting/query/lexer.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const tokensOf = (query: string): string[] =>
	tokenize(query).map(({ kind, start, end }) => `${kind} ${query.slice(start, end)}`);

const NUMBERS = ['1.5e10', '1.5E-10', '1e5', '1e-10', '1e+10', '12', '12.55', '1.', '0x1F', '0XFF', '1.5h'];
const STRINGS = [
	...['@"c:\\x\\"', "@'it''s'", 'h"a"', 'H@"a""b"', "'\"'", '```a\n"\\```', '~~~ ``` ~~~', 'h@```a```'],
	...['"\\u0041\\U0001F600"', '"\\x4A\\042\\77\\400"', '"\\\\"', '"\\0"'],
];
const GUID = '74be27de-1e4e-49d9-b579-fe0b331d3642';

describe('tokenizer', () => {
	eachRow<[string, readonly string[]]>([
		[
			'T | where a !in~ ("x", 7d) // why\n',
			[
				...['identifier T', 'punctuation |', 'identifier where', 'identifier a', 'identifier !in~'],
				...['punctuation (', 'string "x"', 'punctuation ,', 'number 7d', 'punctuation )', 'comment // why\n'],
			],
		],
		[
			'datetime(2024-01-01) datetime ("x")',
			[
				...['rawLiteral datetime(2024-01-01)', 'identifier datetime'],
				...['punctuation (', 'string "x"', 'punctuation )'],
			],
		],
		[[...NUMBERS, GUID].join(' '), [...NUMBERS, GUID].map((text) => `number ${text}`)],
		[STRINGS.join(' '), STRINGS.map((text) => `string ${text}`)],
		['3Dchart 12abc', ['identifier 3Dchart', 'identifier 12abc']],
		['1..5', ['number 1', 'punctuation ..', 'number 5']],
		['1...5', ['number 1.', 'punctuation ..', 'number 5']],
		['int(5) int64(5', ['rawLiteral int(5)', 'rawLiteral int64(5']],
		['a != b !~ !', ['identifier a', 'punctuation !=', 'identifier b', 'punctuation !~', 'unknown !']],
		['T//c', ['identifier T', 'comment //c']],
		[
			'a < b > c = d',
			[
				...['identifier a', 'punctuation <', 'identifier b', 'punctuation >'],
				...['identifier c', 'punctuation =', 'identifier d'],
			],
		],
		['#connect x\nT', ['directive #connect x', 'identifier T']],
		["'a | b\nT", ["brokenString 'a | b", 'identifier T']],
		['"a\\q', ['brokenString "a', 'unknown \\', 'identifier q']],
		["'a\rT", ["brokenString 'a", 'identifier T']],
		['~~~a\nb', ['brokenString ~~~a\nb']],
		[' \n\t\ufeff', []],
	])('every kind of token, also damaged strings → kinds and texts', (query, tokens) => {
		expect(tokensOf(query)).toEqual(tokens);
	});

	eachRow(['\\x4', '\\U0001F60', '\\u004', '\\8'])(
		'escape without all its digits → the string ends there',
		(escape) => {
			expect(tokensOf(`"a${escape} b"`)[0]).toBe('brokenString "a');
		},
	);

	it('string without its end → ends with the text', () => {
		expect(tokenize('"abc')).toEqual([{ kind: 'brokenString', start: 0, end: 4 }]);
	});

	it('string of 1,000,000 characters → one token', () => {
		const query = `"${'\\"'.repeat(500_000)}"`;
		expect(tokenize(query)).toEqual([{ kind: 'string', start: 0, end: 1_000_002 }]);
	});
});
