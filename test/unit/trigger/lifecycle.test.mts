import { describe, expect, it } from 'vitest';
import {
	startState,
	isAheadOf,
	fillKnown,
	scheduleRedelivery,
	rewind,
} from '../../../defender/trigger/lifecycle.ts';
import type { TriggerState } from '../../../defender/trigger/state.ts';
import { SHALLOW_POLLS } from '../../../defender/trigger/advance.ts';
import { instantFromMillis } from '../../../defender/core/instant.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { watching } from './judging.mts';
import { at, HOUR, MINUTE, one, toldOf } from './moments.mts';

const watch = watching(['statusChanged'], { query: { ...EVERYTHING, severity: ['high'] } });
const LONG_AGO = instantFromMillis(0);

describe('a trigger that begins', () => {
	const beginning = { identity: 'tenant', watch, start: at(0), to: at(5), open: [] };

	it('has handled what lies before its start, and before the end of what has happened', () => {
		expect(startState(beginning)).toMatchObject({ revision: 1, floor: at(0), horizon: at(0), swept: at(5) });
		expect(startState({ ...beginning, start: at(9) })).toMatchObject({ floor: at(5), horizon: at(9) });
	});

	it('knows the open incidents from before, and is to read the rest of them', () => {
		const open = [
			...[one('1', -1), one('2', 0), one('3', 1)],
			...[one('4', -1, { redirectIncidentId: '1', status: 'redirected' }), one('5', -1, { severity: 'low' })],
			one('6', -1, { status: 'resolved' }),
		];
		const { known, ...state } = startState({ ...beginning, open, openUpTo: at(-1) });
		expect(state).toMatchObject({ swept: LONG_AGO, sweptTo: at(-1) });
		expect([...known.keys()]).toEqual(['1', '5', '6']);
		expect(known.get('1')).toMatchObject({
			...{ stamp: at(-1), nth: 0, isOpen: false, hasMatched: true, isClosed: false },
			values: { status: 'active' },
		});
		expect(known.get('5')).toMatchObject({ hasMatched: false });
		expect(known.get('6')).toMatchObject({ isClosed: true });
	});
});

describe('what is learned from incidents that are as they were', () => {
	const state: TriggerState = startState({
		identity: 'tenant',
		watch,
		start: at(0),
		to: at(0),
		open: [one('1', -1)],
	});

	it('is nothing where no event needs what was before', () => {
		expect(fillKnown(state, [one('2', -1)], watching(['created']))).toBe(state);
	});

	it('are the values that were not watched so far', () => {
		const { known } = fillKnown(state, [one('1', -1), one('2', -1), one('3', 1)], watching(['assigned']));
		expect(known.get('1')?.values).toEqual({ status: 'active', assignedTo: null });
		expect(known.get('2')?.values).toEqual({ assignedTo: null });
		// It is new, and is told of.
		expect(known.has('3')).toBe(false);
	});

	it('is nothing from an older version, nor from a merged one', () => {
		const before = { ...state, known: new Map(state.known).set('1', { ...firstOf(state), stamp: at(-1) }) };
		const older = one('1', -2, { assignedTo: 'ann' });
		const merged = one('2', -1, { redirectIncidentId: '1', status: 'redirected' });
		const { known } = fillKnown(before, [older, merged], watching(['assigned']));
		expect(known).toEqual(before.known);
	});
});

function firstOf(state: TriggerState) {
	const [known] = state.known.values();
	if (known === undefined) throw new Error('Nothing is known.');
	return known;
}

describe('a time that was told wrongly', () => {
	const state: TriggerState = {
		...startState({ identity: 'tenant', watch, start: at(0), to: at(0), open: [] }),
		...{ floor: at(20 * MINUTE), swept: at(15 * MINUTE) },
	};

	it.each([
		{ now: 10 * MINUTE - 1, isAhead: true },
		{ now: 10 * MINUTE, isAhead: false },
	])('is one more than ten minutes ahead of the next one ($now ms: $isAhead)', ({ now, isAhead }) => {
		expect(isAheadOf(state, at(now))).toBe(isAhead);
	});

	it('is set back, with all that was judged by it', () => {
		expect(rewind(state, at(5 * MINUTE))).toMatchObject({
			...{ floor: at(5 * MINUTE), swept: at(5 * MINUTE), horizon: at(0), shallow: SHALLOW_POLLS },
		});
		const wrong = { ...state, horizon: at(20 * MINUTE) };
		expect(rewind(wrong, at(5 * MINUTE))).toMatchObject({ horizon: at(5 * MINUTE) });
		// A start in the future is the user's.
		const later = { ...state, horizon: at(30 * MINUTE) };
		expect(rewind(later, at(5 * MINUTE))).toMatchObject({ horizon: at(30 * MINUTE) });
		expect(rewind(state, at(18 * MINUTE))).toMatchObject({ swept: at(15 * MINUTE) });
	});
});

describe('what n8n may have lost', () => {
	const batch = (age: number, ...ids: string[]) => ({ at: at(age), told: ids.map(toldOf) });
	const state: TriggerState = {
		...startState({ identity: 'tenant', watch, start: at(0), to: at(0), open: [] }),
		inFlight: [batch(0, '1'), batch(MINUTE, '2', '3')],
	};
	const ids = ({ again }: TriggerState) => again?.told.map(({ id }) => id);

	it('is to be told again, with what still is from before', () => {
		const before = { ...state, again: batch(-1, '0', '2') };
		const after = scheduleRedelivery(before, { what: 'inFlight', agoMs: 0 }, at(2 * MINUTE), HOUR);
		expect(after).toMatchObject({ inFlight: [], again: { at: at(2 * MINUTE) } });
		expect(ids(after)).toEqual(['0', '2', '1', '3']);
	});

	it('may be the newest batch alone, however old', () => {
		const after = scheduleRedelivery(state, { what: 'newestBatch' }, at(100 * HOUR), HOUR);
		expect(after.inFlight).toEqual([batch(0, '1')]);
		expect(ids(after)).toEqual(['2', '3']);
	});

	it('is given up when it is older than the look-back', () => {
		const last = MINUTE + HOUR;
		expect(ids(scheduleRedelivery(state, { what: 'inFlight', agoMs: 0 }, at(last), HOUR))).toEqual([
			'1',
			'2',
			'3',
		]);
		expect(scheduleRedelivery(state, { what: 'inFlight', agoMs: 0 }, at(last + 1), HOUR)).toMatchObject({
			inFlight: [],
		});
		expect(
			ids(scheduleRedelivery(state, { what: 'inFlight', agoMs: 0 }, at(last + 1), HOUR)),
		).toBeUndefined();
		expect(ids(scheduleRedelivery(state, { what: 'inFlight', agoMs: 1 }, at(last + 1), HOUR))).toEqual([
			'1',
			'2',
			'3',
		]);
	});

	it('is nothing where nothing was handed over', () => {
		const empty = { ...state, inFlight: [] };
		expect(scheduleRedelivery(empty, { what: 'inFlight', agoMs: 0 }, at(0), HOUR)).toBe(empty);
		expect(scheduleRedelivery(empty, { what: 'newestBatch' }, at(0), HOUR)).toBe(empty);
	});
});
