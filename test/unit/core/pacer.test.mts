import { describe, expect, it } from 'vitest';
import { Pacer } from '../../../defender/core/pacer.ts';
import { defenderError, thrown } from '../../support/defenderErrors.mts';
import { FakeHost, START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

/** 60 requests a minute are one a second. */
function pacerFixture(ratePerMinute = 60, maxWaitMs = 60_000) {
	const host = new FakeHost();
	const pacer = new Pacer(host, { ratePerMinute, maxWaitMs });
	const sent: number[] = [];
	const sendOne = async () => {
		await pacer.acquire();
		sent.push(host.time - START);
	};
	const many = async (count: number) => await Promise.all(Array.from({ length: count }, sendOne));
	return { host, pacer, sent, many };
}

const trace = { status: 429, code: 'TooManyRequests', message: 'slow down', requestId: 'r-1' };

describe('Pacer', () => {
	it('thirteen requests at once → ten at once, then the others at the rate', async () => {
		const { sent, many } = pacerFixture();
		await many(13);
		expect(sent).toEqual([...Array.from({ length: 10 }, () => 0), 1_000, 2_000, 3_000]);
	});

	it('rate below ten → a burst of the rate', async () => {
		const { sent, many } = pacerFixture(3);
		await many(5);
		expect(sent).toEqual([0, 0, 0, 20_000, 40_000]);
	});

	it('an hour without requests → a burst of ten', async () => {
		const { host, sent, many } = pacerFixture();
		await many(10);
		await host.sleep(3_600_000);
		sent.length = 0;
		await many(12);
		expect(sent.map((at) => at - 3_600_000)).toEqual([...Array.from({ length: 10 }, () => 0), 1_000, 2_000]);
	});

	it('parallel requests → sent in the order of arrival', async () => {
		const { pacer } = pacerFixture(1);
		const order: number[] = [];
		await Promise.all([0, 1, 2, 3].map(async (name) => pacer.acquire().then(() => order.push(name))));
		expect(order).toEqual([0, 1, 2, 3]);
	});

	it('throttled → one pause for all, then single requests at half the rate', async () => {
		const { host, pacer, sent, many } = pacerFixture();
		await many(1);
		pacer.recordThrottling(5_000, trace);
		await many(4);
		expect(sent).toEqual([0, 5_000, 7_000, 9_000, 11_000]);
		expect(host.sleeps.filter((ms) => ms === 5_000)).toHaveLength(1);
	});

	it('a minute after the pause → the full rate', async () => {
		const { host, pacer, sent, many } = pacerFixture();
		pacer.recordThrottling(5_000, trace);
		await host.sleep(66_000);
		await many(12);
		expect(sent.slice(-2)).toEqual([67_000, 68_000]);
	});

	it('several requests throttled in one pause → one pause', async () => {
		const { pacer, sent, many } = pacerFixture(60, 30_000);
		for (let refused = 0; refused < 5; refused++) pacer.recordThrottling(20_000, trace);
		await many(1);
		expect(sent).toEqual([20_000]);
	});

	it('pause above the maximum wait → all waiting requests fail at once with the instant', async () => {
		const { host, pacer } = pacerFixture(60, 30_000);
		pacer.recordThrottling(20_000, trace);
		const waiting = [1, 2, 3].map(async () => await defenderError(pacer.acquire()));
		await host.sleep(1_000);
		pacer.recordThrottling(600_000, trace);
		for (const error of await Promise.all(waiting)) {
			expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 601_000 });
			expect(error.message).toContain('try again after 2026-11-22T03:10:01Z');
			expect(error.description).toContain('may wait at most 30 s in total');
			expect(error.description).toContain('request id r-1');
			expect(error.effect).toBe('none');
		}
		expect(host.time).toBe(START + 1_000);
		expect((await defenderError(pacer.acquire())).reason.kind).toBe('throttled');
	});

	eachRow([0, -5_000])(
		'throttled each time without a wait → an error after a bounded number of requests',
		async (pause) => {
			const { pacer } = pacerFixture(6_000, 60_000);
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

	it('canceled execution → waiting requests fail at once', async () => {
		const { host, pacer } = pacerFixture();
		pacer.recordThrottling(50_000, trace);
		const waiting = [1, 2].map(async () => await defenderError(pacer.acquire()));
		await host.sleep(1_000);
		host.cancel();
		for (const error of await Promise.all(waiting)) expect(error.reason.kind).toBe('canceled');
		expect(host.time).toBe(START + 1_000);
	});

	it('request that may not wait → sent at once, and the next one waits longer', async () => {
		const { pacer, sent, many } = pacerFixture();
		await many(10);
		pacer.acquireNow();
		await many(1);
		expect(sent.at(-1)).toBe(2_000);
	});

	it('request that may not wait in a canceled execution → an error', () => {
		const { host, pacer } = pacerFixture();
		host.cancel();
		expect(thrown(() => pacer.acquireNow()).reason.kind).toBe('canceled');
	});
});
