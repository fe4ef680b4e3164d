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
	/** The last state that was kept. */
	last?: StoredState;
	/** The last result with items, until it is known what n8n did with them. */
	given?: Given;
	/** Revision of the newest state that n8n has for certain: the one found at first, or one that it has taken with items. */
	taken: number;
	/** Whether n8n has taken any items of this process. */
	hasTold: boolean;
}

interface Given {
	readonly revision: number;
	/** The activation of the workflow that it came from. */
	readonly activation: object;
	/** The host's time when it was given. */
	readonly at: number;
}

/** What a process knows of a trigger that it polls for the first time. @param now the host's time */
export function beginning(now: number): ProcessMemory {
	return { began: now, kept: 0, taken: 0, hasTold: false };
}

/** Where a trigger's state is kept between polls. */
export interface PollMemory {
	readonly read: () => unknown;
	readonly keep: (state: StoredState) => void;
	readonly inProcess: ProcessMemory;
	/** Stands for the activation of the workflow that the poll belongs to; compared by identity. */
	readonly activation: object;
	/** The host's time. */
	readonly now: () => number;
}

/** How long n8n may take to store a state that it has taken. */
const STORING_MS = 10_000;

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
	const { kept } = memory;
	const stored = read();
	if (memory.found === undefined) {
		memory.found = stored;
		memory.taken = Math.max(memory.taken, revisionOf(stored) ?? 0);
	}
	learnWhatWasTaken(memory, stored, activation);
	const start = startOf(memory, stored, now());
	if (start === undefined) return undefined;
	const result = await poll(start.before, start.lost);
	// From here to the return nothing waits, so that no other poll comes between.
	const isOvertaken = memory.kept !== kept || revisionOf(read()) !== revisionOf(stored);
	if (isOvertaken || result.isAbandoned) return undefined;
	const { state, deliveries } = result;
	keep(state);
	memory.kept += 1;
	memory.last = state;
	// A trigger that started anew counts from one again.
	memory.taken = Math.min(memory.taken, state.revision);
	if (deliveries.length > 0) memory.given = { revision: state.revision, activation, at: now() };
	else if (start.before === stored) delete memory.given;
	return result;
}

/** Had an activation ended during a poll, n8n would not ask it for another one, nor store the state. */
function learnWhatWasTaken(memory: ProcessMemory, stored: unknown, activation: object): void {
	const { given } = memory;
	if (given === undefined) return;
	if (given.activation !== activation && isBehind(stored, given)) return;
	memory.taken = given.revision;
	memory.hasTold = true;
	delete memory.given;
}

/** @returns undefined when n8n may still be storing what another poll gave */
function startOf(
	{ began, found, last, given, taken, hasTold }: ProcessMemory,
	stored: unknown,
	now: number,
): { readonly before: unknown; readonly lost?: Lost | undefined } | undefined {
	// What the process before had handed over last ended with it.
	const ended: Lost = { what: 'inFlight', agoMs: Math.max(0, now - began) };
	if (last === undefined) return { before: isBehind(stored, found) ? found : stored, lost: ended };
	// The state stands under another name. The one in memory counts as told what n8n may have dropped.
	if (stored === undefined || isBehind(stored, { revision: taken }))
		return { before: last, lost: given && { what: 'newestBatch' } };
	// A poll without items is kept here alone.
	if (given === undefined) return { before: isBehind(stored, last) ? last : stored };
	if (now < given.at + STORING_MS) return undefined;
	// What was given was dropped; without anything before it, that was what the process before had lost.
	return { before: stored, lost: hasTold ? undefined : ended };
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
