import { describe, expect, it } from 'vitest';
import { createBaseline } from '../../../defender/trigger/lifecycle.ts';
import type { KnownIncident } from '../../../defender/trigger/knownIncident.ts';
import type { TriggerState } from '../../../defender/trigger/state.ts';
import {
	advanceState,
	dueIds,
	MAX_WAITING,
	pendingChanges,
	POLLS_WITHOUT_LOOK_BACK,
	type HandledPoll,
} from '../../../defender/trigger/advance.ts';
import type { UtcInstant } from '../../../defender/core/instant.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { knownAfter, watchOf } from '../../support/classifiedChange.mts';
import { timeAfterStart, MINUTE, incidentAt, createdReport } from '../../support/triggerTimes.mts';

const DAY = 86_400_000;

const watch = watchOf(['created', 'updated']);
const fresh = createBaseline({
	identity: 'tenant',
	watch,
	start: timeAfterStart(0),
	readUpTo: timeAfterStart(0),
	openIncidents: [],
});
const handled = (id: string, age: number, more: Partial<KnownIncident> = {}): [string, KnownIncident] => [
	id,
	{ ...knownAfter(incidentAt(id, age), watch), ...more },
];
const holding = (...known: (readonly [string, KnownIncident])[]): TriggerState => ({
	...fresh,
	knownIncidents: new Map(known),
});

describe('pending changes', () => {
	const ids = (state: TriggerState, read: readonly Incident[], to: UtcInstant, now: UtcInstant) =>
		pendingChanges(state, read, to, now).map(({ id }) => id);

	it('several changes → by time, then by ID', () => {
		const read = [
			incidentAt('20', 2),
			incidentAt('3', 2),
			incidentAt('101', 1),
			incidentAt('19', 2),
			incidentAt('4', 3),
		];
		expect(ids(fresh, read, timeAfterStart(9), timeAfterStart(9))).toEqual(['101', '3', '19', '20', '4']);
		expect(ids(fresh, [...read].reverse(), timeAfterStart(9), timeAfterStart(9))).toEqual([
			'101',
			'3',
			'19',
			'20',
			'4',
		]);
	});

	it('changes after the checkpoint read → left out', () => {
		expect(
			ids(
				fresh,
				[incidentAt('1', 4), incidentAt('2', 5), incidentAt('3', 6)],
				timeAfterStart(5),
				timeAfterStart(9),
			),
		).toEqual(['1']);
	});

	it('version already handled, or older → left out', () => {
		const state = holding(handled('1', 4), handled('2', 4), handled('3', 4));
		const read = [
			incidentAt('1', 4),
			{ ...incidentAt('2', 3), status: 'resolved' as const },
			incidentAt('3', 5),
		];
		expect(ids(state, read, timeAfterStart(9), timeAfterStart(9))).toEqual(['3']);
	});

	it('settle time over, no newer change → included', () => {
		const state = holding(
			...[handled('1', 4, { dueAt: timeAfterStart(20) }), handled('2', 4, { dueAt: timeAfterStart(21) })],
			handled('3', 4, { dueAt: timeAfterStart(20) }),
		);
		const read = [incidentAt('1', 4), incidentAt('2', 4), incidentAt('3', 3)];
		expect(ids(state, read, timeAfterStart(9), timeAfterStart(20))).toEqual(['1']);
		expect(dueIds(state, timeAfterStart(20))).toEqual(['1', '3']);
		expect(dueIds(holding(handled('1', 4)), timeAfterStart(20))).toEqual([]);
	});

	it('too many incidents in settle time → oldest included early', () => {
		const waiting = Array.from({ length: MAX_WAITING + 2 }, (_, place) => {
			// Newest first, because their order in the state does not matter.
			const due = timeAfterStart((MAX_WAITING + 2 - place) * MINUTE);
			return handled(`${place}`, 1, { dueAt: due });
		});
		expect(dueIds(holding(...waiting.slice(2)), timeAfterStart(0))).toEqual([]);
		expect(dueIds(holding(...waiting), timeAfterStart(0))).toEqual([`${MAX_WAITING}`, `${MAX_WAITING + 1}`]);
	});
});

describe('state after a poll', () => {
	const earlierReport = createdReport('1');
	const ending: HandledPoll = {
		...{
			readUpTo: timeAfterStart(10),
			now: timeAfterStart(12),
			decisions: [],
			firstPending: undefined,
			hasReadLookBack: false,
			sweep: 'nothing',
			notFound: [],
		},
		...{ redelivered: [], stillToRedeliver: [], postponed: [] },
		...{ acknowledgement: undefined, incidents: new Map() },
	};
	const after = (more: Partial<HandledPoll> = {}, state: TriggerState = fresh) =>
		advanceState(state, { ...ending, ...more });

	it('any poll → higher revision, checkpoint never earlier', () => {
		expect(after()).toMatchObject({
			revision: 2,
			checkpoint: timeAfterStart(10),
			pollsSinceLookBack: 1,
			recentDeliveries: [],
		});
		expect(after({ readUpTo: timeAfterStart(-1) })).toMatchObject({ checkpoint: timeAfterStart(0) });
	});

	it('change left pending → checkpoint before it, look-back next', () => {
		expect(after({ firstPending: incidentAt('1', 5) })).toMatchObject({
			checkpoint: timeAfterStart(5),
			pollsSinceLookBack: POLLS_WITHOUT_LOOK_BACK,
		});
		expect(after({ firstPending: incidentAt('1', 11) })).toMatchObject({
			checkpoint: timeAfterStart(10),
			pollsSinceLookBack: POLLS_WITHOUT_LOOK_BACK,
		});
		expect(after({ firstPending: incidentAt('1', -5) })).toMatchObject({ checkpoint: timeAfterStart(0) });
	});

	it('look-back read → counter reset; not read → counter increased', () => {
		expect(after({ hasReadLookBack: true }, { ...fresh, pollsSinceLookBack: 7 })).toMatchObject({
			pollsSinceLookBack: 0,
		});
		expect(after({}, { ...fresh, pollsSinceLookBack: 7 })).toMatchObject({ pollsSinceLookBack: 8 });
	});

	it('sweep → progress saved, unless a pending change may belong to it', () => {
		const state = { ...fresh, lastSweep: timeAfterStart(1), sweepProgress: timeAfterStart(2) };
		expect(after({ sweep: 'all' }, state)).toMatchObject({
			lastSweep: timeAfterStart(12),
			sweepProgress: undefined,
		});
		expect(after({ sweep: 'nothing' }, state)).toMatchObject({
			lastSweep: timeAfterStart(1),
			sweepProgress: timeAfterStart(2),
		});
		expect(after({ sweep: { upTo: timeAfterStart(3) } }, state)).toMatchObject({
			lastSweep: timeAfterStart(1),
			sweepProgress: timeAfterStart(3),
		});
		expect(after({ sweep: 'all', firstPending: incidentAt('1', 5) }, state)).toMatchObject({
			lastSweep: timeAfterStart(1),
			sweepProgress: timeAfterStart(2),
		});
	});

	it('decisions → known incidents updated', () => {
		const [id, known] = handled('1', 4);
		expect(
			after({ decisions: [{ incident: incidentAt('1', 4), known, report: undefined }] }).knownIncidents,
		).toEqual(new Map([[id, known]]));
	});

	it('deliveries and redeliveries → saved as one batch', () => {
		const [, known] = handled('2', 4);
		const second = createdReport('2');
		const judged = [{ incident: incidentAt('2', 4), known, report: second }];
		expect(after({ redelivered: [earlierReport], decisions: judged })).toMatchObject({
			recentDeliveries: [{ at: timeAfterStart(12), reports: [earlierReport, second] }],
		});
	});

	it('first item → remark removed', () => {
		const state: TriggerState = { ...fresh, remark: 'forgot' };
		expect(after({}, state).remark).toBe('forgot');
		expect(after({ redelivered: [earlierReport] }, state).remark).toBeUndefined();
	});

	it('redelivery incomplete → kept with its time; complete → removed', () => {
		const state: TriggerState = { ...fresh, redelivery: { at: timeAfterStart(3), reports: [earlierReport] } };
		expect(after({ stillToRedeliver: [earlierReport] }, state).redelivery).toEqual({
			at: timeAfterStart(3),
			reports: [earlierReport],
		});
		expect(after({}, state).redelivery).toBeUndefined();
		expect(after({ stillToRedeliver: [earlierReport] }).redelivery).toBeUndefined();
	});

	it('incidents not found → closed, and created again within a day if in settle time', () => {
		const waits = handled('2', 4, { dueAt: timeAfterStart(10 - DAY + 1) });
		const waited = handled('3', 4, { dueAt: timeAfterStart(10 - DAY), canBeCreated: true });
		const { knownIncidents: known } = after(
			{ notFound: ['1', '2', '3', 'never seen'] },
			holding(handled('1', 4), waits, waited),
		);
		expect([...known.keys()]).toEqual(['1', '2', '3']);
		expect(known.get('1')).toEqual({ ...handled('1', 4)[1], isClosed: true });
		expect(known.get('2')).toEqual({ ...waits[1], isClosed: true });
		const { dueAt: due, ...rest } = waited[1];
		expect(due).toBeDefined();
		expect(known.get('3')).toEqual({ ...rest, isClosed: true });
	});
});
