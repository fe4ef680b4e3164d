import { describe, expect, it } from 'vitest';
import { eachRow } from '../../support/eachRow.mts';
import { refusalOf, valueOf } from '../../support/huntResults.mts';

const text = (value: string): string => JSON.stringify(value);
const matches = (pattern: string, value: string) => valueOf(`${text(value)} matches regex ${text(pattern)}`);

describe('KQL regular expressions', () => {
	eachRow([
		['(?i)ALPHA', 'an alpha', true],
		['a(?i)B', 'aB ab', true],
		['x(?i:yes)z', 'xYESz', true],
		['x(?i:yes)z', 'xYESZ', false],
		['(?i)a(?-i)b', 'AB', false],
		['(?i)[a-c]+d', 'ABCD', true],
		['^[[:alpha:]]+$', 'abc', true],
		['^[[:alpha:]]+$', ':ahlp', false],
		['[[:^digit:]]', '123', false],
		['\\Aab\\z', 'ab', true],
		['\\Aab\\z', 'xab', false],
		['^b$', 'a\nb', false],
		['(?m)^b$', 'a\nb', true],
		['a.b', 'a\nb', false],
		['(?s)a.b', 'a\nb', true],
		['\\Qa.b\\E', 'axb', false],
		['\\x41\\x{42}', 'AB', true],
		['^\\pL+$', 'Ωm', true],
		['^\\p{Greek}+$', 'Ωm', false],
		['\\s', '\u00a0', false],
		['a{2}b', 'aab', true],
		['a{,2}', 'a{,2}', true],
		['[]a]', ']', true],
		['C:\\\\Users\\\\[^\\\\]+\\\\', 'C:\\Users\\jo\\x', true],
	])('a pattern in RE2 syntax → matches as RE2 does', (pattern, value, expected) => {
		expect(matches(pattern, value)).toBe(expected);
	});

	eachRow([['a(?=b)'], ['(?<!a)b'], ['(a)\\1'], ['[a'], ['(a'], ['a)'], ['\\y']])(
		'a pattern that RE2 lacks → rejected',
		(pattern) => {
			expect(refusalOf(`print ${text('x')} matches regex ${text(pattern)}`)).toMatch(/is not valid/);
		},
	);

	it('(?U) → the shortest match', () => {
		expect(valueOf('extract("(?U)<(.+)>", 1, "<a><b>")')).toBe('a');
		expect(valueOf('extract("(?P<name>a+)", 1, "xaay")')).toBe('aa');
	});
});
