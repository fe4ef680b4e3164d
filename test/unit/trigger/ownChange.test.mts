import { describe, expect, it } from 'vitest';
import type { Watch } from '../../../defender/trigger/watch.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { alert, incident } from '../../support/incidents.mts';
import {
	classifiedChange,
	knownAfter,
	changedIncident,
	OWN_NAME,
	watchOf,
} from '../../support/classifiedChange.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('own change', () => {
	const own = (more: Partial<Incident>) => changedIncident({ lastModifiedBy: OWN_NAME, ...more });
	const comment = (name: string) => ({ comment: 'x', createdByDisplayName: name });
	const reportOf = (one: Incident, ownChanges: Watch['ownChanges'], more: Partial<Watch> = {}) => {
		const watch = watchOf(['updated', 'alertsAdded'], { ownChanges, ...more });
		return classifiedChange(
			{ ...one, alerts: one.alerts },
			watch,
			knownAfter(incident({ alerts: [] }), watch),
		).report;
	};

	eachRow<[string, Incident, boolean]>([
		['a status', own({ alerts: [], status: 'resolved' }), true],
		['a severity', own({ alerts: [], severity: 'low' }), true],
		['an owner', own({ alerts: [], assignedTo: 'ann' }), true],
		['a classification', own({ alerts: [], classification: 'truePositive' }), true],
		['a determination', own({ alerts: [], determination: 'malware' }), true],
		['custom tags', own({ alerts: [], customTags: ['x'] }), true],
		['our comment', own({ alerts: [], comments: [comment(OWN_NAME)] }), true],
		[
			'an analyst’s comment among ours',
			own({ alerts: [], comments: [comment(OWN_NAME), comment('ann')] }),
			false,
		],
		['system tags', own({ alerts: [], systemTags: ['x'] }), false],
		['an alert', own({ alerts: [alert()], status: 'resolved' }), false],
		['unread alerts', own({ alerts: 'unavailable', status: 'resolved' }), false],
		['a name', own({ alerts: [], displayName: 'x' }), true],
		['a note', own({ alerts: [], resolvingComment: 'x', summary: 'x', description: 'x' }), true],
		['a priority, which we cannot write', own({ alerts: [], priorityScore: 1 }), false],
		['nothing that is compared', own({ alerts: [] }), false],
		['somebody else', changedIncident({ alerts: [], status: 'resolved', lastModifiedBy: 'ann' }), false],
	])('each kind of change → own only if certain', (_, one, isOurs) => {
		expect(reportOf(one, 'skip') === undefined).toBe(isOurs);
		expect(reportOf(one, 'mark')?.ownChange).toBe(isOurs ? true : undefined);
		expect(reportOf(one, 'include')).not.toHaveProperty('ownChange');
		expect(reportOf(one, 'skip', { ownName: undefined })).toBeDefined();
	});

	it('earlier comments by others → own; no name known → not own', () => {
		const watch = watchOf(['updated'], { ownChanges: 'mark' });
		const before = knownAfter(incident({ comments: [comment('ann')] }), watch);
		const one = own({ comments: [comment('ann'), comment(OWN_NAME)] });
		expect(classifiedChange(one, watch, before).report?.ownChange).toBe(true);
		const nameless = watchOf(['updated'], { ownChanges: 'mark', ownName: undefined });
		const silent = { ...one, lastModifiedBy: null };
		expect(classifiedChange(silent, nameless, before).report).not.toHaveProperty('ownChange');
	});
});
