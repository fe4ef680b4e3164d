import { describe, expect, it } from 'vitest';
import type { Effect } from './recorder.mts';
import { tallyOf } from './tally.mts';

const effect = (key: string, execution: number, more: Partial<Effect> = {}): Effect => ({
	...{ key, execution, isMarked: false, position: 0 },
	...more,
});

describe('tally of the queue mode test', () => {
	it('every item once and in order → nothing lost, nothing repeated', () => {
		const effects = [effect('b', 2), effect('a', 1), effect('c', 10)];
		expect(tallyOf(['a', 'b', 'c'], effects)).toEqual({
			...{ made: 3, reported: 3, lost: [], marked: 0, unmarked: [], isOrdered: true },
		});
	});

	it('an item that never arrives → lost', () => {
		const { reported, lost } = tallyOf(['a', 'b'], [effect('b', 1)]);
		expect({ reported, lost }).toEqual({ reported: 1, lost: ['a'] });
	});

	it('an item again with and without the mark → only the one without it is unmarked', () => {
		const again = [effect('a', 2, { isMarked: true }), effect('b', 3), effect('b', 4)];
		const { marked, unmarked } = tallyOf(['a', 'b'], [effect('a', 1), ...again]);
		expect({ marked, unmarked }).toEqual({ marked: 1, unmarked: ['b'] });
	});

	it('an item without the mark after one with it → unmarked', () => {
		const effects = [effect('a', 1, { isMarked: true }), effect('a', 2)];
		expect(tallyOf(['a'], effects).unmarked).toEqual(['a']);
	});

	it('a later item in an earlier execution or position → not in order, unless it is marked', () => {
		const made = ['a', 'b'];
		expect(tallyOf(made, [effect('b', 1), effect('a', 2)]).isOrdered).toBe(false);
		expect(tallyOf(made, [effect('b', 1), effect('a', 1, { position: 1 })]).isOrdered).toBe(false);
		expect(tallyOf(made, [effect('b', 1), effect('a', 2, { isMarked: true })]).isOrdered).toBe(true);
	});
});
