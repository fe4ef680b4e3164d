import { describe, expect, it } from 'vitest';
import {
	hasChanges,
	isMerged,
	nextMergeTarget,
	replaceMergedIncidents,
	splitRequestForTarget,
} from '../../../defender/incidents/merge.ts';
import { incident } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const into = (redirectIncidentId: string | null) => incident({ status: 'redirected', redirectIncidentId });

describe('isMerged', () => {
	eachRow([
		['it says so', into('7'), true],
		['it says so without a target', into(null), true],
		['it has a target', incident({ redirectIncidentId: '7' }), true],
		['it names itself, though it is at work', incident({ redirectIncidentId: '48213' }), false],
		['neither', incident(), false],
	])('when %s', (_, one, merged) => {
		expect(isMerged(one)).toBe(merged);
	});
});

describe('replaceMerged', () => {
	const target = incident({ id: '7', status: 'resolved' });
	const known = new Map([[target.id, target]]);

	it('keeps an incident at work that names an unwanted target, for the field may be stale', () => {
		const stale = incident({ redirectIncidentId: '7' });
		expect(replaceMergedIncidents([stale], known, () => false)).toEqual([
			{ incident: stale, mergedFrom: [] },
		]);
		expect(replaceMergedIncidents([into('7')], known, () => false)).toEqual([]);
	});
});

describe('nextAfterMerge', () => {
	it('goes where the incident went', () => {
		expect(nextMergeTarget(into('7'), ['1', '2'])).toEqual({ kind: 'next', id: '7' });
	});

	eachRow([
		['no target is named', into(null), [], 'unnamed'],
		['it went into itself', into('48213'), [], 'cycle'],
		['the way leads back', into('7'), ['7'], 'cycle'],
		['the way leads back further', into('7'), ['7', '8', '9'], 'cycle'],
	])('ends when %s', (_, one, path, because) => {
		expect(nextMergeTarget(one, path)).toEqual({ kind: 'end', because });
	});

	it('follows ten mergers and no eleventh', () => {
		const path = (length: number) => Array.from({ length }, (_, index) => String(index + 100));
		expect(nextMergeTarget(into('7'), path(9)).kind).toBe('next');
		expect(nextMergeTarget(into('7'), path(10))).toEqual({ kind: 'end', because: 'tooLong' });
	});
});

describe('splitForTarget', () => {
	const verdict = { classification: 'falsePositive', determination: 'other' } as const;
	const tags = { add: ['x'], drop: [] };

	it('lets comment and added tags travel and keeps all else', () => {
		const split = splitRequestForTarget({
			status: 'resolved',
			verdict,
			assignedTo: null,
			tags,
			comment: 'c',
		});
		expect(split).toEqual({
			forTarget: { comment: 'c', tags },
			withheld: ['status', 'classification', 'determination', 'assignedTo'],
		});
	});

	eachRow([
		[{ add: [], drop: ['x'] }],
		[{ add: ['y'], drop: ['x'] }],
		[{ add: ['x'], drop: 'others' as const }],
	])('keeps tags that would go: %j', (edit) => {
		expect(splitRequestForTarget({ tags: edit })).toEqual({ forTarget: {}, withheld: ['customTags'] });
	});

	it('keeps nothing of what may travel', () => {
		expect(splitRequestForTarget({ tags, comment: 'c' })).toEqual({
			forTarget: { tags, comment: 'c' },
			withheld: [],
		});
	});
});

describe('asksForAnything', () => {
	eachRow([
		[{}, false],
		[{ comment: 'c' }, true],
		[{ tags: { add: ['x'], drop: [] } }, true],
		[{ assignedTo: null }, true],
	])('%j: %s', (request, asks) => {
		expect(hasChanges(request)).toBe(asks);
	});
});
