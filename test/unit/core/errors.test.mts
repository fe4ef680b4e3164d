import { describe, expect, it } from 'vitest';
import { asDefenderError, DefenderError, invalidInput } from '../../../defender/core/errors.ts';
import { oneLine, quoted } from '../../../defender/core/sentence.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('DefenderError', () => {
	it('carries the sentence and the reason', () => {
		const error = invalidInput('limit', { message: 'Limit is wrong', description: 'Enter 1.' });
		expect(error).toBeInstanceOf(Error);
		expect([error.message, error.description]).toEqual(['Limit is wrong', 'Enter 1.']);
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'limit' });
		expect(error.effect).toBe('none');
	});

	it('passes through asDefenderError as itself', () => {
		const error = invalidInput('limit', { message: 'm', description: 'd' });
		expect(asDefenderError(error)).toBe(error);
	});

	eachRow([[new TypeError('x is not a function')], ['x is not a function']])(
		'is made of anything else that was thrown: %s',
		(failure) => {
			const error = asDefenderError(failure);
			expect(error).toBeInstanceOf(DefenderError);
			expect(error.reason).toEqual({ kind: 'unexpected' });
			expect(error.message).toContain('"x is not a function"');
		},
	);
});

describe('a value inside a sentence', () => {
	eachRow([
		['a\nb\r\nc\u2028d\u2029e\u0085f', 'a b c d e f'],
		['\u202egnp.exe\u202c', 'gnp.exe'],
		['\u2066left\u2069 \u200fright\u200e \u061cmark', 'left   right   mark'],
		['\u001b[31mred\u0007', '[31mred'],
	])('stays on one line in one direction: %j', (value, shown) => {
		expect(oneLine(value)).toBe(shown);
	});

	it('is cut at 80 characters without cutting one in half', () => {
		const shown = quoted('\u{1f600}'.repeat(100));
		expect(Array.from(shown)).toHaveLength(82);
		expect(shown).toMatch(/^"(\u{1f600}){79}…"$/u);
		expect(quoted('x'.repeat(80))).toBe(`"${'x'.repeat(80)}"`);
	});
});
