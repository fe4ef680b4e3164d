import { describe, expect, it } from 'vitest';
import { deliveryIdOf, isUnhandled } from '../../../defender/trigger/classifyChange.ts';
import { watchedFields, hashWatch } from '../../../defender/trigger/watch.ts';
import { fingerprintOf } from '../../../defender/trigger/snapshot.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { alert, at, incident } from '../../support/incidents.mts';
import {
	HORIZON,
	classifiedChange,
	knownAfter,
	changedIncident,
	NOW,
	watchOf,
} from '../../support/classifiedChange.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('version of an incident', () => {
	it('newer, or different at one instant → unhandled; older or equal → handled', () => {
		const known = knownAfter(incident(), watchOf(['updated']));
		expect(isUnhandled(incident(), known, HORIZON)).toBe(false);
		expect(isUnhandled(changedIncident({}), known, HORIZON)).toBe(true);
		expect(isUnhandled(incident({ assignedTo: 'ann' }), known, HORIZON)).toBe(true);
		const ann = knownAfter(incident({ assignedTo: 'ann' }), watchOf(['updated']));
		expect(isUnhandled(incident({ assignedTo: 'Ann' }), ann, HORIZON)).toBe(false);
		expect(isUnhandled(incident({ lastUpdateDateTime: HORIZON, assignedTo: 'ann' }), known, HORIZON)).toBe(
			false,
		);
		expect(isUnhandled(incident({ lastUpdateDateTime: HORIZON }), undefined, HORIZON)).toBe(true);
		expect(
			isUnhandled(incident({ lastUpdateDateTime: at('2026-11-21T23:59:59Z') }), undefined, HORIZON),
		).toBe(false);
	});

	it('several versions of one instant → separate delivery IDs', () => {
		const watch = watchOf(['updated']);
		const first = knownAfter(incident(), watch);
		const second = classifiedChange(incident({ assignedTo: 'ann' }), watch, first);
		expect(second.report?.deliveryId).toMatch(/^48213@2026-11-22T02:00:00\.0000000Z#[0-9a-f]{8}\.1$/);
		const back = classifiedChange(incident(), watch, second.known);
		expect(back.report?.deliveryId).toMatch(/\.2$/);
		expect(classifiedChange(incident(), watch, back.known).known.sequence).toBe(2);
		const next = classifiedChange(changedIncident({}), watch, back.known).report?.deliveryId;
		expect(next).toBe(deliveryIdOf(changedIncident({})));
		expect(next).toMatch(/#[0-9a-f]{8}$/);
	});

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

	it('filters and events of a watch → hash independent of order', () => {
		expect(hashWatch(watchOf(['created', 'merged']))).toBe(hashWatch(watchOf(['merged', 'created'])));
		expect(hashWatch(watchOf(['created']))).not.toBe(hashWatch(watchOf(['merged'])));
		const filtered = watchOf(['created'], { query: { ...EVERYTHING, severity: ['high'] } });
		expect(hashWatch(watchOf(['created']))).not.toBe(hashWatch(filtered));
		expect([...watchedFields(watchOf(['created']))]).toEqual([]);
		expect(watchedFields(watchOf(['created'], { ownChanges: 'mark' })).size).toBe(8);
	});
});
