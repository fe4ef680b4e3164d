import { describe, expect, it } from 'vitest';
import { mayBeReported } from '../../../defender/trigger/classifyChange.ts';
import { eventKinds, type EventKind } from '../../../defender/trigger/triggerVocabulary.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { alert, at, incident } from '../../support/incidents.mts';
import {
	HORIZON,
	classifiedChange,
	knownAfter,
	changedIncident,
	watchOf,
} from '../../support/classifiedChange.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const EACH: readonly EventKind[] = eventKinds.filter((kind) => kind !== 'merged' && kind !== 'created');

describe('change of an incident', () => {
	const cases: readonly {
		readonly event: EventKind;
		readonly to: Partial<Incident>;
		readonly changes: object;
	}[] = [
		{
			event: 'statusChanged',
			to: { status: 'resolved' },
			changes: { status: { from: 'active', to: 'resolved' } },
		},
		{ event: 'severityChanged', to: { severity: 'low' }, changes: { severity: { from: 'high', to: 'low' } } },
		{ event: 'assigned', to: { assignedTo: 'ann' }, changes: { assignedTo: { from: null, to: 'ann' } } },
		{
			event: 'verdictChanged',
			to: { classification: 'truePositive' },
			changes: { classification: { from: 'unknown', to: 'truePositive' } },
		},
		{
			event: 'verdictChanged',
			to: { determination: 'malware' },
			changes: { determination: { from: 'unknown', to: 'malware' } },
		},
		{ event: 'tagged', to: { customTags: ['a'] }, changes: { customTags: { from: [], to: ['a'] } } },
		{ event: 'tagged', to: { systemTags: ['b'] }, changes: { systemTags: { from: [], to: ['b'] } } },
		{
			event: 'commented',
			to: { comments: [{ comment: 'x', createdByDisplayName: 'ann' }] },
			changes: { comments: { from: 0, to: 1 } },
		},
		{
			event: 'alertsAdded',
			to: { alerts: [alert({ id: 'a' }), alert({ id: 'b' })] },
			changes: { alerts: { from: 1, to: 2 } },
		},
	];

	eachRow(cases)(
		'each watched field → its event; events not chosen → no report',
		({ event, to, changes }) => {
			const first = incident({ alerts: [alert({ id: 'a' })] });
			for (const asked of EACH) {
				const watch = watchOf([asked]);
				const before = knownAfter(first, watch);
				const { report } = classifiedChange(changedIncident({ alerts: first.alerts, ...to }), watch, before);
				if (asked === event) {
					expect(report).toMatchObject({ event, changes, firstSeen: false });
					expect(report?.events).toEqual([event, 'updated']);
					expect(report).not.toHaveProperty('priorStateUnknown');
				} else if (asked === 'updated') {
					expect(report?.event).toBe('updated');
				} else expect(report).toBeUndefined();
			}
		},
	);

	eachRow([
		['tags in another order', { customTags: ['a', 'b'] }, { customTags: ['b', 'a'] }],
		[
			'a comment that is gone',
			{ comments: [{ comment: 'x', createdByDisplayName: null }] },
			{ comments: [] },
		],
		['the letter case of the owner', { assignedTo: 'Ann@X.example' }, { assignedTo: 'ann@x.example' }],
		['alerts that are gone', { alerts: [alert({ id: 'a' })] }, { alerts: [] }],
		['a name', { displayName: 'a' }, { displayName: 'b' }],
	])(
		'change without an event of its own → only “updated”',
		(_, from: Partial<Incident>, to: Partial<Incident>) => {
			const first = { alerts: [], ...from };
			const watch = watchOf(['tagged', 'commented', 'alertsAdded', 'assigned']);
			const before = knownAfter(incident(first), watch);
			expect(classifiedChange(changedIncident({ ...first, ...to }), watch, before).report).toBeUndefined();
			const all = watchOf(['updated']);
			expect(
				classifiedChange(changedIncident({ ...first, ...to }), all, knownAfter(incident(first), all)).report
					?.event,
			).toBe('updated');
		},
	);

	it('several events → most important chosen one, all listed in order', () => {
		const watch = watchOf(['updated', 'statusChanged', 'assigned']);
		const before = knownAfter(incident(), watch);
		const { report } = classifiedChange(
			changedIncident({ status: 'inProgress', assignedTo: 'ann' }),
			watch,
			before,
		);
		expect(report).toMatchObject({ event: 'assigned', events: ['assigned', 'statusChanged', 'updated'] });
	});

	it('incident not known before → possible events only where something was added', () => {
		const old = { createdDateTime: at('2026-11-21T00:00:00Z'), alerts: [] };
		const asked = watchOf(['commented', 'alertsAdded', 'tagged']);
		expect(classifiedChange(incident(old), asked).report).toMatchObject({
			...{ event: 'tagged', events: ['tagged', 'updated'], changes: {}, priorStateUnknown: true },
		});
		const full = { ...old, alerts: [alert()], comments: [{ comment: 'x', createdByDisplayName: null }] };
		expect(classifiedChange(incident(full), asked).report?.events).toEqual([
			'alertsAdded',
			'tagged',
			'commented',
			'updated',
		]);
		expect(classifiedChange(incident(full), watchOf(['created', 'merged'])).report).toBeUndefined();
	});
});

describe('removed alerts and comments', () => {
	it('fewer than before → “updated”, nothing added', () => {
		const comment = { comment: 'x', createdByDisplayName: 'ann' };
		const full = incident({ alerts: [alert({ id: 'a' }), alert({ id: 'b' })], comments: [comment, comment] });
		const watch = watchOf(['alertsAdded', 'commented', 'updated']);
		const less = changedIncident({ alerts: [alert({ id: 'b' })], comments: [comment] });
		expect(classifiedChange(less, watch, knownAfter(full, watch)).report).toMatchObject({
			...{ event: 'updated', events: ['updated'] },
			changes: { alerts: { from: 2, to: 1 }, comments: { from: 2, to: 1 } },
		});
	});
});

describe('known incident', () => {
	it('status and filter → isClosed and hasMatched', () => {
		const watch = watchOf(['updated'], { query: { ...EVERYTHING, severity: ['high'] } });
		expect(knownAfter(incident(), watch)).toMatchObject({ isClosed: false, hasMatched: true });
		expect(knownAfter(incident({ status: 'resolved' }), watch)).toMatchObject({ isClosed: true });
		const merged = incident({ severity: 'low', status: 'redirected', redirectIncidentId: '7' });
		expect(knownAfter(merged, watch)).toMatchObject({ isClosed: true, hasMatched: false });
	});

	it('merged, or cannot match → alerts are not read', () => {
		const watch = watchOf(['alertsAdded'], { query: { ...EVERYTHING, severity: ['high'] } });
		expect(mayBeReported(incident(), watch)).toBe(true);
		expect(mayBeReported(incident({ severity: 'low' }), watch)).toBe(false);
		expect(mayBeReported(incident({ redirectIncidentId: '7' }), watch)).toBe(false);
	});

	it('in settle time → all values that may change until then', () => {
		const watch = watchOf(['created'], { settleMs: 7_200_000 });
		const waits = knownAfter(incident({ createdDateTime: at('2026-11-22T02:00:00Z') }), watch);
		expect(waits.values).toMatchObject({ status: 'active', assignedTo: null, customTags: [] });
		expect(waits.values).not.toHaveProperty('alerts');
	});
});

describe('first match', () => {
	it('match after a change → created once, with its changes', () => {
		const watch = watchOf(['created', 'severityChanged'], { query: { ...EVERYTHING, severity: ['high'] } });
		const low = knownAfter(incident({ severity: 'low' }), watch);
		expect(low).toMatchObject({ canBeCreated: true, hasMatched: false });
		const raised = classifiedChange(changedIncident({ severity: 'high' }), watch, low);
		expect(raised.report).toMatchObject({
			...{ event: 'created', events: ['created', 'severityChanged', 'updated'], firstSeen: true },
			changes: { severity: { from: 'low', to: 'high' } },
		});
		expect(raised.known).toMatchObject({ canBeCreated: false, hasMatched: true });
		const again = classifiedChange(
			changedIncident({ severity: 'high', displayName: 'x' }),
			watch,
			raised.known,
		);
		expect(again.report).toBeUndefined();
	});

	it('only created chosen → created, with the change that made it match', () => {
		const watch = watchOf(['created'], { query: { ...EVERYTHING, severity: ['high'] } });
		const low = knownAfter(incident({ severity: 'low' }), watch);
		expect(classifiedChange(changedIncident({ severity: 'high' }), watch, low).report).toMatchObject({
			...{ event: 'created', changes: { severity: { from: 'low', to: 'high' } } },
		});
	});

	it('created before the horizon → no report; at the horizon → created', () => {
		const watch = watchOf(['created']);
		expect(classifiedChange(incident({ createdDateTime: HORIZON }), watch).report?.event).toBe('created');
		const older = at('2026-11-21T23:59:59.9999999Z');
		expect(classifiedChange(incident({ createdDateTime: older }), watch).report).toBeUndefined();
	});

	it('settle time → no report before its exact end', () => {
		const watch = watchOf(['created'], { settleMs: 3_600_000 });
		const waits = classifiedChange(incident({ createdDateTime: at('2026-11-22T02:00:00.0010000Z') }), watch);
		expect(waits).toMatchObject({
			report: undefined,
			known: { canBeCreated: true, dueAt: '2026-11-22T03:00:00.0010000Z' },
		});
		expect(
			classifiedChange(incident({ createdDateTime: at('2026-11-22T02:00:00Z') }), watch).report?.event,
		).toBe('created');
	});
});
