import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../../defender/hunting/query/lexer.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const cut = (query: string): string[] =>
	tokenize(query).map(({ kind, start, end }) => `${kind} ${query.slice(start, end)}`);

describe('tokenizer', () => {
	it('query with every kind of token → kinds and texts', () => {
		expect(cut('T | where a !in~ ("x", 7d) // why\n')).toEqual([
			'identifier T',
			'punctuation |',
			'identifier where',
			'identifier a',
			'identifier !in~',
			'punctuation (',
			'string "x"',
			'punctuation ,',
			'number 7d',
			'punctuation )',
			'comment // why\n',
		]);
	});

	it('datetime literal → one raw literal; call with a string → separate tokens', () => {
		expect(cut('datetime(2024-01-01) datetime ("x")')).toEqual([
			'rawLiteral datetime(2024-01-01)',
			'identifier datetime',
			'punctuation (',
			'string "x"',
			'punctuation )',
		]);
	});

	it('numbers in every spelling → number; name that starts with a digit → identifier', () => {
		const numbers = ['1.5e10', '1.5E-10', '1e5', '1e-10', '1e+10', '12', '0x1F', '0XFF', '1.5h'];
		const guid = '74be27de-1e4e-49d9-b579-fe0b331d3642';
		expect(cut([...numbers, guid].join(' '))).toEqual([...numbers, guid].map((text) => `number ${text}`));
		expect(cut('3Dchart')).toEqual(['identifier 3Dchart']);
	});

	it('one-character comparisons → punctuation; # at the start of a line → directive', () => {
		expect(cut('a < b > c = d')).toEqual([
			...['identifier a', 'punctuation <', 'identifier b', 'punctuation >'],
			...['identifier c', 'punctuation =', 'identifier d'],
		]);
		expect(cut('#connect x\nT')).toEqual(['directive #connect x', 'identifier T']);
	});

	eachRow(['\\x4', '\\U0001F60', '\\u004', '\\8'])(
		'escape without all its digits → the string ends there',
		(escape) => {
			expect(cut(`"a${escape} b"`)[0]).toBe('brokenString "a');
		},
	);

	it('string without a closing quote → ends with the line', () => {
		expect(cut("'a | b\nT")).toEqual(["brokenString 'a | b", 'identifier T']);
	});

	it('unknown escape → the string ends there', () => {
		expect(cut('"a\\q')).toEqual(['brokenString "a', 'unknown \\', 'identifier q']);
	});

	it('multi-line string without an end → reaches the end of the text', () => {
		expect(cut('~~~a\nb')).toEqual(['brokenString ~~~a\nb']);
	});

	it('string of 1,000,000 characters → one token', () => {
		const query = `"${'\\"'.repeat(500_000)}"`;
		expect(tokenize(query)).toEqual([{ kind: 'string', start: 0, end: 1_000_002 }]);
	});

	it('only whitespace → no token', () => {
		expect(tokenize(' \n\t\ufeff')).toEqual([]);
	});
});
