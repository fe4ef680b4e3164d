import { describe, expect, it } from 'vitest';
import { LeastRecentlyUsed } from '../../../defender/core/leastRecentlyUsed.ts';

describe('LeastRecentlyUsed', () => {
	it('full → the entry that was not used for the longest time is removed', () => {
		const map = new LeastRecentlyUsed<number>(3);
		for (const [place, key] of ['a', 'b', 'c'].entries()) map.set(key, place);
		expect(map.get('a')).toBe(0);
		map.set('b', 7);
		map.set('d', 3);
		expect(['a', 'b', 'c', 'd'].map((key) => map.get(key))).toEqual([0, 7, undefined, 3]);
	});

	it('10,000 keys → never more entries than the maximum', () => {
		const map = new LeastRecentlyUsed<number>(100);
		for (let key = 0; key < 10_000; key++) {
			map.set(String(key), key);
			expect(map.size).toBeLessThanOrEqual(100);
		}
	});

	it('deleted entry → the others, the least recently used first', () => {
		const map = new LeastRecentlyUsed<number>(9);
		for (const [place, key] of ['a', 'b', 'c'].entries()) map.set(key, place);
		map.get('a');
		map.delete('b');
		expect([...map]).toEqual([
			['c', 2],
			['a', 0],
		]);
	});
});
