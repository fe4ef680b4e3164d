import { describe, expect, it } from 'vitest';
import type { SecurityApi } from '../../../../defender/api/securityApi.ts';
import { MINUTE, PolledTrigger } from '../../../support/polledTrigger.mts';

/** The API that delivers only a part of the alerts; `ask` sees whether it may read on. */
const cutting =
	(ask: (may: boolean | undefined) => void) =>
	(api: SecurityApi): SecurityApi => ({
		...api,
		getIncident: async (id, options) => {
			const one = await api.getIncident(id, options);
			ask(options.canReadMore?.());
			return { ...one, truncated: { alerts: 'it was refused' } };
		},
	});

describe('poll › truncated alerts', () => {
	it('new incident → item marked, log line', async () => {
		const trigger = new PolledTrigger({}, { alerts: true });
		await trigger.pollAfter(MINUTE);
		const [id] = trigger.create(1);
		trigger.interceptor = cutting(() => undefined);
		const { items, warnings } = await trigger.pollAfter(MINUTE);
		expect(items).toMatchObject([{ id, incident: { truncated: { alerts: 'it was refused' } } }]);
		expect(warnings).toEqual([
			`Only part of the alerts of incident ${id} was read, because it was refused. Its item contains alertsTruncated.`,
		]);
	});

	it('time left → further pages allowed; no time left → none, item delivered', async () => {
		const asked: (boolean | undefined)[] = [];
		for (const [callTakes, may] of [
			[0, true],
			[125_000, false],
		] as const) {
			const trigger = new PolledTrigger({}, { alerts: true });
			await trigger.pollAfter(MINUTE);
			const [id] = trigger.create(1);
			trigger.callDurationMs = callTakes;
			trigger.interceptor = cutting((answer) => asked.push(answer));
			expect((await trigger.pollAfter(5 * MINUTE)).ids).toEqual([id]);
			expect(asked.pop()).toBe(may);
		}
	});
});
