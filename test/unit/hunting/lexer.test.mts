import { describe, expect, it } from 'vitest';
import { tokenize } from '../../../defender/hunting/lexer.ts';

const cut = (query: string): string[] =>
	tokenize(query).map(({ kind, start, end }) => `${kind} ${query.slice(start, end)}`);

describe('the tokenizer', () => {
	it('names the parts of a query', () => {
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

	it('keeps datetime(…) as one raw literal', () => {
		expect(cut('datetime(2024-01-01) datetime ("x")')).toEqual([
			'rawLiteral datetime(2024-01-01)',
			'identifier datetime',
			'punctuation (',
			'string "x"',
			'punctuation )',
		]);
	});

	it('ends a string without its quote at the end of the line', () => {
		expect(cut("'a | b\nT")).toEqual(["brokenString 'a | b", 'identifier T']);
	});

	it('ends a string at an escape that does not exist', () => {
		expect(cut('"a\\q')).toEqual(['brokenString "a', 'unknown \\', 'identifier q']);
	});

	it('runs a fence that never closes to the end of the text', () => {
		expect(cut('~~~a\nb')).toEqual(['brokenString ~~~a\nb']);
	});

	it('reads a string of a million characters', () => {
		const query = `"${'\\"'.repeat(500_000)}"`;
		expect(tokenize(query)).toEqual([{ kind: 'string', start: 0, end: 1_000_002 }]);
	});

	it('finds nothing in white space', () => {
		expect(tokenize(' \n\t\ufeff')).toEqual([]);
	});
});
