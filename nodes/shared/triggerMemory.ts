import { LeastRecentlyUsed } from '../../defender/core/leastRecentlyUsed';
import type { ProcessMemory } from '../../defender/tasks/poll/runExclusively';

/**
 * What this process knows of each trigger besides its state; it is gone when n8n ends. n8n does not report a deleted workflow,
 * so the trigger that was polled least recently goes. One that is active all the same begins as after a restart of n8n.
 */
const memories = new LeastRecentlyUsed<ProcessMemory>(500);

/**
 * @param trigger a name of the trigger node that no other has
 * @param now the host's time
 */
export function memoryOf(trigger: string, now: number): ProcessMemory {
	const memory = memories.get(trigger) ?? { began: now };
	memories.set(trigger, memory);
	return memory;
}
