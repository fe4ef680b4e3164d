import { earlier, earliest, instantFromMillis, later, latest, type UtcInstant } from '../../core/instant';
import type { Incident } from '../../incidents/incident';
import type { TriggerState } from '../../trigger/state';
import type { PollSession } from './pollSession';

/** Each poll reads the changes of the last minutes again, because some become visible late. */
export const OVERLAP_MS = 120_000;
/** A backlog is read in parts of this length, so that a poll that runs out of time has completed some. */
const PART_MS = 3_600_000;

/** How far the newest changes were read. */
export interface NewestRead {
	/** All changes before this instant were read. */
	readonly readUpTo: UtcInstant;
	/** Whether there is no later change. */
	readonly isComplete: boolean;
}

/** Whether enough changes before an instant were read to stop reading a backlog. */
export type IsEnough = (read: ReadonlyMap<string, Incident>, readUpTo: UtcInstant) => boolean;

/**
 * Reads the changes since shortly before the checkpoint.
 * @param hostNow milliseconds on the host's clock, for the time before the first response
 * @throws DefenderError, `overdue` only if no change could be read in time
 */
export async function readNewest(
	session: PollSession,
	state: TriggerState,
	isEnough: IsEnough,
	hostNow: number,
): Promise<NewestRead> {
	const { clock } = session;
	const read = await readParts(session, state.checkpoint, isEnough, hostNow);
	if (!read.isComplete || clock.isServiceTimeKnown()) return read;
	// Without the service's time, only the time stamps of incidents show how far the list reaches.
	return { readUpTo: latest(state.checkpoint, session.afterLastChange), isComplete: true };
}

/** Reads part after part until all changes are read, the time is up, or enough changes are found. */
async function readParts(
	session: PollSession,
	checkpoint: UtcInstant,
	isEnough: IsEnough,
	hostNow: number,
): Promise<NewestRead> {
	const { clock, incidents } = session;
	let partMs = PART_MS;
	let readUpTo = checkpoint;
	for (let from = earlier(checkpoint, OVERLAP_MS); ; from = readUpTo) {
		const partEnd = later(readUpTo, partMs);
		const isLast = partEnd >= (clock.pollStart ?? instantFromMillis(hostNow));
		const before = isLast ? undefined : partEnd;
		const requestsBefore = clock.requests;
		const upTo = await session.readUpdatedInTime({ from, before });
		const pollStart = clock.pollStart ?? checkpoint;
		// If hardly anything happened, a longer part needs no more requests.
		partMs = clock.requests - requestsBefore > 1 ? PART_MS : partMs * 2;
		const isCut = upTo !== 'all';
		const end = upTo === undefined ? undefined : earliest(pollStart, isCut ? upTo : before);
		if (isCut && (end === undefined || end <= checkpoint)) {
			if (readUpTo === checkpoint) clock.throwIfTimeUp();
			return { readUpTo, isComplete: false };
		}
		// A service that lags behind may return a time before the checkpoint. Then there is nothing to report yet.
		readUpTo = latest(readUpTo, end);
		const isComplete = !isCut && (clock.isServiceTimeKnown() ? readUpTo >= pollStart : isLast);
		if (isCut || isComplete || isEnough(incidents, readUpTo)) return { readUpTo, isComplete };
	}
}
