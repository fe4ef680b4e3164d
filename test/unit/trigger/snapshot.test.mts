import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../defender/trigger/snapshot.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { alert, incident } from '../../support/incidents.mts';
import { HORIZON, changedIncident, NOW } from '../../support/classifiedChange.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('fingerprint of an incident', () => {
	eachRow<Partial<Incident>>([
		{ status: 'x' },
		{ severity: 'x' },
		{ assignedTo: 'x' },
		{ classification: 'x' },
		{ determination: 'x' },
		{ customTags: ['x'] },
		{ systemTags: ['x'] },
		{ redirectIncidentId: 'x' },
		{ displayName: 'x' },
		{ description: 'x' },
		{ summary: 'x' },
		{ resolvingComment: 'x' },
		{ priorityScore: 1 },
		{ comments: [{ comment: 'x', createdByDisplayName: null }] },
	])('any watched field → other fingerprint', (more) => {
		expect(fingerprintOf(incident(more))).not.toBe(fingerprintOf(incident()));
	});

	it('alerts, time stamp, order of tags → same fingerprint; newer comment → other fingerprint', () => {
		const plain = incident({ customTags: ['a', 'b'], systemTags: ['c', 'd'] });
		const same = { customTags: ['b', 'a'], systemTags: ['d', 'c'], alerts: [alert()] };
		expect(fingerprintOf(changedIncident(same))).toBe(fingerprintOf(plain));
		const written = (createdDateTime: typeof NOW) =>
			fingerprintOf(incident({ comments: [{ comment: 'x', createdByDisplayName: null, createdDateTime }] }));
		expect(written(NOW)).not.toBe(written(HORIZON));
		const both = (...times: readonly (typeof NOW)[]) =>
			fingerprintOf(
				incident({
					comments: times.map((createdDateTime) => ({
						...{ comment: 'x', createdByDisplayName: null, createdDateTime },
					})),
				}),
			);
		expect(both(NOW, HORIZON)).toBe(both(HORIZON, NOW));
	});
});
