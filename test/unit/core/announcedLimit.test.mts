import { describe, expect, it } from 'vitest';
import { AnnouncedLimit } from '../../../defender/core/announcedLimit.ts';

function announced(...all: readonly (readonly [requests: number, resetAt: number])[]): AnnouncedLimit {
	const limit = new AnnouncedLimit();
	for (const [requests, resetAt] of all) limit.note({ requests, resetAt });
	return limit;
}

describe('AnnouncedLimit', () => {
	it('no announcement → a request at any time', () => {
		const limit = new AnnouncedLimit();
		limit.note(undefined);
		expect(limit.allowance(0, 1_000)).toBe('now');
	});

	it('fewer requests in progress than remain → a request now', () => {
		expect(announced([3, 9_000]).allowance(0, 2)).toBe('now');
	});

	it('as many requests in progress as remain → a request after a response', () => {
		expect(announced([3, 9_000]).allowance(0, 3)).toBe('afterResponse');
	});

	it('nothing remains → a request at the reset', () => {
		const limit = announced([0, 9_000]);
		expect(limit.allowance(8_999, 0)).toEqual({ at: 9_000 });
		expect(limit.allowance(9_000, 5)).toBe('now');
	});

	it('responses of one period in another order → the lowest number', () => {
		expect(announced([2, 9_000], [5, 10_000]).allowance(0, 2)).toBe('afterResponse');
		expect(announced([5, 10_000], [2, 9_000]).allowance(0, 2)).toBe('afterResponse');
		expect(announced([5, 9_000], [2, 9_500], [4, 9_900]).allowance(9_400, 2)).toBe('afterResponse');
	});

	it('another period → its own number', () => {
		expect(announced([2, 9_000], [5, 10_001]).allowance(0, 4)).toBe('now');
		expect(announced([5, 20_000], [8, 9_000]).allowance(0, 7)).toBe('now');
	});

	it('response without an announcement → the last one applies', () => {
		const limit = announced([0, 9_000]);
		limit.note(undefined);
		expect(limit.allowance(0, 0)).toEqual({ at: 9_000 });
	});

	it('ignored announcement → a request now', () => {
		const limit = announced([0, 9_000]);
		limit.forget();
		expect(limit.allowance(0, 0)).toBe('now');
	});
});
