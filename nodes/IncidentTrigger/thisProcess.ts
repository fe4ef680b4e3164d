import type { ProcessMemory } from '../../defender/tasks/takeTurn';

/** What this process knows of each trigger besides its state; it is gone when n8n ends. */
const memories = new Map<string, ProcessMemory>();

/**
 * @param trigger a name of the trigger node that no other has
 * @param now the host's time
 */
export function memoryOf(trigger: string, now: number): ProcessMemory {
	const memory = memories.get(trigger) ?? { began: now };
	memories.set(trigger, memory);
	return memory;
}

const met = new WeakSet<object>();

/**
 * Whether this is the first poll of an activation: n8n makes a context for each activation and keeps it for the polls that
 * follow [read in 2.41.1 and 1.123.81].
 */
export function isFirstWith(context: object): boolean {
	const isFirst = !met.has(context);
	met.add(context);
	return isFirst;
}
