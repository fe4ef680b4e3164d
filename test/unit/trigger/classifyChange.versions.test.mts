import { describe, expect, it } from 'vitest';
import { deliveryIdOf, isUnhandled } from '../../../defender/trigger/classifyChange.ts';
import { at, incident } from '../../support/incidents.mts';
import {
	HORIZON,
	classifiedChange,
	knownAfter,
	changedIncident,
	watchOf,
} from '../../support/classifiedChange.mts';

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
});
