import { describe, expect, it } from 'vitest';
import type { Watch } from '../../../defender/trigger/watch.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { alert, incident } from '../../support/incidents.mts';
import { judgeNow, knownOf, later, NOW, OWN, watching } from './judging.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('a merge', () => {
	const merged = later({ status: 'redirected', redirectIncidentId: '7', severity: 'low' });

	it('is told once of an incident that matched, whatever the status filter says, and of no other', () => {
		const watch = watching(['merged'], { query: { ...EVERYTHING, status: ['active'], severity: ['high'] } });
		const before = knownOf(incident(), watch);
		const first = judgeNow(merged, watch, before);
		expect(first.report).toMatchObject({
			...{ event: 'merged', events: ['merged', 'updated'] },
			changes: { status: { from: 'active', to: 'redirected' } },
		});
		expect(first.known).toMatchObject({ isClosed: true, canBeCreated: false, hasMatched: true });
		expect(judgeNow(merged, watch, first.known).report).toBeUndefined();
		expect(judgeNow(merged, watch).report).toBeUndefined();
		const never = knownOf(incident({ severity: 'low' }), watch);
		expect(judgeNow(merged, watch, never).report).toBeUndefined();
		const waiting = { ...before, dueAt: NOW };
		expect(judgeNow(merged, watch, waiting).report).toBeUndefined();
	});

	it('of which only the end is known is told when it was open before', () => {
		const narrow = knownOf(incident(), watching(['created']));
		expect(judgeNow(merged, watching(['merged']), narrow).report?.changes).toEqual({
			status: { from: 'active', to: 'redirected' },
		});
		expect(judgeNow(merged, watching(['merged']), { ...narrow, isClosed: true }).report).toBeUndefined();
	});
});

describe('a change of our own', () => {
	const own = (more: Partial<Incident>) => later({ lastModifiedBy: OWN, ...more });
	const comment = (name: string) => ({ comment: 'x', createdByDisplayName: name });
	const told = (one: Incident, ownChanges: Watch['ownChanges'], more: Partial<Watch> = {}) => {
		const watch = watching(['updated', 'alertsAdded'], { ownChanges, ...more });
		return judgeNow({ ...one, alerts: one.alerts }, watch, knownOf(incident({ alerts: [] }), watch)).report;
	};

	eachRow<[string, Incident, boolean]>([
		['a status', own({ alerts: [], status: 'resolved' }), true],
		['a severity', own({ alerts: [], severity: 'low' }), true],
		['an owner', own({ alerts: [], assignedTo: 'ann' }), true],
		['a classification', own({ alerts: [], classification: 'truePositive' }), true],
		['a determination', own({ alerts: [], determination: 'malware' }), true],
		['custom tags', own({ alerts: [], customTags: ['x'] }), true],
		['our comment', own({ alerts: [], comments: [comment(OWN)] }), true],
		['an analyst’s comment among ours', own({ alerts: [], comments: [comment(OWN), comment('ann')] }), false],
		['system tags', own({ alerts: [], systemTags: ['x'] }), false],
		['an alert', own({ alerts: [alert()], status: 'resolved' }), false],
		['unread alerts', own({ alerts: 'unavailable', status: 'resolved' }), false],
		['nothing that is watched', own({ alerts: [], displayName: 'x' }), false],
		['somebody else', later({ alerts: [], status: 'resolved', lastModifiedBy: 'ann' }), false],
	])('(%s) is skipped or marked only when it is ours for certain', (_, one, isOurs) => {
		expect(told(one, 'skip') === undefined).toBe(isOurs);
		expect(told(one, 'mark')?.ownChange).toBe(isOurs ? true : undefined);
		expect(told(one, 'include')).not.toHaveProperty('ownChange');
		expect(told(one, 'skip', { ownName: undefined })).toBeDefined();
	});

	it('is ours though others commented before it, and though nobody is named where no name is known', () => {
		const watch = watching(['updated'], { ownChanges: 'mark' });
		const before = knownOf(incident({ comments: [comment('ann')] }), watch);
		const one = own({ comments: [comment('ann'), comment(OWN)] });
		expect(judgeNow(one, watch, before).report?.ownChange).toBe(true);
		const nameless = watching(['updated'], { ownChanges: 'mark', ownName: undefined });
		const silent = { ...one, lastModifiedBy: null };
		expect(judgeNow(silent, nameless, before).report).not.toHaveProperty('ownChange');
	});
});
