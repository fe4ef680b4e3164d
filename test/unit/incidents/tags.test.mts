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

describe('tags to add', () => {
	it('new tags → after the existing ones, in the given order', () => {
		expect(editTags(adding('d', 'c'), ['b', 'a'])).toEqual(['b', 'a', 'd', 'c']);
	});

	it('existing tag in another case → existing spelling kept', () => {
		expect(editTags(adding('vip', 'Vip', 'new', 'NEW'), ['VIP'])).toEqual(['VIP', 'new']);
	});
});

describe('tags to remove', () => {
	it('any spelling → removed, the rest unchanged', () => {
		expect(editTags(removing('vip', 'none'), ['a', 'VIP', 'b', 'Vip'])).toEqual(['a', 'b']);
	});
});

describe('tags to replace', () => {
	it('existing tag → spelling and position kept', () => {
		expect(editTags(replacing('new', 'vip'), ['a', 'VIP'])).toEqual(['VIP', 'new']);
	});

	it('no tags → empty list', () => {
		expect(editTags(replacing(), ['a', 'b'])).toEqual([]);
	});

	it('resolved against the first read → tags added later are kept', () => {
		const later = resolveEdit(replacing('new'), ['a', 'new']);
		expect(later).toEqual({ add: ['new'], drop: ['a'] });
		expect(editTags(later, ['a', 'theirs'])).toEqual(['theirs', 'new']);
	});
});

describe('any tag edit', () => {
	it('any tags → applied once, stable when repeated, other tags unchanged', () => {
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

	it('any later state → applied exactly if added tags are present and removed ones are not', () => {
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

	it('input list → unchanged', () => {
		const existing = ['a'];
		editTags(replacing('b'), existing);
		expect(existing).toEqual(['a']);
	});
});

describe('tag lists', () => {
	eachRow([
		[[], [], true],
		[['a', 'b'], ['a', 'b'], true],
		[['a', 'b'], ['b', 'a'], false],
		[['a'], ['a', 'b'], false],
		[['a', 'b'], ['a'], false],
		[['a'], ['A'], false],
	])('order, length and case → equal only if identical', (one, other, same) => {
		expect(isSameTagList(one, other)).toBe(same);
	});
});
