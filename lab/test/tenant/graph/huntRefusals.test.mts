import { eachRow } from '../../support/eachRow.mts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorOf, HUNT, JSON_BODY, startGraphCaller, type GraphCaller } from '../../support/graphCaller.mts';

let caller: GraphCaller;
beforeEach(async () => {
	caller = await startGraphCaller();
});
afterEach(() => caller.practice.close());

const hunt = async (query: string) =>
	await caller.send(HUNT, { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ Query: query }) });

describe('Graph hunting limits', () => {
	eachRow([
		['callsInMinute', 429, '429', 'maximum allowed 45 per 00:01:00'],
		['callsInHour', 429, '429', 'maximum allowed 1500 per 01:00:00'],
		['cpu', 429, 'TooManyRequests', 'again in 7 minutes'],
		['cpuUntilCycle', 429, 'TooManyRequests', '15-minute cycle'],
		['preempted', 400, 'BadRequest', 'preempted'],
		['tooLarge', 400, 'BadRequest', 'allowed result size'],
		['timeout', 504, 'UnknownError', ''],
	] as const)(
		'each limit of the service → its status, code and message, once',
		async (refuseHunt, status, code, message) => {
			caller.tenant.faults.add({ match: { path: HUNT }, times: 1, answer: { refuseHunt } });
			const refused = await hunt('print 1');
			expect([refused.status, errorOf(refused).code]).toEqual([status, code]);
			expect(errorOf(refused).message).toContain(message);
			expect(refused.headers.get('retry-after')).toBeNull();
			expect((await hunt('print 1')).status).toBe(200);
		},
	);

	it('a result above the size limit → 400, one below it 200', { timeout: 60_000 }, async () => {
		const rows = (count: number) => `range i from 1 to ${count} step 1 | project T = "${'x'.repeat(1_000)}"`;
		const refused = await hunt(rows(50_000));
		expect([refused.status, errorOf(refused).code]).toEqual([400, 'BadRequest']);
		expect(errorOf(refused).message).toContain('exceeded the allowed result size');
		const fits = await hunt(rows(49_000));
		expect(fits.status).toBe(200);
		expect(fits.text.length).toBeGreaterThan(49_000_000);
	});
});
