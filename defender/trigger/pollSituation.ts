import { isRecord } from '../core/isRecord';
import type { LostDeliveries } from './lifecycle';
import { readState, type StoredState, type TriggerState } from './state';
import type { RedeliverMode } from './triggerVocabulary';

/**
 * The record of one trigger in this n8n process. The saved state alone is not enough: n8n 2.41.1 saves it under the node's
 * name, which may change, and drops a delivery with its state if the workflow was deactivated during the poll.
 */
export interface TriggerProcess {
	/** Host time of the first poll, which may have failed. */
	readonly startedAt: number;
	/** The saved state that the first poll read; removed once a poll has succeeded. */
	firstSaved?: unknown;
	/** The state after the last successful poll. */
	lastState?: StoredState;
	/** The newest delivery, until n8n is known to have processed it. */
	unconfirmed?: UnconfirmedDelivery;
}

/** A delivery that n8n may still be saving, or may have dropped. */
export interface UnconfirmedDelivery {
	/** Revision of the state that n8n saves with it. */
	readonly revision: number;
	/** The start of its poll. */
	readonly start: PollStart;
	readonly nodeName: string;
	/** Host time. */
	readonly deliveredAt: number;
}

/** The start of a poll: a saved state, and the deliveries that n8n may have lost since. */
export interface PollStart {
	/** A saved state, which may be damaged; undefined if there is none. */
	readonly saved: unknown;
	readonly loss: 'none' | LostDeliveries['which'];
}

/** Everything that decides the situation of a poll. */
export interface SituationInput {
	/** The state that n8n has saved under the node's name; undefined if there is none. */
	readonly saved: unknown;
	readonly thisProcess: TriggerProcess;
	readonly nodeName: string;
	/** Hash of API, host, tenant and client of this poll. */
	readonly identity: string;
	/** Whether n8n activated the workflow at its own start. */
	readonly isRestart: boolean;
	readonly redeliver: RedeliverMode;
	/** Host time. */
	readonly now: number;
}

/** The situation of a poll that continues with a saved state. */
export interface ResumableSituation {
	readonly kind: 'resumed' | 'continues' | 'renamed' | 'dropped';
	readonly start: PollStart;
	readonly state: TriggerState;
	readonly lost: LostDeliveries | undefined;
}

/** The situation of a poll that is carried out. */
export type ActiveSituation =
	| { readonly kind: 'firstPoll' | 'restarted'; readonly start: PollStart }
	| { readonly kind: 'reset'; readonly start: PollStart; readonly revision: number }
	| ResumableSituation;

export type PollSituation = { readonly kind: 'stillStoring' } | ActiveSituation;

/** Maximum time that n8n needs to save a delivery with its state. */
const SAVING_MS = 10_000;

/**
 * Determines the situation of a poll.
 *
 * | Kind           | Condition                                  | State used            | Start             | Redelivery        | Remark  |
 * | -------------- | ------------------------------------------ | --------------------- | ----------------- | ----------------- | ------- |
 * | `firstPoll`    | no state; the user activated the workflow  | new baseline          | Start From or now | none              | none    |
 * | `restarted`    | no state; n8n activated it at its start    | empty baseline        | now − Look Back   | none              | none    |
 * | `reset`        | state damaged or of another identity       | new baseline          | now               | none              | `reset` |
 * | `resumed`      | first poll of this process                 | saved (1)             | checkpoint        | all recent (2)    | none    |
 * | `continues`    | n8n processed the newest delivery          | newer of saved, last  | checkpoint        | none              | none    |
 * | `renamed`      | node renamed, newest delivery unconfirmed  | last of this process  | checkpoint        | newest delivery   | none    |
 * | `dropped`      | n8n dropped the newest delivery            | of the dropped poll   | checkpoint        | of that poll      | none    |
 * | `stillStoring` | newest delivery is less than 10 s old      | none; no poll is run  |                   |                   |         |
 *
 * (1) Or the state that an earlier, failed poll of this process read, if it is newer. (2) Unless Redeliver is `never`.
 * The last five kinds need a usable state. Without one, the first three apply, but a poll is still skipped in `stillStoring`.
 */
export function determineSituation(input: SituationInput): PollSituation {
	const source = chooseStart(input);
	if (source.kind === 'stillStoring') return source;
	const { kind, start } = source;
	if (start.saved === undefined) return { kind: input.isRestart ? 'restarted' : 'firstPoll', start };
	const state = readState(start.saved);
	if (state?.identity !== input.identity)
		return { kind: 'reset', start, revision: (state?.revision ?? 0) + 1 };
	return { kind, start, state, lost: lostDeliveries(start, input) };
}

type StartChoice =
	| { readonly kind: 'stillStoring' }
	| { readonly kind: ResumableSituation['kind']; readonly start: PollStart };

function chooseStart(input: SituationInput): StartChoice {
	const { saved, thisProcess, nodeName, identity, now } = input;
	const { firstSaved, lastState, unconfirmed } = thisProcess;
	if (lastState === undefined) {
		const newest = isOlderState(saved, firstSaved) ? firstSaved : saved;
		return { kind: 'resumed', start: { saved: newest, loss: 'recent' } };
	}
	if (unconfirmed === undefined || lastState.identity !== identity) {
		// n8n does not save the state of a poll without items, and may have saved an earlier one under another name.
		const newest = isOlderState(saved, lastState) ? lastState : saved;
		return { kind: 'continues', start: { saved: newest, loss: 'none' } };
	}
	// Under another name, nothing shows whether n8n processed the delivery.
	if (unconfirmed.nodeName !== nodeName)
		return { kind: 'renamed', start: { saved: lastState, loss: 'newest' } };
	if (now < unconfirmed.deliveredAt + SAVING_MS) return { kind: 'stillStoring' };
	return { kind: 'dropped', start: unconfirmed.start };
}

function lostDeliveries(
	{ loss }: PollStart,
	{ thisProcess, redeliver, now }: SituationInput,
): LostDeliveries | undefined {
	if (loss === 'newest') return { which: 'newest' };
	if (loss === 'none' || redeliver === 'never') return undefined;
	return { which: 'recent', agoMs: Math.max(0, now - thisProcess.startedAt) };
}

/** Whether a saved state is older than another one. A damaged state is not, so that the trigger is reset with a remark. */
export function isOlderState(saved: unknown, other: unknown): boolean {
	const revision = saved === undefined ? 0 : revisionOf(saved);
	return revision !== undefined && revision < (revisionOf(other) ?? 0);
}

/** @returns undefined for anything that is not a state */
export function revisionOf(saved: unknown): number | undefined {
	const revision = isRecord(saved) ? saved['revision'] : undefined;
	return typeof revision === 'number' ? revision : undefined;
}
