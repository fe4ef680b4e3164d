import { describe, expect, it } from 'vitest';
import {
	createBaseline,
	isCheckpointInFuture,
	fillKnown,
	scheduleRedelivery,
	rewind,
} from '../../../defender/trigger/lifecycle.ts';
import type { TriggerState } from '../../../defender/trigger/state.ts';
import { POLLS_WITHOUT_LOOK_BACK } from '../../../defender/trigger/advance.ts';
import { instantFromMillis } from '../../../defender/core/instant.ts';
import { EVERYTHING } from '../../../defender/incidents/query.ts';
import { watchOf } from '../../support/classifiedChange.mts';
import { timeAfterStart, HOUR, MINUTE, incidentAt, createdReport } from '../../support/triggerTimes.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const watch = watchOf(['statusChanged'], { query: { ...EVERYTHING, severity: ['high'] } });
const LONG_AGO = instantFromMillis(0);

describe('baseline', () => {
	const beginning = {
		identity: 'tenant',
		watch,
		start: timeAfterStart(0),
		readUpTo: timeAfterStart(5),
		openIncidents: [],
	};

	it('start in the past or future → checkpoint at the earlier, horizon at the start', () => {
		expect(createBaseline(beginning)).toMatchObject({
			revision: 1,
			checkpoint: timeAfterStart(0),
			forgottenBefore: timeAfterStart(0),
			lastSweep: timeAfterStart(5),
		});
		expect(createBaseline({ ...beginning, start: timeAfterStart(9) })).toMatchObject({
			checkpoint: timeAfterStart(5),
			forgottenBefore: timeAfterStart(9),
		});
	});

	it('open incidents → older ones known, rest still to be read', () => {
		const open = [
			...[incidentAt('1', -1), incidentAt('2', 0), incidentAt('3', 1)],
			...[
				incidentAt('4', -1, { redirectIncidentId: '1', status: 'redirected' }),
				incidentAt('5', -1, { severity: 'low' }),
			],
			incidentAt('6', -1, { status: 'resolved' }),
		];
		const { knownIncidents: known, ...state } = createBaseline({
			...beginning,
			openIncidents: open,
			openUpTo: timeAfterStart(-1),
		});
		expect(state).toMatchObject({ lastSweep: LONG_AGO, sweepProgress: timeAfterStart(-1) });
		expect([...known.keys()]).toEqual(['1', '5', '6']);
		expect(known.get('1')).toMatchObject({
			...{
				lastUpdate: timeAfterStart(-1),
				sequence: 0,
				canBeCreated: false,
				hasMatched: true,
				isClosed: false,
			},
			values: { status: 'active' },
		});
		expect(known.get('5')).toMatchObject({ hasMatched: false });
		expect(known.get('6')).toMatchObject({ isClosed: true });
	});
});

describe('known values filled in', () => {
	const state: TriggerState = createBaseline({
		identity: 'tenant',
		watch,
		start: timeAfterStart(0),
		readUpTo: timeAfterStart(0),
		openIncidents: [incidentAt('1', -1)],
	});

	it('no event needs prior values → state unchanged', () => {
		expect(fillKnown(state, [incidentAt('2', -1)], watchOf(['created']))).toBe(state);
	});

	it('unchanged incidents → newly watched values added', () => {
		const { knownIncidents: known } = fillKnown(
			state,
			[incidentAt('1', -1), incidentAt('2', -1), incidentAt('3', 1)],
			watchOf(['assigned']),
		);
		expect(known.get('1')?.values).toEqual({ status: 'active', assignedTo: null });
		expect(known.get('2')?.values).toEqual({ assignedTo: null });
		// It is new and will be reported.
		expect(known.has('3')).toBe(false);
	});

	it('older version or merged incident → nothing', () => {
		const before = {
			...state,
			known: new Map(state.knownIncidents).set('1', { ...firstOf(state), lastUpdate: timeAfterStart(-1) }),
		};
		const older = incidentAt('1', -2, { assignedTo: 'ann' });
		const merged = incidentAt('2', -1, { redirectIncidentId: '1', status: 'redirected' });
		const { knownIncidents: known } = fillKnown(before, [older, merged], watchOf(['assigned']));
		expect(known).toEqual(before.known);
	});
});

function firstOf(state: TriggerState) {
	const [known] = state.knownIncidents.values();
	if (known === undefined) throw new Error('Nothing is known.');
	return known;
}

describe('checkpoint in the future', () => {
	const state: TriggerState = {
		...createBaseline({
			identity: 'tenant',
			watch,
			start: timeAfterStart(0),
			readUpTo: timeAfterStart(0),
			openIncidents: [],
		}),
		...{ checkpoint: timeAfterStart(20 * MINUTE), lastSweep: timeAfterStart(15 * MINUTE) },
	};

	eachRow([
		{ now: 10 * MINUTE - 1, isAhead: true },
		{ now: 10 * MINUTE, isAhead: false },
	])('more than ten minutes ahead → detected', ({ now, isAhead }) => {
		expect(isCheckpointInFuture(state, timeAfterStart(now))).toBe(isAhead);
	});

	it('rewound → times derived from it set back, chosen start kept', () => {
		expect(rewind(state, timeAfterStart(5 * MINUTE))).toMatchObject({
			...{
				checkpoint: timeAfterStart(5 * MINUTE),
				lastSweep: timeAfterStart(5 * MINUTE),
				forgottenBefore: timeAfterStart(0),
				pollsSinceLookBack: POLLS_WITHOUT_LOOK_BACK,
			},
		});
		const wrong = { ...state, forgottenBefore: timeAfterStart(20 * MINUTE) };
		expect(rewind(wrong, timeAfterStart(5 * MINUTE))).toMatchObject({
			forgottenBefore: timeAfterStart(5 * MINUTE),
		});
		// A start in the future is the user's.
		const later = { ...state, forgottenBefore: timeAfterStart(30 * MINUTE) };
		expect(rewind(later, timeAfterStart(5 * MINUTE))).toMatchObject({
			forgottenBefore: timeAfterStart(30 * MINUTE),
		});
		expect(rewind(state, timeAfterStart(18 * MINUTE))).toMatchObject({
			lastSweep: timeAfterStart(15 * MINUTE),
		});
	});
});

describe('scheduled redelivery', () => {
	const batch = (age: number, ...ids: string[]) => ({
		at: timeAfterStart(age),
		reports: ids.map(createdReport),
	});
	const state: TriggerState = {
		...createBaseline({
			identity: 'tenant',
			watch,
			start: timeAfterStart(0),
			readUpTo: timeAfterStart(0),
			openIncidents: [],
		}),
		recentDeliveries: [batch(0, '1'), batch(MINUTE, '2', '3')],
	};
	const ids = ({ redelivery: again }: TriggerState) => again?.reports.map(({ id }) => id);

	it('recent batches lost → added after those already scheduled', () => {
		const before = { ...state, redelivery: batch(-1, '0', '2') };
		const after = scheduleRedelivery(before, { which: 'recent', agoMs: 0 }, timeAfterStart(2 * MINUTE), HOUR);
		expect(after).toMatchObject({ recentDeliveries: [], redelivery: { at: timeAfterStart(2 * MINUTE) } });
		expect(ids(after)).toEqual(['0', '2', '1', '3']);
	});

	it('newest batch lost → only that one, any age', () => {
		const after = scheduleRedelivery(state, { which: 'newest' }, timeAfterStart(100 * HOUR), HOUR);
		expect(after.recentDeliveries).toEqual([batch(0, '1')]);
		expect(ids(after)).toEqual(['2', '3']);
	});

	it('older than the look-back → dropped', () => {
		const last = MINUTE + HOUR;
		expect(ids(scheduleRedelivery(state, { which: 'recent', agoMs: 0 }, timeAfterStart(last), HOUR))).toEqual(
			['1', '2', '3'],
		);
		expect(
			scheduleRedelivery(state, { which: 'recent', agoMs: 0 }, timeAfterStart(last + 1), HOUR),
		).toMatchObject({
			recentDeliveries: [],
		});
		expect(
			ids(scheduleRedelivery(state, { which: 'recent', agoMs: 0 }, timeAfterStart(last + 1), HOUR)),
		).toBeUndefined();
		expect(
			ids(scheduleRedelivery(state, { which: 'recent', agoMs: 1 }, timeAfterStart(last + 1), HOUR)),
		).toEqual(['1', '2', '3']);
	});

	it('no delivery → state unchanged', () => {
		const empty = { ...state, recentDeliveries: [] };
		expect(scheduleRedelivery(empty, { which: 'recent', agoMs: 0 }, timeAfterStart(0), HOUR)).toBe(empty);
		expect(scheduleRedelivery(empty, { which: 'newest' }, timeAfterStart(0), HOUR)).toBe(empty);
	});
});
