import { describe, expect, it } from 'vitest';
import { inAuthorsLines } from '../../../defender/hunting/positions.ts';

const QUERY = 'DeviceInfo\r\n| where DeviceNam == _p_device\n| take 5';

describe("positions in the service's messages", () => {
	it.each([
		["Query could not be parsed at '|' on line [3,12]", "Query could not be parsed at '|' on line [2,12]"],
		['SYN0002: not valid. [line:position=3:12]', 'SYN0002: not valid. [line:position=2:12]'],
		["Token: 'x' Line: 3, Position: 12", "Token: 'x' Line: 2, Position: 12"],
		['Unexpected text at line 3, position 12.', 'Unexpected text at line 2, position 12.'],
	])('moves %j back by the prologue and quotes the line', (message, moved) => {
		expect(inAuthorsLines(message, QUERY, 1)).toBe(
			`${/[.\]]$/.test(moved) ? moved : `${moved}.`} Line 2 of the query reads "| where DeviceNam == _p_device".`,
		);
	});

	it('leaves the numbers alone when there is no prologue, but quotes the line', () => {
		expect(inAuthorsLines('at line 3', QUERY, 0)).toBe('at line 3. Line 3 of the query reads "| take 5".');
	});

	it('moves every position and quotes the first', () => {
		expect(inAuthorsLines('from line 2 to line 4', QUERY, 1)).toBe(
			'from line 1 to line 3. Line 1 of the query reads "DeviceInfo".',
		);
	});

	it.each([
		['at line 1, position 9', 'at the line of parameters before the query, position 9'],
		['on line [1,9].', 'on [the line of parameters before the query].'],
		['[line:position=1:9]', '[the line of parameters before the query]'],
	])('names the prologue in %j and never quotes it', (message, expected) => {
		expect(inAuthorsLines(message, QUERY, 1)).toBe(expected);
	});

	it('quotes nothing for a line after the query', () => {
		expect(inAuthorsLines('at line 5', QUERY, 1)).toBe('at line 4');
	});

	it.each(['the pipeline 3 stopped', 'offline 4', 'no position', 'deadline: 5'])(
		'leaves %j as it is',
		(message) => {
			expect(inAuthorsLines(message, QUERY, 1)).toBe(message);
		},
	);
});
