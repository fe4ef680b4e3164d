import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eachRow } from '../../support/eachRow.mts';
import { anyText, errorOf, graphCaller } from '../../support/graphCaller.mts';
import { startLegacyCaller, type LegacyCaller } from '../../support/legacyCaller.mts';

/** The first hunt of a process loads Microsoft's query parser, which takes seconds. */
const LOADING_MS = 60_000;

let caller: LegacyCaller;
beforeAll(async () => {
	caller = await startLegacyCaller();
	caller.tenant.incidents.create({ id: '7' });
});
afterAll(() => caller.practice.close());

describe('legacy API faults', { timeout: LOADING_MS }, () => {
	const fault = (answer: Parameters<typeof caller.tenant.faults.add>[0]['answer']) =>
		caller.tenant.faults.add({ match: { kind: 'legacy' }, times: 1, answer });

	it('a fault for the legacy API → Graph is unaffected', async () => {
		fault({ status: 500 });
		const graph = await graphCaller(caller.practice, caller.tenant);
		expect((await graph.list()).status).toBe(200);
		const answer = await caller.list();
		expect(answer.status).toBe(500);
		expect(answer.json.error).toEqual({ code: 'InternalServerError', message: anyText, target: anyText });
	});

	eachRow([
		['minute', 'maximum allowed 50 per 00:01:00'],
		['hour', 'maximum allowed 1500 per 01:00:00'],
	] as const)("a used-up quota → 429 with the service's message", async (quota, words) => {
		fault({ throttle: 'seconds', retryAfterSeconds: 7, quota });
		const answer = await caller.list();
		expect(answer.status).toBe(429);
		expect(answer.headers.get('retry-after')).toBe('7');
		expect(errorOf(answer)).toEqual({ code: '429', message: `API calls quota exceeded! ${words}` });
	});

	it('"cut" and "reset" → connection ends, the write does not happen', async () => {
		fault('cut');
		await expect(caller.hunt({ Query: 'print 1' })).rejects.toThrow();
		fault('reset');
		await expect(caller.patch('7', { tags: ['lost'] })).rejects.toThrow();
		expect(caller.tenant.incidents.get('7')?.customTags).not.toContain('lost');
	});
});
