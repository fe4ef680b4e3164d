import { describe, expect, it } from 'vitest';
import { memoryOf } from '../../../nodes/shared/triggerMemory.ts';
import { stateOf, Trigger } from '../tasks/poll/turningTrigger.mts';

describe('what a process remembers of triggers', () => {
	it('1,000 triggers polled once, one of them again and again → that one is remembered, the oldest is not', () => {
		const [busy, oldest] = [memoryOf('busy', 1), memoryOf('oldest', 1)];
		for (let count = 0; count < 1_000; count++) {
			memoryOf(`workflow${count} node`, 2);
			expect(memoryOf('busy', 3)).toBe(busy);
		}
		expect(memoryOf('oldest', 4)).not.toBe(oldest);
		expect(memoryOf('workflow999 node', 4).began).toBe(2);
	});

	it('state that the first poll found → let go once one is kept', async () => {
		const trigger = new Trigger(stateOf(7));
		await expect(trigger.poll(0, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
		expect(trigger.memory.found).toBeDefined();
		await trigger.poll(1);
		await trigger.poll(0);
		expect(trigger.memory).not.toHaveProperty('found');
	});
});
