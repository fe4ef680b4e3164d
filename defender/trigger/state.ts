import { isUtcInstant, nextMillisecond, latest, type UtcInstant } from '../core/instant';
import { isRecord } from '../core/isRecord';
import {
	packBatch,
	packBatches,
	readBatch,
	readBatches,
	type Batch,
	type StoredBatch,
} from './recentDeliveries';
import { readKnown, type KnownIncident, type StoredIncident } from './knownIncident';
import { packToFit } from './packToFit';
import { readUnread, type UnreadIncident } from './unreadIncidents';

/** The state that a trigger saves between polls. It is replaced as a whole, never changed in place. */
export interface TriggerState {
	/** Increases with every saved poll. Of two overlapping polls, the later one finds it changed and is discarded. */
	readonly revision: number;
	/** Hash of API, host, tenant and client. State saved under another identity is discarded. */
	readonly identity: string;
	/** Hash of Filters and Events. */
	readonly watchHash: string;
	/** All changes before this instant are processed. */
	readonly checkpoint: UtcInstant;
	/**
	 * An incident that changed before this instant and is not in `knownIncidents` was reported and then forgotten, or
	 * changed before the trigger started.
	 */
	readonly forgottenBefore: UtcInstant;
	/** Incidents that never matched the filters and changed before this instant may have been forgotten. */
	readonly unmatchedForgottenBefore?: UtcInstant | undefined;
	/** When the last sweep was completed. */
	readonly lastSweep: UtcInstant;
	/** A sweep of many incidents takes several polls. Those created before this instant are read. */
	readonly sweepProgress?: UtcInstant | undefined;
	/** Number of polls since one read the whole look-back. */
	readonly pollsSinceLookBack: number;
	readonly knownIncidents: ReadonlyMap<string, KnownIncident>;
	/** The last batches, oldest first. They are lost if n8n is killed before it has processed them. */
	readonly recentDeliveries: readonly Batch[];
	/** Reports that n8n may have lost and that are to be delivered again, with the time of this finding. */
	readonly redelivery?: Batch | undefined;
	readonly unreadIncidents: readonly UnreadIncident[];
	/** A notice about the trigger itself for the next item. */
	readonly remark?: Remark | undefined;
}

const remarks = ['reset', 'forgot', 'forgotAwaited'] as const;
/** Why the trigger may report fewer changes than expected. */
export type Remark = (typeof remarks)[number];

/** The state as plain JSON in the node's static data. */
export interface StoredState
	extends Omit<TriggerState, 'knownIncidents' | 'recentDeliveries' | 'redelivery'> {
	readonly version: 1;
	readonly knownIncidents: readonly StoredIncident[];
	readonly recentDeliveries: readonly StoredBatch[];
	readonly redelivery?: StoredBatch | undefined;
}

/**
 * Maximum JSON length of the state. n8n saves the state with every delivery, and n8n 1.x also copies it into executions,
 * because they contain the workflow with its static data.
 */
export const MAX_STATE = 64_000;

/** No service reports a later time. With such a checkpoint no change would ever be new. */
const LATEST_CHECKPOINT = '9999-01-01';

/** @returns undefined for a damaged state, and for one of another version */
export function readState(stored: unknown): TriggerState | undefined {
	if (!isRecord(stored) || stored['version'] !== 1) return undefined;
	const { revision, identity, watchHash, checkpoint, forgottenBefore, lastSweep } = stored;
	const { pollsSinceLookBack, knownIncidents } = stored;
	if (typeof identity !== 'string' || typeof watchHash !== 'string') return undefined;
	if (!isCount(revision) || !isCount(pollsSinceLookBack) || !Array.isArray(knownIncidents)) return undefined;
	if (!isInstant(checkpoint) || checkpoint >= LATEST_CHECKPOINT) return undefined;
	if (!isInstant(forgottenBefore) || !isInstant(lastSweep)) return undefined;
	// Unlike `map`, this also visits the holes that a damaged list may have.
	const known = Array.from(knownIncidents, readKnown);
	if (!known.every((one): one is readonly [string, KnownIncident] => one !== undefined)) return undefined;
	return {
		revision,
		identity,
		watchHash,
		checkpoint,
		forgottenBefore,
		unmatchedForgottenBefore: instantOrNone(stored['unmatchedForgottenBefore']),
		lastSweep,
		sweepProgress: instantOrNone(stored['sweepProgress']),
		pollsSinceLookBack,
		knownIncidents: new Map(known),
		recentDeliveries: readBatches(stored['recentDeliveries']),
		redelivery: readBatch(stored['redelivery']),
		unreadIncidents: readUnread(stored['unreadIncidents']),
		remark: remarks.find((remark) => remark === stored['remark']),
	};
}

/**
 * Returns the state as plain JSON of at most {@link MAX_STATE} characters. If it is longer, incidents are saved in compact
 * form, least useful first. If that is not enough, they are forgotten in the same order. Forgetting one that has matched moves
 * `forgottenBefore`, so that it is never reported as new. One that never matched is new as soon as it matches.
 * @param lookBackFrom incidents changed since then are forgotten last, because the look-back reads them again
 */
export function writeState(state: TriggerState, lookBackFrom: UtcInstant): StoredState {
	const withoutKnown: StoredState = {
		...state,
		version: 1,
		knownIncidents: [],
		recentDeliveries: packBatches(state.recentDeliveries),
		redelivery: state.redelivery && packBatch(state.redelivery),
	};
	const room = MAX_STATE - JSON.stringify(withoutKnown).length - SPARE;
	const { stored, forgotten } = packToFit(state.knownIncidents, room, lookBackFrom);
	return {
		...withoutKnown,
		...(forgotten.length === 0 ? {} : horizonsAfter(state, forgotten, lookBackFrom)),
		knownIncidents: stored,
	};
}

/** Returns the instants and the remark that forgetting these incidents changes. */
function horizonsAfter(
	state: TriggerState,
	forgotten: readonly KnownIncident[],
	lookBackFrom: UtcInstant,
): Pick<TriggerState, 'forgottenBefore' | 'unmatchedForgottenBefore' | 'remark'> {
	let { forgottenBefore, unmatchedForgottenBefore, remark } = state;
	for (const known of forgotten) {
		const after = nextMillisecond(known.lastUpdate);
		if (known.hasMatched) forgottenBefore = latest(forgottenBefore, after);
		else unmatchedForgottenBefore = latest(after, unmatchedForgottenBefore);
		if (known.hasMatched && known.lastUpdate >= lookBackFrom) remark = 'forgot';
	}
	if (forgotten.some(({ awaited }) => awaited !== undefined)) remark = 'forgotAwaited';
	return { forgottenBefore, unmatchedForgottenBefore, remark };
}

/** Room for the instants and the remark that are added when incidents are forgotten. */
const SPARE = 200;

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function isInstant(value: unknown): value is UtcInstant {
	return typeof value === 'string' && isUtcInstant(value);
}

function instantOrNone(value: unknown): UtcInstant | undefined {
	return isInstant(value) ? value : undefined;
}
