import { describe, expect, it } from 'vitest';
import { defenderError } from '../../support/defenderErrors.mts';
import { answering, json, START, type FakeHost } from '../../support/fakeHost.mts';
import { call, callerOf } from '../../support/apiCaller.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const refusal = (message: string, headers: Record<string, string> = {}) =>
	json(429, { error: { code: '429', message } }, headers);
const CALLS = 'API calls quota exceeded! maximum allowed 45 per 00:01:00';
const CPU = 'The tenant has used all its CPU; it is free again with the next 15-minute cycle.';
const rows = json(200, { schema: [], results: [] });
const MINUTE = 60_000;

const hunting = async (host: FakeHost, maxWaitMs: number) =>
	await callerOf(host, maxWaitMs).send(call('hunt'));

describe('a hunt over the calls quota', () => {
	it('waits for the window that the message names, and is asked once more', async () => {
		const host = answering(refusal(CALLS), rows);
		await hunting(host, MINUTE);
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, MINUTE]);
	});

	it('is asked once when the window is longer than it may wait', async () => {
		const host = answering(refusal(CALLS));
		const error = await defenderError(hunting(host, MINUTE - 1));
		expect(host.calls).toHaveLength(1);
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + MINUTE });
		expect(error.message).toBe(
			'Microsoft Defender limits the number of requests; try again after 2026-11-22T03:01:00Z',
		);
		expect(error.description).toContain('The entire tenant shares this quota.');
		expect(error.description).toContain(`Microsoft's message: ${CALLS}`);
	});

	it('believes Retry-After more than the message', async () => {
		const host = answering(refusal(CALLS, { 'retry-after': '2' }), rows);
		await hunting(host, MINUTE);
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, 2_000]);
	});
});

describe('a hunt over the CPU quota', () => {
	it('is asked once, and tells the next quarter of an hour by the service’s clock', async () => {
		const host = answering(refusal(CPU, { date: 'Sun, 22 Nov 2026 03:10:00 GMT' }));
		const error = await defenderError(hunting(host, MINUTE));
		expect(host.calls).toHaveLength(1);
		expect(host.time).toBe(START);
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 5 * MINUTE });
		expect(error.message).toBe(
			'The tenant has used its CPU quota for hunting; try again after 2026-11-22T03:05:00Z',
		);
		expect(error.description).toContain('may wait at most 60 s in total');
		expect(error.description).toContain('Max Wait');
	});

	eachRow(['', 'no date'])('takes the own clock where the service tells none (%j)', async (date) => {
		const error = await defenderError(hunting(answering(refusal(CPU, { date })), MINUTE));
		expect(error.reason).toMatchObject({ retryAt: START + 15 * MINUTE });
	});

	it('waits for it when it may, and is asked once more', async () => {
		const host = answering(refusal(CPU), rows);
		await hunting(host, 15 * MINUTE);
		expect(host.calls.map(({ at }) => at - START)).toEqual([0, 15 * MINUTE]);
	});

	it('that stays is not asked a third time', async () => {
		const host = answering(refusal(CPU));
		await defenderError(hunting(host, 15 * MINUTE));
		expect(host.calls).toHaveLength(2);
	});
});

it('a hunt refused for an unknown reason waits as long as for CPU, and does not say that it was', async () => {
	const host = answering(refusal(''));
	const error = await defenderError(hunting(host, MINUTE));
	expect(host.calls).toHaveLength(1);
	expect(error.message).toBe(
		'Microsoft Defender limits the number of requests; try again after 2026-11-22T03:15:00Z',
	);
	expect(error.description).not.toContain('whole tenant');
});
