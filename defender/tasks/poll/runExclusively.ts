import type { Lost } from '../../trigger/lifecycle';
import { isRecord, type StoredState } from '../../trigger/state';
import type { PollResult } from './pollIncidents';

/**
 * What a process knows of one trigger besides what n8n stores, which may be less: n8n keeps the state under the node's name,
 * which may change, and drops what a poll gave when the workflow was switched off meanwhile [read in 2.41.1].
 */
export interface ProcessMemory {
	/** The host's time when its first poll began, which may have failed. */
	readonly began: number;
	/** The state that its first poll found, until one is kept. */
	found?: unknown;
	/** The last state that was kept. */
	last?: StoredState;
	/** The last result with items, until it is known what n8n did with them. */
	given?: Given;
}

interface Given {
	/** Of the state that n8n stores with it, if it takes it. */
	readonly revision: number;
	/** What its poll began with. */
	readonly start: Start;
	readonly name: string;
	/** The host's time when it was given. */
	readonly at: number;
}

interface Start {
	readonly before: unknown;
	readonly lost?: Lost['what'] | undefined;
}

/** Where a trigger's state is kept between polls. */
export interface PollStore {
	readonly read: () => unknown;
	readonly keep: (state: StoredState) => void;
	readonly inProcess: ProcessMemory;
	/** The node's name when the workflow was activated, under which n8n keeps the state. */
	readonly name: string;
	/** Of whom the poll asks: a state of another one is not gone on with. */
	readonly identity: string;
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
export async function runExclusively(
	turn: PollStore,
	poll: (before: unknown, lost: Lost | undefined) => Promise<PollResult>,
): Promise<PollResult | undefined> {
	const { read, keep, inProcess: memory, name, now } = turn;
	const { last } = memory;
	const stored = read();
	if (last === undefined) memory.found ??= stored;
	// It was taken: had the workflow been switched off during that poll, n8n would neither store its state nor go on with it.
	if (!isBehind(stored, memory.given)) delete memory.given;
	const start = startOf(turn, stored);
	if (start === undefined) return undefined;
	const result = await poll(start.before, lostBefore(start, memory.began, now()));
	// From here to the return nothing waits, so that no other poll comes between.
	const isOvertaken = memory.last !== last || revisionOf(read()) !== revisionOf(stored);
	if (isOvertaken || result.isAbandoned) return undefined;
	const { state, deliveries } = result;
	keep(state);
	memory.last = state;
	delete memory.found;
	if (deliveries.length > 0) memory.given = { revision: state.revision, start, name, at: now() };
	else if (start.lost !== 'newestBatch') delete memory.given;
	return result;
}

/** @returns undefined when n8n may still be storing what another poll gave */
function startOf(
	{ inProcess: { found, last, given }, name, identity, now }: PollStore,
	stored: unknown,
): Start | undefined {
	if (last === undefined) return { before: isBehind(stored, found) ? found : stored, lost: 'inFlight' };
	// A poll without items is kept here alone, and what n8n has taken may stand under another name.
	if (given === undefined || last.identity !== identity)
		return { before: isBehind(stored, last) ? last : stored };
	// Under another name it cannot be seen whether n8n has taken it.
	if (given.name !== name) return { before: last, lost: 'newestBatch' };
	if (now() < given.at + STORING_MS) return undefined;
	// It was dropped.
	return given.start;
}

/** What the process before had handed over last ended with it. */
function lostBefore({ lost }: Start, began: number, now: number): Lost | undefined {
	return lost === 'inFlight' ? { what: lost, agoMs: Math.max(0, now - began) } : lost && { what: lost };
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
