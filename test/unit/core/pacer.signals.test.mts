import { describe, expect, it } from 'vitest';
import type { RequestEnd } from '../../../defender/core/throttleSignals.ts';
import { defenderError } from '../../support/defenderErrors.mts';
import { START } from '../../support/fakeHost.mts';
import { pacerFixture, REFUSED, settled } from '../../support/pacerFixture.mts';

const FAILED: RequestEnd = { kind: 'failed', signals: undefined };

const remaining = (requests: number, seconds: number, kind: RequestEnd['kind'] = 'served'): RequestEnd => ({
	kind,
	signals: { remaining: { requests, resetAt: START + seconds * 1_000 }, usedShare: undefined },
});
const used = (usedShare: number, kind: RequestEnd['kind'] = 'served'): RequestEnd => ({
	kind,
	signals: { remaining: undefined, usedShare },
});

describe('Pacer › parallelism', () => {
	it('failed requests of one round → halved once; of the next round → again', async () => {
		const { pacer, open } = pacerFixture();
		for (const request of await open(6)) pacer.recordEnd(request, FAILED);
		expect(pacer.parallelism).toBe(5);
		for (const request of await open(3)) pacer.recordEnd(request, FAILED);
		expect(pacer.parallelism).toBe(2);
	});

	it('request that ended outside the service → unchanged', async () => {
		const { pacer, open } = pacerFixture();
		for (const request of await open(6)) pacer.recordEnd(request, REFUSED);
		expect(pacer.parallelism).toBe(10);
		expect(await open(10)).toHaveLength(10);
	});

	it('80 percent of the limit used → halved once a round, to five', async () => {
		const { pacer, open } = pacerFixture();
		for (const request of await open(6)) pacer.recordEnd(request, used(0.79));
		expect(pacer.parallelism).toBe(16);
		const [first = 0, ...others] = await open(6);
		pacer.recordEnd(first, used(0.8));
		expect(pacer.parallelism).toBe(8);
		for (const request of others) pacer.recordEnd(request, used(0.9));
		expect(pacer.parallelism).toBe(9);
		for (let round = 0; round < 4; round++) pacer.recordEnd(await pacer.acquire(), used(1.2));
		expect(pacer.parallelism).toBe(5);
	});

	it('429 that reports the used part of the limit → halved once, by the 429', async () => {
		const { pacer, open } = pacerFixture();
		const [first = 0] = await open(1);
		pacer.recordEnd(first, used(1.8, 'other'));
		pacer.recordThrottling(first, { pauseMs: 1_000 });
		expect(pacer.parallelism).toBe(5);
	});
});

describe('Pacer › announced limit', () => {
	it('few requests remain → as many in progress', async () => {
		const { pacer, sent, open, acquire } = pacerFixture();
		const [first = 0] = await open(1);
		pacer.recordEnd(first, remaining(2, 30));
		for (let index = 0; index < 5; index++) void acquire();
		await settled();
		expect(sent).toHaveLength(3);
	});

	it('nothing remains → all wait for the reset, without a 429', async () => {
		const { pacer, sent, open, many } = pacerFixture();
		const [first = 0] = await open(1);
		pacer.recordEnd(first, remaining(0, 30));
		await many(3);
		expect(sent).toEqual([0, 30_000, 30_000, 30_000]);
	});

	it('announced in a failed response → applies too', async () => {
		const { pacer, sent, open, many } = pacerFixture();
		const [first = 0] = await open(1);
		pacer.recordEnd(first, remaining(0, 30, 'failed'));
		await many(1);
		expect(sent).toEqual([0, 30_000]);
	});

	it('waits for resets → count toward the maximum wait', async () => {
		const { pacer, open, acquire } = pacerFixture({ maxWaitMs: 30_000 });
		const [first = 0] = await open(1);
		pacer.recordEnd(first, remaining(0, 30));
		pacer.recordThrottling(await acquire(), { pauseMs: 1_000 });
		expect((await defenderError(pacer.acquire())).reason.kind).toBe('throttled');
	});

	it('reset after the maximum wait → the next request is sent, and the service decides', async () => {
		const { pacer, sent, open, many } = pacerFixture({ maxWaitMs: 29_999 });
		const [first = 0] = await open(1);
		pacer.recordEnd(first, remaining(0, 30));
		await many(2);
		expect(sent).toEqual([0, 0, 0]);
	});
});
