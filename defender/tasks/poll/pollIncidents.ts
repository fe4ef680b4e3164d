import type { IncidentSource } from '../../api/securityApi';
import { adoptFilters, fillKnown, scheduleRedelivery, type LostDeliveries } from '../../trigger/lifecycle';
import { writeState, type Remark, type StoredState, type TriggerState } from '../../trigger/state';
import type { ActiveSituation } from '../../trigger/pollSituation';
import { advanceState } from '../../trigger/advance';
import { MAX_UNREAD, newlyUnread, updateUnread } from '../../trigger/unreadIncidents';
import type { Host } from '../../core/host';
import { earlier, type UtcInstant } from '../../core/instant';
import { malformedForNow } from '../../core/sentences/malformedText';
import { REMARKS, type PollSummary } from './pollText';
import { emitChanges, type EmittedChanges } from './emitChanges';
import { PollClock } from './pollClock';
import { PollSession } from './pollSession';
import { readBaseline, readLookBackBaseline, type BaselineSettings } from './readBaseline';
import { readChanges, type ChangesRead, type ReadSettings } from './readChanges';
import type { Delivery } from './reportChanges';
import type { UnacknowledgedSettings } from './redeliverUnacknowledged';

export interface PollSettings extends UnacknowledgedSettings, BaselineSettings, ReadSettings {
	/** The instant from which a first poll reports changes; undefined for now. */
	readonly startFrom: UtcInstant | undefined;
}

/** The circumstances of a poll. */
export interface PollContext {
	readonly situation: ActiveSituation;
	/** n8n's time limit for the poll. */
	readonly budgetMs: number;
}

export interface PollResult {
	readonly state: StoredState;
	readonly deliveries: readonly Delivery[];
	/** Service time in milliseconds. */
	readonly deliveredAt: number;
	/** For the log. */
	readonly summary: PollSummary;
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
 * Reads the changes since the last poll and decides which to report. The new state is valid only if it is saved together with
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
	const { state: stateRead, changes } = await readChanges(session, savedState, settings, poll.hostNow);
	session.clock.startReporting();
	const { now } = session;
	const filled = fillKnown(stateRead, changes.incidents.values(), settings.watch);
	const state = lost === undefined ? filled : scheduleRedelivery(filled, lost, now, settings.lookBackMs);
	const emitted = await emitChanges(session, settings, state, changes);
	const { redelivery, unacknowledged, report, pending } = emitted;
	const again = [...redelivery.deliveries, ...unacknowledged.deliveries];
	const unreadIncidents = unreadAfter(session, state);
	const after = advanceState(
		{ ...state, unreadIncidents },
		{
			...changes,
			now,
			acknowledgement: settings.acknowledgement,
			decisions: report.decisions,
			firstPending: pending[report.decisions.length],
			redelivered: again.map((delivery) => delivery.report),
			postponed: unacknowledged.postponed,
			stillToRedeliver: redelivery.stillToRedeliver,
		},
	);
	return toResult(poll, after, {
		deliveries: withNotices([...again, ...report.deliveries], state.remark, after),
		summary: summaryOf(state, changes, emitted, after),
		warnings: [
			...malformedWarnings(session, state),
			...changes.skipped,
			...redelivery.skipped,
			...unacknowledged.skipped,
			...report.notes,
		],
	});
}

function summaryOf(
	before: TriggerState,
	changes: ChangesRead,
	{ redelivery, unacknowledged, report, pending }: EmittedChanges,
	after: TriggerState,
): PollResult['summary'] {
	return {
		window: `${before.checkpoint} to ${changes.readUpTo}`,
		read: changes.incidents.size,
		known: after.knownIncidents.size,
		changed: pending.length,
		delivered: report.deliveries.length,
		redelivered: redelivery.deliveries.length + unacknowledged.deliveries.length,
		left: pending.length - report.decisions.length,
	};
}

function unreadAfter(
	{ malformed, incidents, now }: PollSession,
	{ unreadIncidents }: TriggerState,
): TriggerState['unreadIncidents'] {
	const isOver = (id: string) => incidents.has(id) || malformed.isMissing(id);
	const wasTried = (id: string) => malformed.hasFailed(id);
	return updateUnread(unreadIncidents, { now, malformed: malformed.unread, wasTried, isOver });
}

function malformedWarnings({ malformed }: PollSession, { unreadIncidents }: TriggerState): readonly string[] {
	const newly = newlyUnread(unreadIncidents, malformed.unread);
	return newly.length === 0 ? [] : [malformedForNow(newly)];
}

/** Adds the notices about the trigger itself to the first item. */
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
		deliveredAt: session.clock.serviceTime(),
		summary: { ...result.summary, requests: session.clock.requests },
		state: writeState({ ...state, unreadIncidents }, lookBackFrom),
		isAbandoned: session.clock.isAbandoned(),
	};
}
