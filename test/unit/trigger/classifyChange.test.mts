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

describe('a change', () => {
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
		'is told as $event with $changes, and to nobody who did not ask',
		({ event, to, changes }) => {
			const first = incident({ alerts: [alert({ id: 'a' })] });
			for (const asked of EACH) {
				const watch = watchOf([asked]);
				const before = knownAfter(first, watch);
				const { report: told } = classifiedChange(
					changedIncident({ alerts: first.alerts, ...to }),
					watch,
					before,
				);
				if (asked === event) {
					expect(told).toMatchObject({ event, changes, firstSeen: false });
					expect(told?.events).toEqual([event, 'updated']);
					expect(told).not.toHaveProperty('priorStateUnknown');
				} else if (asked === 'updated') {
					expect(told?.event).toBe('updated');
				} else expect(told).toBeUndefined();
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
	])('of %s is none of the events but "updated"', (_, from: Partial<Incident>, to: Partial<Incident>) => {
		const first = { alerts: [], ...from };
		const watch = watchOf(['tagged', 'commented', 'alertsAdded', 'assigned']);
		const before = knownAfter(incident(first), watch);
		expect(classifiedChange(changedIncident({ ...first, ...to }), watch, before).report).toBeUndefined();
		const all = watchOf(['updated']);
		expect(
			classifiedChange(changedIncident({ ...first, ...to }), all, knownAfter(incident(first), all)).report
				?.event,
		).toBe('updated');
	});

	it('names the most telling event that was asked for, and lists all in their order', () => {
		const watch = watchOf(['updated', 'statusChanged', 'assigned']);
		const before = knownAfter(incident(), watch);
		const { report: told } = classifiedChange(
			changedIncident({ status: 'inProgress', assignedTo: 'ann' }),
			watch,
			before,
		);
		expect(told).toMatchObject({ event: 'assigned', events: ['assigned', 'statusChanged', 'updated'] });
	});

	it('of an unknown incident is doubtful only where something can have come', () => {
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

describe('what is taken away', () => {
	it('is a change, but no alert and no comment was added', () => {
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

describe('what is known afterwards', () => {
	it('is whether it is closed, and whether it has ever matched', () => {
		const watch = watchOf(['updated'], { query: { ...EVERYTHING, severity: ['high'] } });
		expect(knownAfter(incident(), watch)).toMatchObject({ isClosed: false, hasMatched: true });
		expect(knownAfter(incident({ status: 'resolved' }), watch)).toMatchObject({ isClosed: true });
		const merged = incident({ severity: 'low', status: 'redirected', redirectIncidentId: '7' });
		expect(knownAfter(merged, watch)).toMatchObject({ isClosed: true, hasMatched: false });
	});

	it('decides whether alerts are read at all: not for merged incidents, nor for those that cannot match', () => {
		const watch = watchOf(['alertsAdded'], { query: { ...EVERYTHING, severity: ['high'] } });
		expect(mayBeReported(incident(), watch)).toBe(true);
		expect(mayBeReported(incident({ severity: 'low' }), watch)).toBe(false);
		expect(mayBeReported(incident({ redirectIncidentId: '7' }), watch)).toBe(false);
	});

	it('of one that waits is all that may change until then', () => {
		const watch = watchOf(['created'], { settleMs: 7_200_000 });
		const waits = knownAfter(incident({ createdDateTime: at('2026-11-22T02:00:00Z') }), watch);
		expect(waits.values).toMatchObject({ status: 'active', assignedTo: null, customTags: [] });
		expect(waits.values).not.toHaveProperty('alerts');
	});
});

describe('the first match', () => {
	it('is created, also when it comes by a change, and only once', () => {
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

	it('tells what made the incident match, though no event asks for it', () => {
		const watch = watchOf(['created'], { query: { ...EVERYTHING, severity: ['high'] } });
		const low = knownAfter(incident({ severity: 'low' }), watch);
		expect(classifiedChange(changedIncident({ severity: 'high' }), watch, low).report).toMatchObject({
			...{ event: 'created', changes: { severity: { from: 'low', to: 'high' } } },
		});
	});

	it('is none for an incident created before the horizon, and is one at the very horizon', () => {
		const watch = watchOf(['created']);
		expect(classifiedChange(incident({ createdDateTime: HORIZON }), watch).report?.event).toBe('created');
		const older = at('2026-11-21T23:59:59.9999999Z');
		expect(classifiedChange(incident({ createdDateTime: older }), watch).report).toBeUndefined();
	});

	it('waits until it has settled, to the moment', () => {
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
