import { describe, expect, it } from 'vitest';
import { instantFromMillis } from '../../../defender/core/instant.ts';
import {
	newlyUnread,
	readUnread,
	updateUnread,
	type UnreadIncident,
	type UnreadPoll,
} from '../../../defender/trigger/unreadIncidents.ts';

const NOW_MS = Date.parse('2026-11-22T03:00:00Z');
const DAY_MS = 86_400_000;
const now = instantFromMillis(NOW_MS);

const unread = (id: string | undefined, property: string, agoMs = 0): UnreadIncident => ({
	id,
	property,
	since: instantFromMillis(NOW_MS - agoMs),
	isReported: false,
});
const poll = (more: Partial<UnreadPoll> = {}): UnreadPoll => ({
	now,
	malformed: [],
	wasTried: () => false,
	isOver: () => false,
	...more,
});

describe('unread incidents', () => {
	it('tried in this poll → after those not tried, in order', () => {
		const before = [
			unread('1', 'status'),
			unread('2', 'status'),
			unread(undefined, 'id'),
			unread('3', 'status'),
		];
		const after = updateUnread(before, poll({ wasTried: (id) => id === '1' || id === '2' }));
		expect(after.map(({ id }) => id)).toEqual([undefined, '3', '1', '2']);
	});

	it('without an ID → never asked whether it was tried or is over', () => {
		const before = [unread(undefined, 'id'), unread('1', 'status')];
		const after = updateUnread(before, poll({ wasTried: () => true, isOver: (id) => id !== '1' }));
		expect(after.map(({ id }) => id)).toEqual([undefined, '1']);
	});

	it('exactly one day old → no longer read again', () => {
		const before = [unread('1', 'status', DAY_MS), unread('2', 'status', DAY_MS - 1)];
		expect(updateUnread(before, poll()).map(({ id }) => id)).toEqual(['2']);
	});

	it('malformed again → new only with another ID, or without one with another property', () => {
		const before = [unread('1', 'status'), unread(undefined, 'id')];
		const malformed = [
			{ id: '1', property: 'severity' },
			{ id: '2', property: 'status' },
			{ id: undefined, property: 'id' },
			{ id: undefined, property: 'createdDateTime' },
		];
		expect(newlyUnread(before, malformed)).toEqual([malformed[1], malformed[3]]);
	});

	it('saved with values of a wrong type → ID and property absent, entries without a time left out', () => {
		const since = now;
		expect(
			readUnread([
				{ id: 7, property: null, since },
				{ id: '1', since: NOW_MS },
			]),
		).toEqual([{ id: undefined, property: undefined, since, isReported: false }]);
	});
});
