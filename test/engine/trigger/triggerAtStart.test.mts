import { describe, expect, it } from 'vitest';
import { benchPerTest } from '../../support/benchHooks.mts';
import { MOMENT, watch } from '../../support/triggering.mts';

const on = benchPerTest();

describe('while the service is down', () => {
	const down = () =>
		on.bench.tenant.faults.add({ match: { kind: 'graph' }, times: 'always', answer: 'reset' });

	it.each(['init', 'leadershipChange'] as const)(
		'a start of n8n (%s) goes on with an active workflow, and the polls that follow tell what is wrong',
		async (activation) => {
			const { tenant } = on.bench;
			const before = await watch(on.bench);
			const { id } = tenant.incidents.create({});
			tenant.clock.advance(MOMENT);
			down();
			const trigger = await watch(on.bench, {}, { activation, saved: before.saved() });
			expect(trigger.first).toBeUndefined();
			await expect(trigger.poll()).rejects.toThrow('closed the connection without a response');
			await expect(trigger.poll()).rejects.toThrow('closed the connection without a response');
			tenant.faults.clear();
			expect(await trigger.after()).toMatchObject([{ id, event: 'created' }]);
			expect(await trigger.after()).toEqual([]);
		},
	);

	it.each(['activate', 'update'] as const)('switching the workflow on (%s) fails', async (activation) => {
		down();
		await expect(watch(on.bench, {}, { activation })).rejects.toThrow(
			'closed the connection without a response',
		);
	});
});
