import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../defender/core/pacer.ts';
import { defenderError, thrown } from '../../support/defenderErrors.mts';
import { FakeHost, START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

/** 60 calls a minute are one a second. */
function bench(ratePerMinute = 60, maxWaitMs = 60_000) {
	const host = new FakeHost();
	const pacer = new Pacer(host, { ratePerMinute, maxWaitMs });
	const left: number[] = [];
	const leave = async () => {
		await pacer.acquire();
		left.push(host.time - START);
	};
	const many = async (count: number) => await Promise.all(Array.from({ length: count }, leave));
	return { host, pacer, left, leave, many };
}

const trace = { status: 429, code: 'TooManyRequests', message: 'slow down', requestId: 'r-1' };

describe('Pacer', () => {
	it('lets a burst of ten leave at once and the rest at the rate', async () => {
		const { left, many } = bench();
		await many(13);
		expect(left).toEqual([...Array.from({ length: 10 }, () => 0), 1_000, 2_000, 3_000]);
	});

	it('has no burst above a rate lower than ten', async () => {
		const { left, many } = bench(3);
		await many(5);
		expect(left).toEqual([0, 0, 0, 20_000, 40_000]);
	});

	it('saves up no more than a burst while nothing is called', async () => {
		const { host, left, many } = bench();
		await many(10);
		await host.sleep(3_600_000);
		left.length = 0;
		await many(12);
		expect(left.map((at) => at - 3_600_000)).toEqual([...Array.from({ length: 10 }, () => 0), 1_000, 2_000]);
	});

	it('gives places in the order of asking', async () => {
		const { pacer } = bench(1);
		const order: number[] = [];
		await Promise.all([0, 1, 2, 3].map(async (name) => pacer.acquire().then(() => order.push(name))));
		expect(order).toEqual([0, 1, 2, 3]);
	});

	it('makes everybody wait once for a 429, then leave one at a time at half the rate', async () => {
		const { host, pacer, left, many } = bench();
		await many(1);
		pacer.recordThrottling(5_000, trace);
		await many(4);
		expect(left).toEqual([0, 5_000, 7_000, 9_000, 11_000]);
		expect(host.sleeps.filter((ms) => ms === 5_000)).toHaveLength(1);
	});

	it('returns to the full rate a minute after the pause', async () => {
		const { host, pacer, left, many } = bench();
		pacer.recordThrottling(5_000, trace);
		await host.sleep(66_000);
		await many(12);
		expect(left.slice(-2)).toEqual([67_000, 68_000]);
	});

	it('counts a pause once, however many calls were refused in it', async () => {
		const { pacer, left, many } = bench(60, 30_000);
		for (let refused = 0; refused < 5; refused++) pacer.recordThrottling(20_000, trace);
		await many(1);
		expect(left).toEqual([20_000]);
	});

	it('fails all waiting calls at once with the instant when the budget is spent', async () => {
		const { host, pacer } = bench(60, 30_000);
		pacer.recordThrottling(20_000, trace);
		const waiting = [1, 2, 3].map(async () => await defenderError(pacer.acquire()));
		await host.sleep(1_000);
		pacer.recordThrottling(600_000, trace);
		for (const error of await Promise.all(waiting)) {
			expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 601_000 });
			expect(error.message).toBe(
				'Microsoft Defender limits the number of requests; try again after 2026-11-22T03:10:01Z',
			);
			expect(error.description).toContain('may wait at most 30 s in total');
			expect(error.description).toContain('request id r-1');
			expect(error.effect).toBe('none');
		}
		expect(host.time).toBe(START + 1_000);
		expect((await defenderError(pacer.acquire())).reason.kind).toBe('throttled');
	});

	eachRow([0, -5_000])(
		'spends its budget on a service that asks for a pause of %d ms for ever',
		async (pause) => {
			const { pacer } = bench(6_000, 60_000);
			let asked = 0;
			const calling = async () => {
				for (;;) {
					await pacer.acquire();
					asked += 1;
					pacer.recordThrottling(pause, trace);
				}
			};
			expect((await defenderError(calling())).reason.kind).toBe('throttled');
			expect(asked).toBe(61);
		},
	);

	it('fails waiting calls at once when the execution is canceled', async () => {
		const { host, pacer } = bench();
		pacer.recordThrottling(50_000, trace);
		const waiting = [1, 2].map(async () => await defenderError(pacer.acquire()));
		await host.sleep(1_000);
		host.cancel();
		for (const error of await Promise.all(waiting)) expect(error.reason.kind).toBe('canceled');
		expect(host.time).toBe(START + 1_000);
	});

	it('counts a call that may not wait, and lets the next ones pay for it', async () => {
		const { pacer, left, many } = bench();
		await many(10);
		pacer.acquireNow();
		await many(1);
		expect(left.at(-1)).toBe(2_000);
	});

	it('starts no call that may not wait once the execution is canceled', () => {
		const { host, pacer } = bench();
		host.cancel();
		expect(thrown(() => pacer.acquireNow()).reason.kind).toBe('canceled');
	});
});
