import { LeastRecentlyUsed } from '../../core/leastRecentlyUsed';
import type { TriggerProcess } from '../../trigger/pollSituation';

/**
 * The records of all triggers in this process. n8n does not report deleted workflows, so the trigger polled least recently is
 * removed. If it is still active, its next poll is like the first one after a restart of n8n.
 */
const processes = new LeastRecentlyUsed<TriggerProcess>(500);

/**
 * Returns the record of a trigger in this process, and creates it at the first poll.
 * @param trigger a unique name of the trigger node
 * @param now host time
 */
export function triggerProcess(trigger: string, now: number): TriggerProcess {
	const known = processes.get(trigger) ?? { startedAt: now };
	processes.set(trigger, known);
	return known;
}
