import { describe, expect } from 'vitest';
import { instantFromMillis, type UtcInstant } from '../../../defender/core/instant.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { EVERYTHING, matches, type IncidentQuery } from '../../../defender/incidents/query.ts';
import { alert, incident } from '../../support/incidents.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('incident query', () => {
	const after = (instant: UtcInstant) => instantFromMillis(Date.parse(instant) + 1);
	const one = incident({
		assignedTo: 'Kai@x.example',
		customTags: ['vip'],
		systemTags: ['redirected'],
		displayName: 'A phishing wave',
		priorityScore: 50,
		alerts: [alert()],
	});
	eachRow<[Partial<IncidentQuery>, boolean, Partial<Incident>?]>([
		[{}, true],
		[{ status: ['resolved', 'active'] }, true],
		[{ status: ['Active'] }, false],
		[{ severity: ['low'] }, false],
		[{ assignedTo: 'Kai@x.example' }, true],
		[{ assignedTo: 'kai@x.example' }, true],
		[{ assignedTo: 'KAI@X.EXAMPLE' }, true],
		[{ assignedTo: 'kai@x.exampl' }, false],
		[{ updated: { from: one.lastUpdateDateTime, before: undefined } }, true],
		[{ updated: { from: undefined, before: one.lastUpdateDateTime } }, false],
		[{ created: { from: after(one.createdDateTime), before: undefined } }, false],
		[{ created: { from: undefined, before: after(one.createdDateTime) } }, true],
		[{ unassigned: true }, false],
		[{ tags: ['VIP', 'none'] }, true],
		[{ tags: ['Redirected'] }, true],
		[{ tags: ['vi'] }, false],
		[{ excludeTags: ['Vip'] }, false],
		[{ excludeTags: ['vi'] }, true],
		[{ nameContains: 'PHISH' }, true],
		[{ nameContains: 'phishy' }, false],
		[{ minPriority: 50 }, true],
		[{ minPriority: 51 }, false],
		[{ classification: ['unknown'], determination: ['unknown'] }, true],
		[{ serviceSource: ['microsoftDefenderForEndpoint'] }, true],
		[{ serviceSource: ['microsoftDefenderForIdentity'] }, false],
		[{ detectionSource: ['antivirus', 'manual'], serviceSource: ['microsoftDefenderForEndpoint'] }, true],
		[{ odata: 'only the service knows' }, true],
		[{ serviceSource: ['x'] }, true, { alerts: 'notRead' }],
		[{ serviceSource: ['x'] }, true, { alerts: 'unavailable' }],
		// A merged incident has no alerts.
		[{ serviceSource: ['x'] }, false, { alerts: [] }],
		[{ minPriority: 0 }, false, { priorityScore: null }],
	])('each condition, also on alerts that are not known → matches or not', (query, wanted, more = {}) => {
		expect(matches({ ...EVERYTHING, ...query }, { ...one, ...more })).toBe(wanted);
	});
});
