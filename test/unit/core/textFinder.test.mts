import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textFinder } from '../../../defender/core/textFinder.ts';

const RUNS = { numRuns: 2_000, seed: 20_261_201 };
/** Few characters, so that parts of the wanted text appear by chance. */
const repetitive = (length: { minLength?: number; maxLength: number }) =>
	fc.string({ unit: fc.constantFrom('a', 'b', 'é', '…'), ...length });

describe('textFinder', () => {
	it('any text around the wanted one → found', () => {
		fc.assert(
			fc.property(
				repetitive({ minLength: 8, maxLength: 60 }),
				repetitive({ maxLength: 90 }),
				repetitive({ maxLength: 90 }),
				(wanted, before, after) => textFinder(wanted)(before + wanted + after),
			),
			RUNS,
		);
	});

	it('any text → the same result as includes', () => {
		fc.assert(
			fc.property(
				repetitive({ minLength: 24, maxLength: 40 }),
				repetitive({ maxLength: 90 }),
				fc.nat(40),
				fc.nat(40),
				(wanted, around, from, to) => {
					const text = around + wanted.slice(from, to) + around;
					expect(textFinder(wanted)(text)).toBe(text.includes(wanted));
				},
			),
			RUNS,
		);
	});
});
