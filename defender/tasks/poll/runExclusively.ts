import {
	determineSituation,
	isOlderState,
	revisionOf,
	type ActiveSituation,
	type SituationInput,
} from '../../trigger/pollSituation';
import type { StoredState } from '../../trigger/state';
import type { PollResult } from './pollIncidents';

/** Where a trigger's state is kept between polls, with the data that decides the situation of a poll. */
export interface PollStore extends Omit<SituationInput, 'saved' | 'now'> {
	readonly read: () => unknown;
	readonly keep: (state: StoredState) => void;
	/** Returns the host's time. */
	readonly now: () => number;
}

/**
 * Runs a poll that may overlap with others of the same trigger, on the same stored object or on copies of it. Only the result
 * of the first one to end is used. The next poll reads again what the others had read.
 * @returns undefined if the result must not be used
 */
export async function runExclusively(
	store: PollStore,
	poll: (situation: ActiveSituation) => Promise<PollResult>,
): Promise<PollResult | undefined> {
	const { read, keep, thisProcess, nodeName, now } = store;
	const { lastState } = thisProcess;
	const saved = read();
	if (lastState === undefined) thisProcess.firstSaved ??= saved;
	// n8n saved its state, so it did not drop the delivery. It would have, had the workflow been deactivated meanwhile.
	if (!isOlderState(saved, thisProcess.unconfirmed)) delete thisProcess.unconfirmed;
	const situation = determineSituation({ ...store, saved, now: now() });
	if (situation.kind === 'stillStoring') return undefined;
	const result = await poll(situation);
	// Nothing is awaited from here to the return, so no other poll can run in between.
	const isOvertaken = thisProcess.lastState !== lastState || revisionOf(read()) !== revisionOf(saved);
	if (isOvertaken || result.isAbandoned) return undefined;
	const { state, deliveries } = result;
	const { start } = situation;
	keep(state);
	thisProcess.lastState = state;
	delete thisProcess.firstSaved;
	if (deliveries.length > 0)
		thisProcess.unconfirmed = { revision: state.revision, start, nodeName, deliveredAt: now() };
	else if (start.loss !== 'newest') delete thisProcess.unconfirmed;
	return result;
}
