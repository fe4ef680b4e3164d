import type { IncidentSource } from '../../api/securityApi';
import {
	adoptFilters,
	fillKnown,
	isCheckpointInFuture,
	rewind,
	scheduleRedelivery,
	type LostDeliveries,
} from '../../trigger/lifecycle';
import { writeState, type Remark, type StoredState, type TriggerState } from '../../trigger/state';
import type { ActiveSituation } from '../../trigger/pollSituation';
import { advanceState, pendingChanges } from '../../trigger/advance';
import { MAX_UNREAD, newlyUnread, updateUnread } from '../../trigger/unreadIncidents';
import type { Host } from '../../core/host';
import { earlier, type UtcInstant } from '../../core/instant';
import { malformedForNow } from '../../core/sentences/malformedText';
import { REMARKS } from './pollText';
import type { Incident } from '../../incidents/incident';
import { isMerged } from '../../incidents/merge';
import { matches } from '../../incidents/query';
import { PollClock } from './pollClock';
import { PollSession } from './pollSession';
import { readBaseline, readLookBackBaseline, type BaselineSettings } from './readBaseline';
import { readChanges, type ChangesRead } from './readChanges';
import { reportChanges, type Delivery, type ReportSettings } from './reportChanges';
import { NO_REDELIVERY, redeliver } from './redeliver';

export interface PollSettings extends ReportSettings, BaselineSettings {
	/** 0 turns sweeps off. */
	readonly sweepMs: number;
	/** The instant from which a first poll reports changes; undefined for now. */
	readonly startFrom: UtcInstant | undefined;
}

/** What n8n and earlier polls determine about a poll. */
export interface PollContext {
	readonly situation: ActiveSituation;
	/** n8n's time limit for the poll. */
	readonly budgetMs: number;
}

export interface PollResult {
	readonly state: StoredState;
	readonly deliveries: readonly Delivery[];
	/** For the log. */
	readonly summary: Readonly<Record<string, number | string>>;
	/** For the log: parts that failed without stopping the poll. */
	readonly warnings: readonly string[];
	/** Whether n8n no longer waits for this poll, so that its result must not be kept. */
	readonly isAbandoned: boolean;
}

/** One poll with its settings. */
interface Poll {
	readonly session: PollSession;
	readonly settings: PollSettings;
	/** Milliseconds on the host's clock at the start of the poll. */
	readonly hostNow: number;
}

/**
 * Reads what changed since the last poll and decides what to report. The new state is valid only if it is saved together with
 * the deliveries.
 * @throws DefenderError, and then the saved state is still valid
 */
export async function pollIncidents(
	source: IncidentSource,
	host: Host,
	settings: PollSettings,
	{ situation, budgetMs }: PollContext,
): Promise<PollResult> {
	const session = new PollSession(new PollClock(source, host, budgetMs));
	const poll = { session, settings, hostNow: host.now() };
	switch (situation.kind) {
		case 'firstPoll':
			return baselineResult(poll, await readBaseline(session, settings, settings.startFrom), []);
		case 'reset': {
			const baseline = await readBaseline(session, settings, undefined);
			const state: TriggerState = { ...baseline, revision: situation.revision, remark: 'reset' };
			return baselineResult(poll, state, [REMARKS.reset]);
		}
		case 'restarted':
			return await continuePoll(poll, await readLookBackBaseline(session, settings), undefined);
		default:
			return await continuePoll(poll, adoptFilters(situation.state, settings.watch), situation.lost);
	}
}

/** Reads and reports the changes since the checkpoint of a state. */
async function continuePoll(
	poll: Poll,
	savedState: TriggerState,
	lost: LostDeliveries | undefined,
): Promise<PollResult> {
	const { session, settings } = poll;
	const { watch, lookBackMs, maxPerPoll } = settings;
	const { state: stateRead, changes } = await readFromCheckpoint(poll, savedState);
	session.clock.startReporting();
	const now = session.now;
	const filled = fillKnown(stateRead, changes.incidents.values(), watch);
	const state = lost === undefined ? filled : scheduleRedelivery(filled, lost, now, lookBackMs);
	const redelivery =
		state.redelivery === undefined
			? NO_REDELIVERY
			: await redeliver(session, settings, state.redelivery, now);
	const pending = pendingChanges(state, changes.incidents.values(), changes.readUpTo, now);
	const room = maxPerPoll - redelivery.deliveries.length;
	const report = await reportChanges(session, settings, state, pending, now, room);
	const after = advanceState(
		{ ...state, unreadIncidents: unreadAfter(session, state, now) },
		{
			...changes,
			now,
			decisions: report.decisions,
			firstPending: pending[report.decisions.length],
			redelivered: redelivery.deliveries.map((delivery) => delivery.report),
			stillToRedeliver: redelivery.stillToRedeliver,
		},
	);
	return toResult(poll, after, {
		deliveries: withNotices([...redelivery.deliveries, ...report.deliveries], state.remark, after),
		summary: {
			window: `${state.checkpoint} to ${changes.readUpTo}`,
			read: changes.incidents.size,
			known: after.knownIncidents.size,
			changed: pending.length,
			reported: report.deliveries.length,
			redelivered: redelivery.deliveries.length,
		},
		warnings: [
			...malformedWarnings(session, state),
			...changes.skipped,
			...redelivery.skipped,
			...report.notes,
		],
	});
}

/** Reads the changes. If the service's time shows that the checkpoint is in the future, reads again from an earlier one. */
async function readFromCheckpoint(
	poll: Poll,
	savedState: TriggerState,
): Promise<{ readonly state: TriggerState; readonly changes: ChangesRead }> {
	const { session } = poll;
	const changes = await readWithin(poll, savedState);
	const now = session.now;
	if (!session.clock.isServiceTimeKnown() || !isCheckpointInFuture(savedState, now))
		return { state: savedState, changes };
	const state = rewind(savedState, now);
	return { state, changes: await readWithin(poll, state) };
}

/** Reads a backlog only until it has more changes than one poll may report. */
async function readWithin({ session, settings, hostNow }: Poll, state: TriggerState): Promise<ChangesRead> {
	const { lookBackMs, sweepMs, maxPerPoll, watch } = settings;
	const isEnough = (read: ReadonlyMap<string, Incident>, readUpTo: UtcInstant) =>
		pendingChanges(state, read.values(), readUpTo, session.now).filter(
			(incident) => isMerged(incident) || matches(watch.query, incident),
		).length > maxPerPoll;
	return await readChanges(session, state, { lookBackMs, sweepMs, isEnough }, hostNow);
}

function unreadAfter(
	{ malformed, incidents }: PollSession,
	{ unreadIncidents }: TriggerState,
	now: UtcInstant,
): TriggerState['unreadIncidents'] {
	const isOver = (id: string) => incidents.has(id) || malformed.isMissing(id);
	const wasTried = (id: string) => malformed.hasFailed(id);
	return updateUnread(unreadIncidents, { now, malformed: malformed.unread, wasTried, isOver });
}

function malformedWarnings({ malformed }: PollSession, { unreadIncidents }: TriggerState): readonly string[] {
	const newly = newlyUnread(unreadIncidents, malformed.unread);
	return newly.length === 0 ? [] : [malformedForNow(newly)];
}

/** Adds to the first item what the user has to know about the trigger itself. */
function withNotices(
	deliveries: readonly Delivery[],
	remark: Remark | undefined,
	{ unreadIncidents }: TriggerState,
): readonly Delivery[] {
	const [first, ...others] = deliveries;
	if (first === undefined) return [];
	const incidents = unreadIncidents.filter(({ isReported }) => !isReported);
	const isComplete = unreadIncidents.length < MAX_UNREAD;
	return [{ ...first, remark, unread: { incidents, isComplete } }, ...others];
}

function baselineResult(poll: Poll, state: TriggerState, warnings: readonly string[]): PollResult {
	const summary = { started: 1, known: state.knownIncidents.size };
	return toResult(poll, state, { deliveries: [], summary, warnings });
}

function toResult(
	{ session, settings }: Poll,
	state: TriggerState,
	result: Pick<PollResult, 'deliveries' | 'summary' | 'warnings'>,
): PollResult {
	const hasItems = result.deliveries.length > 0;
	const unreadIncidents = state.unreadIncidents.map((one) => ({
		...one,
		isReported: one.isReported || hasItems,
	}));
	const lookBackFrom = earlier(state.checkpoint, settings.lookBackMs);
	return {
		...result,
		state: writeState({ ...state, unreadIncidents }, lookBackFrom),
		isAbandoned: session.clock.isAbandoned(),
	};
}
