import { describe, expect, it } from 'vitest';
import {
	determineSituation,
	isOlderState,
	type SituationInput,
	type UnconfirmedDelivery,
} from '../../../defender/trigger/pollSituation.ts';
import { readState } from '../../../defender/trigger/state.ts';
import { stateOf } from '../../support/exclusiveTrigger.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const SAVING = 10_000;
const STARTED = 1_000_000;
const NOW = STARTED + 60_000;

/** A poll of a trigger whose process has neither polled nor failed yet. */
const input = (more: Partial<SituationInput> = {}): SituationInput => ({
	...{ saved: undefined, thisProcess: { startedAt: STARTED }, nodeName: 'a', identity: 'tenant' },
	...{ isRestart: false, redeliver: 'recent', now: NOW },
	...more,
});

const unconfirmed = (more: Partial<UnconfirmedDelivery> = {}): UnconfirmedDelivery => ({
	...{ revision: 9, start: { saved: stateOf(8), loss: 'none' }, nodeName: 'a' },
	deliveredAt: NOW - SAVING,
	...more,
});

/** A process whose last poll left revision 9. */
const polled = (delivery?: UnconfirmedDelivery): SituationInput['thisProcess'] => ({
	...{ startedAt: STARTED, lastState: stateOf(9) },
	...(delivery === undefined ? {} : { unconfirmed: delivery }),
});

const withState = (kind: string, revision: number, lost: unknown = undefined) => ({
	...{ kind, state: readState(stateOf(revision)), lost },
	start: { saved: stateOf(revision) },
});

const RECENT = { which: 'recent', agoMs: NOW - STARTED };

describe('situation of a poll', () => {
	eachRow<[string, Partial<SituationInput>, object]>([
		[
			'no state, activated by the user',
			{},
			{ kind: 'firstPoll', start: { saved: undefined, loss: 'recent' } },
		],
		['no state, activated at the start of n8n', { isRestart: true }, { kind: 'restarted' }],
		['damaged state', { saved: { ...stateOf(7), checkpoint: 'x' } }, { kind: 'reset', revision: 1 }],
		[
			'state of another tenant',
			{ saved: stateOf(7), identity: 'other' },
			{ kind: 'reset', revision: 8, start: { saved: stateOf(7) } },
		],
		[
			'state of another tenant, at the start of n8n',
			{ saved: stateOf(7), identity: 'other', isRestart: true },
			{ kind: 'reset', revision: 8 },
		],
		['first poll of the process', { saved: stateOf(7) }, withState('resumed', 7, RECENT)],
		[
			'first poll of the process, redelivery off',
			{ saved: stateOf(7), redeliver: 'never' },
			withState('resumed', 7),
		],
		[
			'first poll after a failed one that read a newer state',
			{ saved: stateOf(3), thisProcess: { startedAt: STARTED, firstSaved: stateOf(7) } },
			withState('resumed', 7, RECENT),
		],
		[
			'host clock set back since the process started',
			{ saved: stateOf(7), now: STARTED - 1 },
			withState('resumed', 7, { which: 'recent', agoMs: 0 }),
		],
		['nothing unconfirmed', { saved: stateOf(9), thisProcess: polled() }, withState('continues', 9)],
		[
			'nothing unconfirmed, an older state saved',
			{ saved: stateOf(3), thisProcess: polled() },
			withState('continues', 9),
		],
		[
			'nothing unconfirmed, a newer state saved by another process',
			{ saved: stateOf(20), thisProcess: polled() },
			withState('continues', 20),
		],
		[
			'delivery unconfirmed, node renamed',
			{ nodeName: 'b', thisProcess: polled(unconfirmed()) },
			withState('renamed', 9, { which: 'newest' }),
		],
		[
			'delivery unconfirmed, node renamed, redelivery off',
			{ nodeName: 'b', redeliver: 'never', thisProcess: polled(unconfirmed()) },
			withState('renamed', 9, { which: 'newest' }),
		],
		[
			'delivery unconfirmed since less than ten seconds',
			{ saved: stateOf(8), thisProcess: polled(unconfirmed({ deliveredAt: NOW - SAVING + 1 })) },
			{ kind: 'stillStoring' },
		],
		[
			'delivery unconfirmed since ten seconds',
			{ saved: stateOf(8), thisProcess: polled(unconfirmed()) },
			withState('dropped', 8),
		],
		[
			'dropped delivery of a poll that redelivered',
			{
				saved: stateOf(8),
				thisProcess: polled(unconfirmed({ start: { saved: stateOf(8), loss: 'newest' } })),
			},
			withState('dropped', 8, { which: 'newest' }),
		],
		[
			'dropped delivery of a poll without a state',
			{ thisProcess: polled(unconfirmed({ start: { saved: undefined, loss: 'recent' } })) },
			{ kind: 'firstPoll' },
		],
	])('each saved state and process → its situation', (_, more, expected) => {
		const situation = determineSituation(input(more));
		expect(situation).toMatchObject(expected);
		if ('lost' in expected) expect(situation).toHaveProperty('lost', expected.lost);
	});

	it('delivery unconfirmed, another tenant → reset without waiting', () => {
		const thisProcess = polled(unconfirmed({ deliveredAt: NOW }));
		const situation = determineSituation(input({ saved: stateOf(8), thisProcess, identity: 'other' }));
		expect(situation).toMatchObject({ kind: 'reset', revision: 10 });
	});
});

describe('age of a saved state', () => {
	eachRow([
		['older', stateOf(7), stateOf(8), true],
		['equal', stateOf(8), stateOf(8), false],
		['newer', stateOf(9), stateOf(8), false],
		['none', undefined, stateOf(1), true],
		['none, compared with none', undefined, undefined, false],
		['damaged', 'text', stateOf(8), false],
		['with a revision that is not a number', { revision: '1' }, stateOf(8), false],
		['compared with none', stateOf(1), undefined, false],
	])('lower revision, or none → older; damaged → not older', (_, saved, other, isOlder) => {
		expect(isOlderState(saved, other)).toBe(isOlder);
	});
});
