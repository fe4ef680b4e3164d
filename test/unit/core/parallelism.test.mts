import { describe, expect, it } from 'vitest';
import { Parallelism } from '../../../defender/core/parallelism.ts';

function grown(responses: number): Parallelism {
	const parallelism = new Parallelism(false);
	for (let response = 0; response < responses; response++) parallelism.grow();
	return parallelism;
}

describe('Parallelism', () => {
	it('start → ten at once', () => {
		expect(new Parallelism(false).limit).toBe(10);
	});

	it('each response → one more, up to thirty', () => {
		expect(grown(3).limit).toBe(13);
		expect(grown(20).limit).toBe(30);
		expect(grown(100).limit).toBe(30);
	});

	it('documented quota → five at once, also after responses', () => {
		const parallelism = new Parallelism(true);
		parallelism.grow();
		expect(parallelism.limit).toBe(5);
	});

	it('429 → half, at least one', () => {
		const parallelism = grown(20);
		const limits = [1, 2, 3, 4, 5].map(() => {
			parallelism.halve();
			return parallelism.limit;
		});
		expect(limits).toEqual([15, 7, 3, 1, 1]);
	});

	it('responses after a 429 → one more for each round', () => {
		const parallelism = new Parallelism(false);
		parallelism.halve();
		for (let response = 0; response < 5; response++) parallelism.grow();
		expect(parallelism.limit).toBe(5);
		parallelism.grow();
		expect(parallelism.limit).toBe(6);
	});

	it('announced limit → half, at least five, and never more than before', () => {
		const parallelism = grown(20);
		const limits = [1, 2, 3].map(() => {
			parallelism.halveEarly();
			return parallelism.limit;
		});
		expect(limits).toEqual([15, 7, 5]);
		parallelism.halve();
		parallelism.halveEarly();
		expect(parallelism.limit).toBe(2);
	});
});
