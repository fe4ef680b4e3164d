import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../../defender/hunting/query/lexer.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const tokensOf = (query: string): string[] =>
	tokenize(query).map(({ kind, start, end }) => `${kind} ${query.slice(start, end)}`);

const NUMBERS = ['1.5e10', '1.5E-10', '1e5', '1e-10', '1e+10', '12', '0x1F', '0XFF', '1.5h'];
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
		['3Dchart', ['identifier 3Dchart']],
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

	it('string of 1,000,000 characters → one token', () => {
		const query = `"${'\\"'.repeat(500_000)}"`;
		expect(tokenize(query)).toEqual([{ kind: 'string', start: 0, end: 1_000_002 }]);
	});
});
