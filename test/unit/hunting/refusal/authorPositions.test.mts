import { describe, expect, it } from 'vitest';
import { toAuthorPositions } from '../../../../defender/hunting/refusal/authorPositions.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

const QUERY = 'DeviceInfo\r\n| where DeviceNam == _p_device\n| take 5';
const shown = (message: string, query: string) => toAuthorPositions(message, query, 0).quotedLine;

describe('position in a service message', () => {
	eachRow([
		["Query could not be parsed at '|' on line [3,9]", "Query could not be parsed at '|' on line [2,9]"],
		['SYN0002: not valid. [line:position=3:9]', 'SYN0002: not valid. [line:position=2:9]'],
		["Token: 'x' Line: 3, Position: 9", "Token: 'x' Line: 2, Position: 9"],
		['Unexpected text at line 3, position 9.', 'Unexpected text at line 2, position 9.'],
		['(KS142, line 3, column 9)', '(KS142, line 2, column 9)'],
	])('position in the query → moved back by the parameter line and marked', (message, moved) => {
		expect(toAuthorPositions(message, QUERY, 1)).toEqual({
			message: moved,
			quotedLine: 'Line 2 of the query, column 9: "| where ▸DeviceNam == _p_device" (▸ marks the position).',
		});
	});

	it('no parameter line → unchanged, with its line shown', () => {
		expect(toAuthorPositions('at line 3', QUERY, 0)).toEqual({
			message: 'at line 3',
			quotedLine: 'Line 3 of the query: "| take 5".',
		});
	});

	eachRow([
		['from line 2 to line 4', 'from line 1 to line 3', 'Line 1 of the query: "DeviceInfo".'],
		['at line 1, position 9', 'at the parameter line before the query', ''],
		['on line [1,9].', 'on [the parameter line before the query].', ''],
		['[line:position=1:9]', '[the parameter line before the query]', ''],
		['the pipeline 3 stopped', 'the pipeline 3 stopped', ''],
		['offline 4', 'offline 4', ''],
		['no position', 'no position', ''],
		['deadline: 5', 'deadline: 5', ''],
	])(
		'several positions, parameter line, other text → first position shown, parameter line named, text unchanged',
		(said, message, quotedLine) => {
			expect(toAuthorPositions(said, QUERY, 1)).toEqual({ message, quotedLine });
		},
	);

	it('position after the query, before it or in an empty line → nothing shown', () => {
		expect(toAuthorPositions('at line 5', QUERY, 1)).toEqual({ message: 'at line 4', quotedLine: '' });
		expect(shown('at line 0', QUERY)).toBe('');
		expect(shown('at line 2', 'T\n\t\n| take 1')).toBe('');
	});
});

describe('quoted query line', () => {
	eachRow([
		['line 1, column 1', '  T | take', 'column 1: "▸  T | take"'],
		['line 1, column 3', '  T | take', 'column 3: "▸T | take"'],
		['line 1, column 11', '  T | take', 'column 11: "T | take▸"'],
		['line 1, column 12', '  T | take', 'query: "T | take"'],
		['line 1, column 0', 'T', 'query: "T"'],
		['line 1, column 3', 'T\t|\ttake', 'column 3: "T ▸| take"'],
		['line 1, column 3', 'T \u202e\u200b\u0000\ud83d"x', 'column 3: "T ▸⟨U+202E⟩⟨U+200B⟩⟨U+0000⟩⟨U+D83D⟩"x"'],
		['line 1, column 5', 'a😀b😀', 'column 5: "a😀b▸😀"'],
	])(
		'column inside or outside the line, control characters → marked and escaped',
		(message, query, expected) => {
			expect(shown(message, query)).toContain(expected);
		},
	);

	it('long line → 40 characters before the position and 60 after it', () => {
		const text = (before: number, after: number) => `${'a'.repeat(before)}${'b'.repeat(after)}`;
		expect(shown('line 1, column 41', text(40, 60))).toContain(`"${'a'.repeat(40)}▸${'b'.repeat(60)}"`);
		expect(shown('line 1, column 42', text(41, 61))).toContain(`"…${'a'.repeat(40)}▸${'b'.repeat(60)}…"`);
		expect(shown('line 1', text(50, 50))).toContain(`b"`);
		expect(shown('line 1', text(50, 51))).toContain(`b…"`);
		expect(shown('line 1, column 500000', 'x'.repeat(1_000_000)).length).toBeLessThan(200);
	});
});
