import { describe, expect, it } from 'vitest';
import {
	followRedirect,
	hasChanges,
	isMerged,
	nextMergeTarget,
	replaceMergedIncidents,
	splitRequestForTarget,
} from '../../../defender/incidents/merge.ts';
import { incident } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const into = (redirectIncidentId: string | null) => incident({ status: 'redirected', redirectIncidentId });

describe('merged incident', () => {
	eachRow([
		['it says so', into('7'), true],
		['it says so without a target', into(null), true],
		['it has a target', incident({ redirectIncidentId: '7' }), true],
		['it names itself, though it is at work', incident({ redirectIncidentId: '48213' }), false],
		['neither', incident(), false],
	])('status or target → merged, unless it names itself', (_, one, merged) => {
		expect(isMerged(one)).toBe(merged);
	});
});

it('merge target › not read yet → unread, with its ID', () => {
	expect(followRedirect(into('7'), new Map())).toEqual({ kind: 'unread', id: '7' });
});

describe('list with merged incidents', () => {
	const target = incident({ id: '7', status: 'resolved' });
	const known = new Map([[target.id, target]]);

	it('open incident with an unwanted target → kept, because the field may be outdated', () => {
		const stale = incident({ redirectIncidentId: '7' });
		expect(replaceMergedIncidents([stale], known, () => false)).toEqual([
			{ incident: stale, mergedFrom: [] },
		]);
		expect(replaceMergedIncidents([into('7')], known, () => false)).toEqual([]);
	});

	it('target in the list → kept without asking whether it is wanted', () => {
		const unasked = () => expect.unreachable('the target is listed');
		expect(replaceMergedIncidents([into('7'), target], known, unasked)).toStrictEqual([
			{ incident: target, mergedFrom: ['48213'] },
		]);
	});

	it('chains with one target → one incident, with every merged ID in order', () => {
		const chain = [
			incident({ id: '9', status: 'redirected', redirectIncidentId: '7' }),
			incident({ id: '8', status: 'redirected', redirectIncidentId: '9' }),
			incident({ id: '3', status: 'redirected', redirectIncidentId: '7' }),
		];
		const all = new Map([...chain, target].map((one) => [one.id, one]));
		expect(replaceMergedIncidents(chain, all, () => true)).toStrictEqual([
			{ incident: target, mergedFrom: ['3', '8', '9'] },
		]);
	});

	eachRow([
		['target not read', into('7'), new Map(), 'missing'],
		['target malformed', into('7'), new Map([['7', 'malformed' as const]]), 'malformed'],
		['no target named', into(null), known, 'unnamed'],
	])('no target → kept with the reason', (_, merged, read, noTarget) => {
		const replaced = replaceMergedIncidents([merged], read, () => true);
		expect(replaced).toStrictEqual([{ incident: merged, mergedFrom: [], noTarget }]);
	});
});

describe('next incident of a merge', () => {
	eachRow([
		['no target is named', into(null), [], 'unnamed'],
		['it went into itself', into('48213'), [], 'cycle'],
		['the way leads back', into('7'), ['7'], 'cycle'],
		['the way leads back further', into('7'), ['7', '8', '9'], 'cycle'],
	])('no target, or a target already visited → end with the reason', (_, one, path, because) => {
		expect(nextMergeTarget(one, path)).toEqual({ kind: 'end', because });
	});

	it('ten merges → followed; eleven → end', () => {
		const path = (length: number) => Array.from({ length }, (_, index) => String(index + 100));
		expect(nextMergeTarget(into('7'), path(9))).toEqual({ kind: 'next', id: '7' });
		expect(nextMergeTarget(into('7'), path(10))).toEqual({ kind: 'end', because: 'tooLong' });
	});
});

describe('request split for the target', () => {
	const verdict = { classification: 'falsePositive', determination: 'other' } as const;
	const tags = { add: ['x'], drop: [] };

	it('comment and added tags → for the target; the rest → withheld', () => {
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

	eachRow([[{ tags, comment: 'c' }], [{ comment: 'c' }], [{ tags }], [{}]])(
		'comment or added tags alone → the whole request, without other fields',
		(request) => {
			expect(splitRequestForTarget(request)).toStrictEqual({ forTarget: request, withheld: [] });
		},
	);

	eachRow([
		[{ add: [], drop: ['x'] }],
		[{ add: ['y'], drop: ['x'] }],
		[{ add: ['x'], drop: 'others' as const }],
	])('tags to remove → withheld', (edit) => {
		expect(splitRequestForTarget({ tags: edit })).toEqual({ forTarget: {}, withheld: ['customTags'] });
	});
});

describe('request with changes', () => {
	eachRow([
		[{}, false],
		[{ comment: 'c' }, true],
		[{ tags: { add: ['x'], drop: [] } }, true],
		[{ assignedTo: null }, true],
	])('each kind of field → detected', (request, asks) => {
		expect(hasChanges(request)).toBe(asks);
	});
});
