import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	editTags,
	resolveEdit,
	isSameTagList,
	isEditApplied,
	type TagEdit,
} from '../../../defender/incidents/tags.ts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const RUNS = { numRuns: 1_000, seed: 20_261_122 };
const tag = fc.oneof(fc.constantFrom('VIP', 'vip', 'Vip', 'ransom', 'RANSOM'), fc.string({ maxLength: 5 }));
const tags = fc.array(tag, { maxLength: 8 });
const adding = (...add: string[]): TagEdit => ({ add, drop: [] });
const removing = (...drop: string[]): TagEdit => ({ add: [], drop });
const replacing = (...add: string[]): TagEdit => ({ add, drop: 'others' });
const edit = fc.oneof(
	tags.map((list) => adding(...list)),
	tags.map((list) => removing(...list)),
	tags.map((list) => replacing(...list)),
);
/** The examiner's own way to compare. */
const lower = (list: readonly string[]) => new Set(list.map((one) => one.toLowerCase()));

describe('adding', () => {
	it('puts tags behind what stands, in the order given', () => {
		expect(editTags(adding('d', 'c'), ['b', 'a'])).toEqual(['b', 'a', 'd', 'c']);
	});

	it('keeps the spelling that stands', () => {
		expect(editTags(adding('vip', 'Vip', 'new', 'NEW'), ['VIP'])).toEqual(['VIP', 'new']);
	});
});

describe('removing', () => {
	it('takes away every spelling and leaves the rest in place', () => {
		expect(editTags(removing('vip', 'none'), ['a', 'VIP', 'b', 'Vip'])).toEqual(['a', 'b']);
	});
});

describe('replacing', () => {
	it('leaves what was asked for, with the spelling and place that stand', () => {
		expect(editTags(replacing('new', 'vip'), ['a', 'VIP'])).toEqual(['VIP', 'new']);
	});

	it('by nothing clears the list', () => {
		expect(editTags(replacing(), ['a', 'b'])).toEqual([]);
	});

	it('once pinned spares a tag that came later', () => {
		const later = resolveEdit(replacing('new'), ['a', 'new']);
		expect(later).toEqual({ add: ['new'], drop: ['a'] });
		expect(editTags(later, ['a', 'theirs'])).toEqual(['theirs', 'new']);
	});
});

describe('every edit', () => {
	it('holds once it is done, changes nothing the second time, and touches no tag that it does not name', () => {
		fc.assert(
			fc.property(tags, edit, (existing, one) => {
				const result = editTags(one, existing);
				expect(isEditApplied(one, existing, result)).toBe(true);
				expect(editTags(one, result)).toEqual(result);
				const named = lower([...one.add, ...(one.drop === 'others' ? existing : one.drop)]);
				const foreign = (list: readonly string[]) => list.filter((item) => !named.has(item.toLowerCase()));
				expect(foreign(result)).toEqual(foreign(existing));
			}),
			RUNS,
		);
	});

	it('holds exactly when what it adds is there and what it drops is not', () => {
		fc.assert(
			fc.property(tags, edit, tags, (before, one, after) => {
				const there = lower(after);
				const added = [...lower(one.add)];
				const dropped = [...lower(one.drop === 'others' ? before : one.drop)].filter(
					(item) => one.drop !== 'others' || !added.includes(item),
				);
				const holds = added.every((item) => there.has(item)) && !dropped.some((item) => there.has(item));
				expect(isEditApplied(one, before, after)).toBe(holds);
			}),
			RUNS,
		);
	});

	it('leaves the lists that it was given alone', () => {
		const existing = ['a'];
		editTags(replacing('b'), existing);
		expect(existing).toEqual(['a']);
	});
});

describe('sameTags', () => {
	eachRow([
		[[], [], true],
		[['a', 'b'], ['a', 'b'], true],
		[['a', 'b'], ['b', 'a'], false],
		[['a'], ['a', 'b'], false],
		[['a', 'b'], ['a'], false],
		[['a'], ['A'], false],
	])('%j and %j: %s', (one, other, same) => {
		expect(isSameTagList(one, other)).toBe(same);
	});
});
