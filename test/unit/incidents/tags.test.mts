import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTags, hasTag } from '../../../defender/incidents/tags.ts';

const RUNS = { numRuns: 1_000, seed: 20_261_122 };
const tag = fc.oneof(fc.constantFrom('VIP', 'vip', 'Vip', 'ransom', 'RANSOM'), fc.string({ maxLength: 5 }));
const tags = fc.array(tag, { maxLength: 8 });

describe('addTags', () => {
	it('adds behind what stands, in the order given', () => {
		expect(addTags(['b', 'a'], ['d', 'c'])).toEqual(['b', 'a', 'd', 'c']);
	});

	it('keeps the spelling that stands', () => {
		expect(addTags(['VIP'], ['vip', 'Vip', 'new', 'NEW'])).toEqual(['VIP', 'new']);
	});

	it('changes nothing of what stands, has every tag asked for, and adds nothing else', () => {
		fc.assert(
			fc.property(tags, tags, (existing, added) => {
				const result = addTags(existing, added);
				expect(result.slice(0, existing.length)).toEqual(existing);
				for (const one of added) expect(hasTag(result, one)).toBe(true);
				for (const one of result.slice(existing.length)) expect(added).toContain(one);
			}),
			RUNS,
		);
	});

	it('adds no tag twice, and nothing the second time', () => {
		fc.assert(
			fc.property(tags, tags, (existing, added) => {
				const once = addTags(existing, added);
				expect(addTags(once, added)).toEqual(once);
				const fresh = once.slice(existing.length).map((one) => one.toLowerCase());
				expect(new Set(fresh).size).toBe(fresh.length);
			}),
			RUNS,
		);
	});

	it('leaves the lists that it was given alone', () => {
		const existing = ['a'];
		addTags(existing, ['b']);
		expect(existing).toEqual(['a']);
	});
});
