import { isRecord, type StoredState } from '../changes/state';
import type { PollResult } from './pollIncidents';

/** What a process knows of one trigger besides its state. */
export interface ProcessMemory {
	/** How many polls have kept their result here. */
	kept: number;
	/** The last of them, for when n8n has lost it: it keeps states under the node's name, which may change. */
	state?: StoredState;
}

/** Where a trigger's state is kept between polls. */
export interface PollMemory {
	readonly read: () => unknown;
	readonly keep: (state: StoredState) => void;
	readonly inProcess: ProcessMemory;
}

/**
 * One poll among others of the same trigger that may overlap with it, on the same stored object or on copies of it. The first
 * to end wins; the others give nothing, and what only they saw comes with the next poll.
 * @param poll is told what is stored, and whether this process has kept nothing so far
 * @returns undefined when the result must not be used
 */
export async function takeTurn(
	{ read, keep, inProcess: memory }: PollMemory,
	poll: (stored: unknown, isFirst: boolean) => Promise<PollResult>,
): Promise<PollResult | undefined> {
	const stored = read();
	const before = { kept: memory.kept, revision: revisionOf(stored) };
	const result = await poll(stored ?? memory.state, memory.kept === 0);
	// From here to the return nothing waits, so that no other poll comes between.
	const isOvertaken = memory.kept !== before.kept || revisionOf(read()) !== before.revision;
	if (isOvertaken || result.isAbandoned) return undefined;
	keep(result.state);
	memory.kept += 1;
	memory.state = result.state;
	return result;
}

function revisionOf(stored: unknown): unknown {
	return isRecord(stored) ? stored['revision'] : undefined;
}
