import { describe, expect, it } from 'vitest';
import { limitAppliedAfterwards } from '../../../defender/hunting/sentences/queryText.ts';
import { scanStopped } from '../../../defender/tasks/read/readText.ts';
import { counted, oneLine, quoted } from '../../../defender/core/sentence.ts';
import { pollTooLong } from '../../../defender/tasks/poll/pollText.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('counted', () => {
	eachRow([
		[0, '0 seconds'],
		[1, '1 second'],
		[2, '2 seconds'],
		[65_536, '65,536 seconds'],
	])('number and noun → singular only for one', (amount, text) => {
		expect(counted(amount, 'second')).toBe(text);
	});

	it('sentences about one → no plural', () => {
		const texts = [limitAppliedAfterwards(1, 'x'), scanStopped(1, 1), pollTooLong(1).message];
		expect(texts.join(' ')).not.toMatch(/\b1 \w+s\b(?<!matches)/);
		expect(texts[1]).toMatch(/^Reading stopped after 1 incident, of which 1 matches\./);
	});
});

describe('value in a sentence', () => {
	eachRow([
		['a\nb\r\nc\u2028d\u2029e\u0085f', 'a b c d e f'],
		['\u202egnp.exe\u202c', 'gnp.exe'],
		['\u2066left\u2069 \u200fright\u200e \u061cmark', 'left   right   mark'],
		['\u001b[31mred\u0007', '[31mred'],
	])('line breaks, control and direction characters → one line without them', (value, shown) => {
		expect(oneLine(value)).toBe(shown);
	});

	it('long value → 80 whole characters in quotes', () => {
		const shown = quoted('\u{1f600}'.repeat(100));
		expect(Array.from(shown)).toHaveLength(82);
		expect(shown).toMatch(/^"(\u{1f600}){79}…"$/u);
		expect(quoted('x'.repeat(80))).toBe(`"${'x'.repeat(80)}"`);
	});
});
