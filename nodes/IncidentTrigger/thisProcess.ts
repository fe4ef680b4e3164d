import type { ProcessMemory } from '../../defender/tasks/takeTurn';

/** What this process knows of each trigger besides its state; it is gone when n8n ends. */
const memories = new Map<string, ProcessMemory>();

/** @param trigger a name of the trigger node that no other has */
export function memoryOf(trigger: string): ProcessMemory {
	const memory = memories.get(trigger) ?? { kept: 0 };
	memories.set(trigger, memory);
	return memory;
}
