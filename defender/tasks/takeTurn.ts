import type { Lost } from '../changes/memory';
import { isRecord, type StoredState } from '../changes/state';
import type { PollResult } from './pollIncidents';

/**
 * What a process knows of one trigger besides what n8n stores, which may be less: n8n keeps the state under the node's name,
 * which may change, and drops what a poll gave when the workflow was switched off meanwhile [read in 2.41.1].
 */
export interface ProcessMemory {
	/** The host's time when its first poll began, which may have failed. */
	readonly began: number;
	/** How many polls have kept their result here. */
	kept: number;
	/** The state that its first poll found. */
	found?: unknown;
	/** The last result that was kept. */
	last?: {
		readonly state: StoredState;
		/** The activation of the workflow that it came from. */
		readonly activation: object;
		/** Whether n8n has certainly taken its items. */
		isTaken: boolean;
	};
}

/** Where a trigger's state is kept between polls. */
export interface PollMemory {
	readonly read: () => unknown;
	readonly keep: (state: StoredState) => void;
	readonly inProcess: ProcessMemory;
	/** Stands for the activation of the workflow that the poll belongs to; compared by identity. */
	readonly activation: object;
	/** The host's time. */
	readonly now: number;
}

/**
 * One poll among others of the same trigger that may overlap with it, on the same stored object or on copies of it. The first
 * to end wins; the others give nothing, and what only they saw comes with the next poll.
 * @param poll is told the state before it, and what n8n may have lost of what it was given
 * @returns undefined when the result must not be used
 */
export async function takeTurn(
	{ read, keep, inProcess: memory, activation, now }: PollMemory,
	poll: (before: unknown, lost: Lost | undefined) => Promise<PollResult>,
): Promise<PollResult | undefined> {
	const { kept, last } = memory;
	// Had the activation ended before this poll, n8n would not have asked for it.
	if (last?.activation === activation) last.isTaken = true;
	const stored = read();
	memory.found ??= stored;
	const { before, lost } = startOf(memory, stored, now);
	const result = await poll(before, lost);
	// From here to the return nothing waits, so that no other poll comes between.
	const isOvertaken = memory.kept !== kept || revisionOf(read()) !== revisionOf(stored);
	if (isOvertaken || result.isAbandoned) return undefined;
	keep(result.state);
	memory.kept += 1;
	const isTaken = result.deliveries.length === 0 && last?.isTaken !== false;
	memory.last = { state: result.state, activation, isTaken };
	return result;
}

/** The newer of what is stored and what is remembered. The remembered state counts as told what n8n may have dropped. */
function startOf(
	{ began, found, last }: ProcessMemory,
	stored: unknown,
	now: number,
): { readonly before: unknown; readonly lost?: Lost | undefined } {
	if (last === undefined) {
		// What the process before had handed over last ended with it.
		const lost: Lost = { what: 'inFlight', agoMs: Math.max(0, now - began) };
		return { before: isBehind(stored, found) ? found : stored, lost };
	}
	if (!isBehind(stored, last.state)) return { before: stored };
	return { before: last.state, lost: last.isTaken ? undefined : { what: 'newestBatch' } };
}

/** Whether a state is older than another one; one that is damaged is not, so that the trigger says that it starts anew. */
function isBehind(stored: unknown, other: unknown): boolean {
	const revision = stored === undefined ? 0 : revisionOf(stored);
	return revision !== undefined && revision < (revisionOf(other) ?? 0);
}

function revisionOf(stored: unknown): number | undefined {
	const revision = isRecord(stored) ? stored['revision'] : undefined;
	return typeof revision === 'number' ? revision : undefined;
}
