import { dueIds, pendingChanges, POLLS_WITHOUT_LOOK_BACK, type SweepResult } from '../../trigger/advance';
import { isCheckpointInFuture, rewind } from '../../trigger/lifecycle';
import type { Watch } from '../../trigger/watch';
import type { TriggerState } from '../../trigger/state';
import { asDefenderError } from '../../core/errors';
import { earlier, earliest, later, toMillis, type UtcInstant } from '../../core/instant';
import type { Incident } from '../../incidents/incident';
import { isMerged } from '../../incidents/merge';
import { matches } from '../../incidents/query';
import type { PollSession, ReadByIdsResult } from './pollSession';
import { OVERLAP_MS, readNewest, type IsEnough, type NewestRead } from './readNewest';

/** A poll whose backlog is longer than this also reads the look-back. */
const MAX_SKIPPED_LOOK_BACK_MS = 600_000;

/** The incidents that one poll read. */
export interface ChangesRead {
	readonly incidents: ReadonlyMap<string, Incident>;
	/** All changes before this instant were read. */
	readonly readUpTo: UtcInstant;
	readonly hasReadLookBack: boolean;
	readonly sweep: SweepResult;
	/** IDs that the service does not know. */
	readonly notFound: readonly string[];
	/** Each part that failed, and why. The next poll tries it again. */
	readonly skipped: readonly string[];
}

export interface ReadSettings {
	readonly watch: Watch;
	readonly lookBackMs: number;
	/** 0 turns sweeps off. */
	readonly sweepMs: number;
	/** Maximum number of items of one poll. A backlog is read only until it has more changes than that. */
	readonly maxPerPoll: number;
}

/**
 * Reads everything that a poll has to look at, in as few requests as possible. Only the newest changes must be read for a
 * poll to succeed. If the look-back, the sweep or single incidents cannot be read, the next poll tries again.
 * @param hostNow milliseconds on the host's clock, for the time before the first response
 * @returns the changes, and the state whose checkpoint they follow: an earlier one if the saved one is in the future
 * @throws DefenderError, `overdue` only if none of the newest changes could be read in time
 */
export async function readChanges(
	session: PollSession,
	savedState: TriggerState,
	settings: ReadSettings,
	hostNow: number,
): Promise<{ readonly state: TriggerState; readonly changes: ChangesRead }> {
	const changes = await readFromCheckpoint(session, savedState, settings, hostNow);
	const isInFuture = session.clock.isServiceTimeKnown() && isCheckpointInFuture(savedState, session.now);
	if (!isInFuture) return { state: savedState, changes };
	const state = rewind(savedState, session.now);
	return { state, changes: await readFromCheckpoint(session, state, settings, hostNow) };
}

async function readFromCheckpoint(
	session: PollSession,
	state: TriggerState,
	settings: ReadSettings,
	hostNow: number,
): Promise<ChangesRead> {
	const { watch, maxPerPoll } = settings;
	const isEnough: IsEnough = (read, readUpTo) =>
		pendingChanges(state, read.values(), readUpTo, session.now).filter(
			(incident) => isMerged(incident) || matches(watch.query, incident),
		).length > maxPerPoll;
	const newest = await readNewest(session, state, isEnough, hostNow);
	const lookBack = await readLookBack(session, state, settings, newest);
	const open = await readOpen(session, state, settings, lookBack);
	const byId = await readDueAndUnread(session, state, lookBack.readUpTo);
	await session.requireReadable();
	return {
		incidents: session.incidents,
		readUpTo: lookBack.readUpTo,
		hasReadLookBack: lookBack.hasReadLookBack,
		sweep: open.sweep,
		notFound: [...open.notFound, ...byId.notFound],
		skipped: [...lookBack.skipped, ...open.skipped, ...byId.skipped],
	};
}

interface LookBackRead extends NewestRead {
	readonly hasReadLookBack: boolean;
	readonly skipped: readonly string[];
}

/** Reads the look-back after several polls without it, and after a long backlog. */
async function readLookBack(
	session: PollSession,
	{ checkpoint, pollsSinceLookBack }: TriggerState,
	{ lookBackMs }: ReadSettings,
	newest: NewestRead,
): Promise<LookBackRead> {
	const isLongBacklog = toMillis(newest.readUpTo) - toMillis(checkpoint) > MAX_SKIPPED_LOOK_BACK_MS;
	if (!isLongBacklog && pollsSinceLookBack < POLLS_WITHOUT_LOOK_BACK)
		return { ...newest, hasReadLookBack: false, skipped: [] };
	const span = { from: earlier(checkpoint, lookBackMs), before: earlier(checkpoint, OVERLAP_MS) };
	const attempt = await tryTo('look-back', async () => await session.readUpdated(span));
	if (attempt.isDone) return { ...newest, hasReadLookBack: true, skipped: [] };
	const skipped = [attempt.reason];
	if (!isLongBacklog) return { ...newest, hasReadLookBack: false, skipped };
	// The checkpoint must not pass changes that become visible late.
	const limit = later(checkpoint, MAX_SKIPPED_LOOK_BACK_MS);
	const readUpTo = earliest(newest.readUpTo, limit);
	return { readUpTo, isComplete: false, hasReadLookBack: false, skipped };
}

interface OpenRead extends ReadByIdsResult {
	readonly sweep: SweepResult;
}

const NOT_SWEPT: OpenRead = { sweep: 'nothing', notFound: [], skipped: [] };

/** Sweeps if a sweep is due and all newest changes were read. */
async function readOpen(
	session: PollSession,
	state: TriggerState,
	{ sweepMs }: ReadSettings,
	{ readUpTo, isComplete }: NewestRead,
): Promise<OpenRead> {
	const now = session.clock.pollStart ?? readUpTo;
	const isDue = sweepMs > 0 && toMillis(state.lastSweep) + sweepMs <= toMillis(now);
	if (!isDue || !isComplete) return NOT_SWEPT;
	const attempt = await tryTo('sweep', async () => await sweep(session, state));
	return attempt.isDone ? attempt.value : { ...NOT_SWEPT, skipped: [attempt.reason] };
}

/**
 * Reads the open incidents by status, because some changes may not move the time stamp. Incidents that were open and are not
 * in the list are read by ID.
 */
async function sweep(
	session: PollSession,
	{ sweepProgress, knownIncidents }: TriggerState,
): Promise<OpenRead> {
	const readBefore = new Set(session.incidents.keys());
	const { incidents, upTo } = await session.readOpen(sweepProgress);
	// A sweep without any progress waits until it is due again. Otherwise each poll would waste as many requests.
	if (upTo === undefined && !session.clock.isTimeUp())
		return { sweep: 'all', notFound: [], skipped: ['sweep: the open incidents cannot be read in parts'] };
	if (upTo === undefined) return NOT_SWEPT;
	if (upTo !== 'all') return { ...NOT_SWEPT, sweep: { upTo } };
	// This poll read only a part of the open incidents, so it cannot know which ones are missing.
	if (sweepProgress !== undefined) return { ...NOT_SWEPT, sweep: 'all' };
	const open = new Set(incidents.map(({ id }) => id));
	const missing = [...knownIncidents].flatMap(([id, { isClosed }]) =>
		isClosed || open.has(id) || readBefore.has(id) ? [] : [id],
	);
	return { sweep: 'all', ...(await session.readByIds(missing)) };
}

/** Reads the incidents whose settle time is over, and those that could not be read so far. */
async function readDueAndUnread(
	session: PollSession,
	state: TriggerState,
	readUpTo: UtcInstant,
): Promise<ReadByIdsResult> {
	const { notFound, skipped } = await session.readByIds(dueIds(state, session.clock.pollStart ?? readUpTo));
	const attempt = await tryTo(
		'incidents that could not be read',
		async () => await session.retryUnread(state.unreadIncidents),
	);
	return { notFound, skipped: attempt.isDone ? skipped : [...skipped, attempt.reason] };
}

type Attempt<T> =
	| { readonly isDone: true; readonly value: T }
	| { readonly isDone: false; readonly reason: string };

/** Runs a part of the poll whose failure is reported but does not stop the poll. */
async function tryTo<T>(part: string, work: () => Promise<T>): Promise<Attempt<T>> {
	try {
		return { isDone: true, value: await work() };
	} catch (failure) {
		return { isDone: false, reason: `${part}: ${asDefenderError(failure).message}` };
	}
}
