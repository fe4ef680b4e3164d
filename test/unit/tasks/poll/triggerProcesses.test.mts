import { describe, expect, it } from 'vitest';
import { triggerProcess } from '../../../../defender/tasks/poll/triggerProcesses.ts';
import { stateOf, ExclusiveTrigger } from '../../../support/exclusiveTrigger.mts';

describe('trigger processes', () => {
	it('1,000 triggers polled once, one repeatedly → that one kept, the oldest removed', () => {
		const [busy, oldest] = [triggerProcess('busy', 1), triggerProcess('oldest', 1)];
		for (let count = 0; count < 1_000; count++) {
			triggerProcess(`workflow${count} node`, 2);
			expect(triggerProcess('busy', 3)).toBe(busy);
		}
		expect(triggerProcess('oldest', 4)).not.toBe(oldest);
		expect(triggerProcess('workflow999 node', 4).startedAt).toBe(2);
	});

	it('state that the first poll read → removed once a poll has succeeded', async () => {
		const trigger = new ExclusiveTrigger(stateOf(7));
		await expect(trigger.poll(0, () => Promise.reject(new Error('down')))).rejects.toThrow('down');
		expect(trigger.process.firstSaved).toBeDefined();
		await trigger.poll(1);
		await trigger.poll(0);
		expect(trigger.process).not.toHaveProperty('firstSaved');
	});
});
