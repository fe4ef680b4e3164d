import { describe, expect, it } from 'vitest';
import { cell } from '../../demo/cells.mts';
import { table } from '../../demo/tables.mts';
import { printable } from '../../tenant/printable.mts';
import { eachRow } from '../support/eachRow.mts';

describe('demo output', () => {
	eachRow([
		['a terminal command', '\u001b[2Jgone', '\\u{1b}[2Jgone'],
		['a reversed name', 'invoice\u202efdp.exe', 'invoice\\u{202e}fdp.exe'],
		['an invisible character', 'a\u200bb', 'a\\u{200b}b'],
		['half a character', 'a\ud83d', 'a\\u{d83d}'],
		['the bell and a carriage return', 'a\u0007\rb', 'a\\u{7}\\u{d}b'],
		['line breaks', 'one\r\n\r\ntwo', 'one two'],
	])('a text with control, invisible or reversed characters → printed escaped', (_what, text, shown) => {
		expect(printable(text)).toBe(shown);
	});

	it('a text wider than its column → cut between whole characters', () => {
		expect(cell('🔥🔥🔥🔥', 3)).toBe('🔥🔥…');
		expect(cell('abc', 3)).toBe('abc');
	});

	it('a list, an empty list, null and 0 → "a, b", "–", "–" and "0"', () => {
		expect([cell(['a', 'b'], 9), cell([], 9), cell(null, 9), cell(0, 9)]).toEqual(['a, b', '–', '–', '0']);
	});

	it('a control character in a table cell → printed escaped', () => {
		const text = table([['Name', 40]], [['\u001b]0;title\u0007']]);
		expect(text).toContain('\\u{1b}]0;title\\u{7}');
		expect(text).not.toMatch(/(?!\n)\p{Cc}/u);
	});
});
