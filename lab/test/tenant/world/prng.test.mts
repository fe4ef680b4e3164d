import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPrng } from '../../../tenant/world/prng.mts';

describe('random values', () => {
	it('bounds → every value is inside them', () => {
		fc.assert(
			fc.property(fc.integer(), fc.integer({ min: -1000, max: 1000 }), fc.nat(5000), (seed, min, width) => {
				const value = createPrng(seed).int(min, min + width);
				return Number.isInteger(value) && value >= min && value <= min + width;
			}),
			{ seed: 7 },
		);
	});

	it('a fork → independent of earlier draws of its parent', () => {
		const untouched = createPrng(5);
		const used = createPrng(5);
		used.hex(100);
		expect(used.fork('story').guid()).toBe(untouched.fork('story').guid());
		expect(used.fork('story').guid()).not.toBe(untouched.fork('other').guid());
	});
});
