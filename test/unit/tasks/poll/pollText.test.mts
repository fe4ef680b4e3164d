import { expect, it } from 'vitest';
import { pollLine, pollSkipped } from '../../../../defender/tasks/poll/pollText.ts';
import { MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';

it('log line of a poll › first poll, items, nothing new → figures of each', async () => {
	const trigger = new PolledTrigger({}, { maxPerPoll: 2 });
	expect(pollLine('My Trigger', (await trigger.pollAfter(MINUTE)).summary)).toBe(
		'My Trigger polled: started 1, known 0, requests 1',
	);
	trigger.create(3);
	expect(pollLine('My Trigger', (await trigger.pollAfter(MINUTE)).summary)).toMatch(
		/^My Trigger polled: window \S+Z to \S+Z, read 3, known 2, changed 3, delivered 2, redelivered 0, left 1, requests 1$/,
	);
	await trigger.pollAfter(MINUTE);
	expect(pollLine('My Trigger', (await trigger.pollAfter(MINUTE)).summary)).toContain('delivered 0');
});

it('log line of a poll › result not used → reason', () => {
	expect(pollSkipped('My Trigger')).toMatch(/^My Trigger polled: skipped, because/);
});
