import { describe, expect, it } from 'vitest';
import { limitAppliedAfterwards } from '../../../defender/hunting/sentences/queryText.ts';
import { scanStopped } from '../../../defender/tasks/read/readText.ts';
import { counted } from '../../../defender/core/sentence.ts';
import { pollTooLong } from '../../../defender/tasks/poll/pollText.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('a number with its noun', () => {
	eachRow([
		[0, '0 seconds'],
		[1, '1 second'],
		[2, '2 seconds'],
		[65_536, '65,536 seconds'],
	])('%d → %s', (amount, text) => {
		expect(counted(amount, 'second')).toBe(text);
	});

	it('one of something in a sentence → no plural', () => {
		const texts = [limitAppliedAfterwards(1, 'x'), scanStopped(1, 1), pollTooLong(1).message];
		expect(texts.join(' ')).not.toMatch(/\b1 \w+s\b(?<!matches)/);
		expect(texts[1]).toMatch(/^Reading stopped after 1 incident, of which 1 matches\./);
	});
});
