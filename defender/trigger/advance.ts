import { earlier, earliest, latest, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { compareTexts } from '../incidents/order';
import { trackAcknowledgements, type AcknowledgementPoll } from './acknowledgement';
import { isUnhandled } from './classifyChange';
import { addBatch } from './recentDeliveries';
import type { KnownIncident } from './knownIncident';
import type { TriggerState } from './state';
import type { Report } from './report';

/**
 * Returns the incidents to process, oldest first: unhandled versions, and incidents whose settle time is over.
 * @param readUpTo all changes before this instant were read
 */
export function pendingChanges(
	state: TriggerState,
	read: Iterable<Incident>,
	readUpTo: UtcInstant,
	now: UtcInstant,
): readonly Incident[] {
	const dueBy = dueTime(state, now);
	return [...read]
		.filter((incident) => {
			if (incident.lastUpdateDateTime >= readUpTo) return false;
			const before = state.knownIncidents.get(incident.id);
			const isOlder = before !== undefined && incident.lastUpdateDateTime < before.lastUpdate;
			return !isOlder && (isDue(before, dueBy) || isUnhandled(incident, before, state.forgottenBefore));
		})
		.sort(compareChanges);
}

/** Maximum number of incidents that may wait for their settle time, so that the saved state keeps its size. */
export const MAX_WAITING = 150;

/**
 * Returns the instant up to which waiting incidents are due. It is later than now when too many wait, so that the oldest
 * are reported early.
 */
export function dueTime(state: TriggerState, now: UtcInstant): UtcInstant {
	const dueTimes = [...state.knownIncidents.values()].flatMap(({ dueAt }) => dueAt ?? []).sort();
	return latest(now, dueTimes[dueTimes.length - 1 - MAX_WAITING]);
}

/** Returns the IDs of incidents whose settle time is over. */
export function dueIds(state: TriggerState, now: UtcInstant): readonly string[] {
	const dueBy = dueTime(state, now);
	return [...state.knownIncidents].flatMap(([id, known]) => (isDue(known, dueBy) ? [id] : []));
}

function isDue(known: KnownIncident | undefined, dueBy: UtcInstant): boolean {
	return known?.dueAt !== undefined && known.dueAt <= dueBy;
}

const DAY_MS = 86_400_000;

/** How far a sweep got: all open incidents were read, or those created before an instant, or none. */
export type SweepResult = 'all' | 'nothing' | { readonly upTo: UtcInstant };

/** A poll that has read, decided and delivered. */
export interface HandledPoll extends AcknowledgementPoll {
	/** All changes before this instant were read. */
	readonly readUpTo: UtcInstant;
	/** The oldest change that is left for the next poll. */
	readonly firstPending: Incident | undefined;
	readonly hasReadLookBack: boolean;
	readonly sweep: SweepResult;
	/** IDs that the service does not know. */
	readonly notFound: readonly string[];
	readonly stillToRedeliver: readonly Report[];
}

/** Returns the state after a poll. If changes are left, the next poll reads the whole look-back again. */
export function advanceState(state: TriggerState, poll: HandledPoll): TriggerState {
	const { readUpTo, firstPending, now } = poll;
	const isComplete = firstPending === undefined;
	const reports = [...poll.redelivered, ...poll.decisions.flatMap(({ report }) => report ?? [])];
	return {
		...state,
		revision: state.revision + 1,
		checkpoint: latest(state.checkpoint, earliest(readUpTo, firstPending?.lastUpdateDateTime)),
		// The changes that are left may include some that only the sweep found.
		...(isComplete ? sweepAfter(state, poll) : {}),
		pollsSinceLookBack: isComplete ? countPolls(state, poll) : POLLS_WITHOUT_LOOK_BACK,
		knownIncidents: trackAcknowledgements(state.knownIncidents, knownAfter(state, poll), poll),
		recentDeliveries: addBatch(state.recentDeliveries, { at: now, reports }),
		redelivery: redeliveryAfter(state, poll),
		remark: reports.length === 0 ? state.remark : undefined,
	};
}

/** Number of consecutive polls that read only the newest changes. The next one reads the whole look-back. */
export const POLLS_WITHOUT_LOOK_BACK = 9;

function countPolls({ pollsSinceLookBack }: TriggerState, { hasReadLookBack }: HandledPoll): number {
	return hasReadLookBack ? 0 : pollsSinceLookBack + 1;
}

function sweepAfter(
	{ lastSweep, sweepProgress }: TriggerState,
	{ sweep, now }: HandledPoll,
): Pick<TriggerState, 'lastSweep' | 'sweepProgress'> {
	if (sweep === 'all') return { lastSweep: now, sweepProgress: undefined };
	return { lastSweep, sweepProgress: sweep === 'nothing' ? sweepProgress : sweep.upTo };
}

function knownAfter(
	{ knownIncidents }: TriggerState,
	{ decisions, notFound, readUpTo }: HandledPoll,
): TriggerState['knownIncidents'] {
	const known = new Map(knownIncidents);
	for (const id of notFound) {
		const before = known.get(id);
		if (before !== undefined) known.set(id, markNotFound(before, readUpTo));
	}
	for (const { incident, known: after } of decisions) known.set(incident.id, after);
	return known;
}

function redeliveryAfter(
	{ redelivery }: TriggerState,
	{ stillToRedeliver }: HandledPoll,
): TriggerState['redelivery'] {
	if (redelivery === undefined || stillToRedeliver.length === 0) return undefined;
	return { ...redelivery, reports: stillToRedeliver };
}

/** The service returns neither of two incidents while it merges them, so one that is not found may return within a day. */
function markNotFound(known: KnownIncident, readUpTo: UtcInstant): KnownIncident {
	const { dueAt, ...others } = known;
	if (dueAt === undefined || dueAt <= earlier(readUpTo, DAY_MS)) return { ...others, isClosed: true };
	return { ...known, isClosed: true };
}

function compareChanges(a: Incident, b: Incident): number {
	return (
		compareTexts(a.lastUpdateDateTime, b.lastUpdateDateTime) ||
		a.id.length - b.id.length ||
		compareTexts(a.id, b.id)
	);
}
