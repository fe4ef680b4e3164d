import { describe, expect, it } from 'vitest';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, json, START, type FakeHost } from '../../support/fakeHost.mts';
import { call, callerOf } from '../../support/apiCaller.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const throttledResponse = (message: string, headers: Record<string, string> = {}) =>
	json(429, { error: { code: '429', message } }, headers);
const CALLS = 'API calls quota exceeded! maximum allowed 45 per 00:01:00';
const CPU = 'The tenant has used all its CPU; it is free again with the next 15-minute cycle.';
const rows = json(200, { schema: [], results: [] });
const MINUTE = 60_000;

const runHunt = async (host: FakeHost, maxWaitMs: number) =>
	await callerOf(host, maxWaitMs).send(call('hunt'));

describe('hunt over the calls quota', () => {
	it('message names the window → sent again after it', async () => {
		const host = answering(throttledResponse(CALLS), rows);
		await runHunt(host, MINUTE);
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, MINUTE]);
	});

	it('window above Max Wait → sent once, and the error names the instant', async () => {
		const host = answering(throttledResponse(CALLS));
		const error = await defenderError(runHunt(host, MINUTE - 1));
		expect(host.calls).toHaveLength(1);
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + MINUTE });
		expect(error.message).toContain('limits the number of requests');
		expect(error.description).toContain('The entire tenant shares this quota.');
		expect(error.description).toContain(`Microsoft's message: ${CALLS}`);
	});

	it('Retry-After and message differ → Retry-After decides', async () => {
		const host = answering(throttledResponse(CALLS, { 'retry-after': '2' }), rows);
		await runHunt(host, MINUTE);
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, 2_000]);
	});
});

describe('hunt over the CPU quota', () => {
	it('reset above Max Wait → sent once, and the error names the next quarter of an hour by the service’s clock', async () => {
		const host = answering(throttledResponse(CPU, { date: 'Sun, 22 Nov 2026 03:10:00 GMT' }));
		const error = await defenderError(runHunt(host, MINUTE));
		expect(host.calls).toHaveLength(1);
		expect(host.time).toBe(START);
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 5 * MINUTE });
		expect(error.message).toBe(
			'The tenant has used its CPU quota for hunting; try again after 2026-11-22T03:05:00Z',
		);
		expect(error.description).toContain('may wait at most 60 s in total');
		expect(error.description).toContain('Max Wait');
	});

	eachRow(['', 'no date'])('no Date header → the next quarter of an hour by the own clock', async (date) => {
		const error = await defenderError(runHunt(answering(throttledResponse(CPU, { date })), MINUTE));
		expect(error.reason).toMatchObject({ retryAt: START + 15 * MINUTE });
	});

	it('reset within Max Wait → sent again after it', async () => {
		const host = answering(throttledResponse(CPU), rows);
		await runHunt(host, 15 * MINUTE);
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, 15 * MINUTE]);
	});

	it('rejected again after the reset → not sent a third time', async () => {
		const host = answering(throttledResponse(CPU));
		await defenderError(runHunt(host, 15 * MINUTE));
		expect(host.calls).toHaveLength(2);
	});
});

it('hunt over an unknown quota › no message → the wait of the CPU quota, and the quota is not named', async () => {
	const host = answering(throttledResponse(''));
	const error = await defenderError(runHunt(host, MINUTE));
	expect(host.calls).toHaveLength(1);
	expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 15 * MINUTE });
	expect(error.message).toContain('limits the number of requests');
	expect(error.description).not.toContain('whole tenant');
});
