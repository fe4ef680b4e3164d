import { describe, expect } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { MOMENT, activeTrigger } from '../../support/triggerFixture.mts';

const current = benchPerTest();

describe('while the service is down', () => {
	const down = () =>
		current.bench.tenant.faults.add({ match: { kind: 'graph' }, times: 'always', answer: 'reset' });

	current.eachRow(['init', 'leadershipChange'] as const)(
		'start of n8n or change of leader → the workflow stays active, and later polls report the cause',
		async (activation) => {
			const { tenant } = current.bench;
			const before = await activeTrigger(current.bench);
			const { id } = tenant.incidents.create({});
			tenant.clock.advance(MOMENT);
			down();
			const trigger = await activeTrigger(current.bench, {}, { activation, saved: before.saved() });
			expect(trigger.first).toBeUndefined();
			await expect(trigger.poll()).rejects.toThrow('closed the connection without a response');
			await expect(trigger.poll()).rejects.toThrow('closed the connection without a response');
			tenant.faults.clear();
			expect(await trigger.after()).toMatchObject([{ id, event: 'created' }]);
			expect(await trigger.after()).toEqual([]);
		},
	);

	current.eachRow(['activate', 'update'] as const)('activation by a person → fails', async (activation) => {
		down();
		await expect(activeTrigger(current.bench, {}, { activation })).rejects.toThrow(
			'closed the connection without a response',
		);
	});
});
