import { earlier, earliest, EPOCH, latest, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { isMerged } from '../incidents/merge';
import { matches } from '../incidents/query';
import { reportsIn } from './recentDeliveries';
import { isSameVersion, isUnhandled } from './classifyChange';
import type { KnownIncident } from './knownIncident';
import { hashWatch, watchedFields, type Watch } from './watch';
import { fingerprintOf, isPartialFingerprint, pickFields, snapshotOf } from './snapshot';
import type { TriggerState } from './state';
import { POLLS_WITHOUT_LOOK_BACK } from './advance';

/** Maximum difference between the clocks of the service's hosts. */
const MAX_CLOCK_DIFFERENCE_MS = 600_000;

/** The data of a baseline. */
export interface BaselineInput {
	readonly identity: string;
	readonly watch: Watch;
	/** The trigger reports incidents and changes from this instant on. */
	readonly start: UtcInstant;
	/** All changes before this instant were read. */
	readonly readUpTo: UtcInstant;
	/** The incidents open now, so that their first change is reported with the previous values. */
	readonly openIncidents: readonly Incident[];
	/** `openIncidents` contains all that were created before this instant; undefined if it contains all. */
	readonly openUpTo?: UtcInstant | undefined;
}

/** Returns the baseline: the state saved at activation, before anything was reported. */
export function createBaseline(input: BaselineInput): TriggerState {
	const { identity, watch, start, readUpTo, openIncidents, openUpTo } = input;
	const checkpoint = earliest(start, readUpTo);
	const known = openIncidents
		.filter((incident) => !isMerged(incident) && incident.lastUpdateDateTime < checkpoint)
		.map((incident): [string, KnownIncident] => [incident.id, toKnown(incident, watch)]);
	return {
		revision: 1,
		identity,
		watchHash: hashWatch(watch),
		checkpoint,
		forgottenBefore: start,
		lastSweep: openUpTo === undefined ? readUpTo : EPOCH,
		sweepProgress: openUpTo,
		pollsSinceLookBack: 0,
		knownIncidents: new Map(known),
		recentDeliveries: [],
		unreadIncidents: [],
	};
}

/**
 * Returns the state for changed Filters or Events. An incident read before does not become `created` only because it matches
 * the new filters. The next poll sweeps, to read the values that were not watched so far.
 */
export function adoptFilters(state: TriggerState, watch: Watch): TriggerState {
	const watchHash = hashWatch(watch);
	if (state.watchHash === watchHash) return state;
	const known = [...state.knownIncidents].map(([id, one]): [string, KnownIncident] => {
		return [id, one.dueAt === undefined ? { ...one, canBeCreated: false } : one];
	});
	return {
		...state,
		watchHash,
		forgottenBefore: latest(state.forgottenBefore, state.unmatchedForgottenBefore),
		knownIncidents: new Map(known),
		lastSweep: EPOCH,
		sweepProgress: undefined,
	};
}

/**
 * Fills in the unknown values of incidents that have not changed: those last changed before the trigger started, and those
 * for which other events were watched so far. Nothing is reported, but the next change is reported with previous values.
 */
export function fillKnown(state: TriggerState, read: Iterable<Incident>, watch: Watch): TriggerState {
	const watched = watchedFields(watch);
	if (watched.size === 0) return state;
	const knownIncidents = new Map(state.knownIncidents);
	for (const incident of read) {
		const before = knownIncidents.get(incident.id);
		if (isMerged(incident) || isUnhandled(incident, before, state.forgottenBefore)) continue;
		if (before === undefined) knownIncidents.set(incident.id, toKnown(incident, watch));
		else if (isSameVersion(incident, before)) {
			const values = { ...pickFields(snapshotOf(incident), watched), ...before.values };
			const isPartial = isPartialFingerprint(before.fingerprint);
			const fingerprint = isPartial ? fingerprintOf(incident) : before.fingerprint;
			knownIncidents.set(incident.id, { ...before, fingerprint, values });
		}
	}
	return { ...state, knownIncidents };
}

/** Which deliveries n8n may have lost. */
export type LostDeliveries =
	/** The newest one, because the workflow may have been deactivated during its poll. */
	| { readonly which: 'newest' }
	/** All recent ones, because the n8n process that ran their workflows ended. The next one started `agoMs` ago. */
	| { readonly which: 'recent'; readonly agoMs: number };

/** A killed n8n often starts again at once, while Look Back may be shorter. */
const MIN_REDELIVERY_AGE_MS = 900_000;

/**
 * Returns the state in which the lost deliveries are scheduled to be emitted again. Recent deliveries are skipped if n8n
 * started long enough after them that their workflows had most likely finished.
 */
export function scheduleRedelivery(
	state: TriggerState,
	lost: LostDeliveries,
	now: UtcInstant,
	lookBackMs: number,
): TriggerState {
	const from = lost.which === 'recent' ? 0 : Math.max(0, state.recentDeliveries.length - 1);
	const batches = state.recentDeliveries.slice(from);
	const newest = batches[batches.length - 1];
	if (newest === undefined) return state;
	const recentDeliveries = state.recentDeliveries.slice(0, from);
	const maxAgeMs = Math.max(MIN_REDELIVERY_AGE_MS, lookBackMs);
	const isFinished = lost.which === 'recent' && newest.at < earlier(now, maxAgeMs + lost.agoMs);
	if (isFinished) return { ...state, recentDeliveries };
	const scheduled = state.redelivery === undefined ? [] : [state.redelivery];
	const redelivery = { at: now, reports: reportsIn([...scheduled, ...batches]) };
	return { ...state, recentDeliveries, redelivery };
}

/** Whether the checkpoint is so far ahead of the service's time that an earlier poll must have received a wrong time. */
export function isCheckpointInFuture(state: TriggerState, serviceTime: UtcInstant): boolean {
	return earlier(state.checkpoint, MAX_CLOCK_DIFFERENCE_MS) > serviceTime;
}

/** Moves the checkpoint back. The look-back is read again, and the known incidents prevent duplicate deliveries. */
export function rewind(state: TriggerState, checkpoint: UtcInstant): TriggerState {
	const { forgottenBefore } = state;
	// A later `forgottenBefore` is a Start From in the future.
	const isStartAhead = forgottenBefore > state.checkpoint;
	return {
		...state,
		checkpoint,
		forgottenBefore: isStartAhead ? forgottenBefore : earliest(forgottenBefore, checkpoint),
		lastSweep: earliest(state.lastSweep, checkpoint),
		pollsSinceLookBack: POLLS_WITHOUT_LOOK_BACK,
	};
}

function toKnown(incident: Incident, watch: Watch): KnownIncident {
	return {
		lastUpdate: incident.lastUpdateDateTime,
		fingerprint: fingerprintOf(incident),
		sequence: 0,
		canBeCreated: false,
		hasMatched: matches(watch.query, incident),
		isClosed: incident.status === 'resolved',
		values: pickFields(snapshotOf(incident), watchedFields(watch)),
	};
}
