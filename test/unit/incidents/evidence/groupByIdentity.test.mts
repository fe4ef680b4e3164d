import { describe, expect, it } from 'vitest';
import {
	groupByIdentity,
	type IdentityKey,
} from '../../../../defender/incidents/evidence/groupByIdentity.ts';
import { eachRow } from '../../../../lab/test/support/eachRow.mts';

interface Mention {
	readonly id: string;
	readonly sid?: string;
	readonly name?: string;
}

/** A SID is certain; an equal name only counts if the SIDs do not differ. */
const KEYS: ReadonlyArray<IdentityKey<Mention>> = [
	{ of: ({ sid }) => sid ?? null },
	{ of: ({ name }) => name ?? null, unless: [0] },
];

const first = { id: 'first', sid: 'S-1', name: 'administrator' };
const second = { id: 'second', sid: 'S-2', name: 'administrator' };
const bare = { id: 'bare', name: 'administrator' };
const alike = { id: 'alike', name: 'administrator' };

const groupsOf = (mentions: readonly Mention[]) =>
	groupByIdentity(mentions, KEYS)
		.map((group) => group.map(({ id }) => id).sort())
		.sort();

describe('mentions of entities', () => {
	eachRow([
		[[bare, first, second]],
		[[first, bare, second]],
		[[first, second, bare]],
		[[second, bare, first]],
	])('name of two entities with different SIDs → a group of its own in any order', (mentions) => {
		expect(groupsOf(mentions)).toEqual([['bare'], ['first'], ['second']]);
	});

	it('two unclear mentions with the same name → one group', () => {
		expect(groupsOf([bare, first, alike, second])).toEqual([['alike', 'bare'], ['first'], ['second']]);
	});

	eachRow([[[bare, first]], [[first, bare]]])('name of one entity → part of it in any order', (mentions) => {
		expect(groupsOf(mentions)).toEqual([['bare', 'first']]);
	});

	it('no SID anywhere → one group by name', () => {
		expect(groupsOf([bare, alike])).toEqual([['alike', 'bare']]);
	});
});
