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
/** The test's own comparison. */
const lower = (list: readonly string[]) => new Set(list.map((one) => one.toLowerCase()));

describe('tag edit', () => {
	eachRow<[string, TagEdit, readonly string[], readonly string[]]>([
		['new tags follow in the given order', adding('d', 'c'), ['b', 'a'], ['b', 'a', 'd', 'c']],
		['existing spelling is kept', adding('vip', 'Vip', 'new', 'NEW'), ['VIP'], ['VIP', 'new']],
		['any spelling is removed', removing('vip', 'none'), ['a', 'VIP', 'b', 'Vip'], ['a', 'b']],
		['replaced list keeps spelling and position', replacing('new', 'vip'), ['a', 'VIP'], ['VIP', 'new']],
		['replaced by nothing', replacing(), ['a', 'b'], []],
	])('add, remove, replace → the new list', (_, edit, existing, result) => {
		expect(editTags(edit, existing)).toEqual(result);
	});

	it('replacement resolved against the first read → tags added later are kept', () => {
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
