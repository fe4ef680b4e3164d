import { describe, expect, it } from 'vitest';
import { isUnhandled } from '../../../defender/trigger/classifyChange.ts';
import { createBaseline, fillKnown } from '../../../defender/trigger/lifecycle.ts';
import type { EventKind } from '../../../defender/trigger/triggerVocabulary.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { EVERYTHING, matches } from '../../../defender/incidents/query.ts';
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

const comment = (text: string) => ({ comment: text, createdByDisplayName: 'ann' });
const [a, b, c] = [alert({ id: 'a' }), alert({ id: 'b' }), alert({ id: 'c' })];
const cutAlerts = { truncated: { alerts: 'why' } };
const cutComments = { truncated: { comments: 'why' } };
const ADDED: readonly EventKind[] = ['alertsAdded', 'commented'];

describe('truncated alerts', () => {
	const whole = { alerts: [a, b] };

	eachRow<[string, Partial<Incident>]>([
		['fewer than before', { alerts: [a] }],
		['others than before', { alerts: [a, c] }],
		['more than before', { alerts: [a, b, c] }],
		['none', { alerts: [] }],
	])('fewer, more, other or no alerts → no event Alerts Added', (_, seen) => {
		const watch = watchOf(['alertsAdded']);
		const before = knownAfter(incident(whole), watch);
		expect(
			classifiedChange(changedIncident({ ...seen, ...cutAlerts }), watch, before).report,
		).toBeUndefined();
	});

	it('incident not known before → no event Alerts Added', () => {
		const old = incident({ createdDateTime: at('2026-11-21T00:00:00Z'), ...whole, ...cutAlerts });
		expect(classifiedChange(old, watchOf(['alertsAdded'])).report).toBeUndefined();
	});

	it('next read complete with one more → event, counted from the last complete list', () => {
		const watch = watchOf(['alertsAdded']);
		const first = knownAfter(incident(whole), watch);
		const cut = knownAfter(changedIncident({ alerts: [a], ...cutAlerts }), watch, first);
		const next = changedIncident({ lastUpdateDateTime: at('2026-11-22T02:40:00Z'), alerts: [a, b, c] });
		expect(classifiedChange(next, watch, cut).report).toMatchObject({
			event: 'alertsAdded',
			changes: { alerts: { from: 2, to: 3 } },
		});
		const same = changedIncident({ lastUpdateDateTime: at('2026-11-22T02:40:00Z'), ...whole });
		expect(classifiedChange(same, watch, cut).report).toBeUndefined();
	});

	it('another event → reported without Alerts Added', () => {
		const watch = watchOf(['alertsAdded', 'statusChanged']);
		const change = changedIncident({ status: 'inProgress', alerts: [a, c], ...cutAlerts });
		expect(classifiedChange(change, watch, knownAfter(incident(whole), watch)).report).toMatchObject({
			events: ['statusChanged', 'updated'],
			changes: { status: { from: 'active', to: 'inProgress' } },
		});
	});

	it('filter by a product that no read alert has → incident not excluded', () => {
		const query = { ...EVERYTHING, serviceSource: ['microsoftDefenderForIdentity'] };
		expect(matches(query, incident({ alerts: [a], ...cutAlerts }))).toBe(true);
		expect(matches(query, incident({ alerts: [a] }))).toBe(false);
	});
});

describe('truncated comments', () => {
	const two = { comments: [comment('x'), comment('y')] };
	const cut = { comments: [comment('x'), comment('y'), comment('z')], ...cutComments };

	it('more or fewer than before → no event Commented', () => {
		const watch = watchOf(ADDED);
		const before = knownAfter(incident({ alerts: [], ...two }), watch);
		for (const seen of [cut, { comments: [], ...cutComments }])
			expect(
				classifiedChange(changedIncident({ alerts: [], ...seen }), watch, before).report,
			).toBeUndefined();
		expect(
			classifiedChange(changedIncident({ alerts: [], ...two, comments: cut.comments }), watch, before).report,
		).toMatchObject({
			event: 'commented',
		});
	});

	it('truncated and complete reads with one time stamp → no change, in either order', () => {
		const watch = watchOf(['updated', 'commented']);
		const whole = knownAfter(incident(two), watch);
		expect(isUnhandled(incident(cut), whole, HORIZON)).toBe(false);
		expect(isUnhandled(incident({ ...cut, status: 'resolved', truncated: {} }), whole, HORIZON)).toBe(true);
		const partial = knownAfter(incident(cut), watch);
		expect(isUnhandled(incident(two), partial, HORIZON)).toBe(false);
		expect(isUnhandled(incident({ ...cut, comments: [] }), partial, HORIZON)).toBe(false);
		expect(isUnhandled(incident({ ...cut, status: 'resolved' }), partial, HORIZON)).toBe(true);
	});

	it('truncated, then complete → next change without a time stamp is reported', () => {
		const watch = watchOf(['updated', 'commented']);
		const open = [incident(cut)];
		const state = createBaseline({ identity: 'i', watch, start: NOW, readUpTo: NOW, openIncidents: open });
		const learned = fillKnown(state, [incident(two)], watch).knownIncidents.get('48213');
		expect(learned?.values.comments).toHaveLength(2);
		expect(learned && isUnhandled(incident({ ...two, status: 'resolved' }), learned, HORIZON)).toBe(true);
	});

	it('skip own changes → change with unknown comments is reported', () => {
		const watch = watchOf(['updated'], { ownChanges: 'skip' });
		const before = knownAfter(incident(two), watch);
		const own = { lastModifiedBy: 'API-App:n8n', status: 'resolved' };
		expect(classifiedChange(changedIncident({ ...two, ...own }), watch, before).report).toBeUndefined();
		expect(classifiedChange(changedIncident({ ...cut, ...own }), watch, before).report?.event).toBe(
			'updated',
		);
	});
});
