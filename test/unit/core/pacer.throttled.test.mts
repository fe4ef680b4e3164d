import { describe, expect, it } from 'vitest';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { defenderError } from '../../support/defenderErrors.mts';
import { START } from '../../support/fakeHost.mts';
import { pacerFixture, SERVED, settled } from '../../support/pacerFixture.mts';

describe('Pacer › status 429', () => {
	it('one 429 → one pause for all, one request, and after its response the others one at a time at half the rate', async () => {
		const { host, sent, refuse, open, many } = pacerFixture();
		const [first = 0, ...others] = await open(10);
		refuse(first, 5_000);
		const rest = many(4);
		others.forEach((request) => refuse(request, 5_000));
		await rest;
		// Ten requests were sent within the first second.
		expect(sent.slice(10)).toEqual([5_000, 5_200, 5_400, 5_600]);
		expect(host.sleeps.filter((ms) => ms === 5_000)).toHaveLength(1);
	});

	it('several requests of one round throttled → parallelism halved once', async () => {
		const { pacer, refuse, open } = pacerFixture();
		const requests = await open(4);
		requests.forEach((request) => refuse(request, 1_000));
		expect(pacer.parallelism).toBe(5);
	});

	it('request of a later round throttled → halved again', async () => {
		const { pacer, refuse, open, sendOne, acquire } = pacerFixture();
		const [first = 0] = await open(1);
		refuse(first, 1_000);
		await sendOne();
		refuse(await acquire(), 1_000);
		expect(pacer.parallelism).toBe(2);
	});

	it('first request after the pause throttled → parallelism and rate stay', async () => {
		const { pacer, sent, refuse, open, acquire, many } = pacerFixture();
		const [first = 0, ...others] = await open(10);
		others.forEach((request) => pacer.recordEnd(request, SERVED));
		refuse(first, 1_000);
		const { parallelism } = pacer;
		refuse(await acquire(), 1_000);
		expect(pacer.parallelism).toBe(parallelism);
		await many(3);
		// The minimum pause doubles, and five requests a second follow.
		expect(sent.slice(10)).toEqual([1_000, 3_000, 3_200, 3_400]);
	});

	it('no response since the pause → only one request in progress', async () => {
		const { host, pacer, sent, refuse, open, acquire } = pacerFixture();
		const [first = 0, second = 0] = await open(2);
		refuse(first, 1_000);
		pacer.recordEnd(second, SERVED);
		const probe = acquire();
		void acquire();
		await host.sleep(30_000);
		expect(sent).toEqual([0, 0, 1_000]);
		pacer.recordEnd(await probe, SERVED);
		await settled();
		expect(sent).toHaveLength(4);
	});

	it('pause above the maximum wait → all waiting requests fail at once with the instant', async () => {
		const { host, pacer, refuse, open } = pacerFixture({ maxWaitMs: 30_000 });
		const [first = 0, second = 0] = await open(2);
		refuse(first, 20_000);
		const waiting = [1, 2, 3].map(async () => await defenderError(pacer.acquire()));
		await host.sleep(1_000);
		refuse(second, 600_000);
		for (const error of await Promise.all(waiting)) {
			expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 601_000 });
			expect(error.message).toContain('try again after 2026-11-22T03:10:01Z');
			expect(error.description).toContain('may wait at most 30 s in total');
			expect(error.description).toContain('request id r-1');
		}
		expect(host.time).toBe(START + 1_000);
		expect((await defenderError(pacer.acquire())).reason.kind).toBe('throttled');
	});

	it('pause above the maximum wait while requests wait for a response → they fail at once', async () => {
		const { pacer, open } = pacerFixture();
		const [first = 0] = await open(10);
		const waiting = defenderError(pacer.acquire());
		await settled();
		pacer.recordThrottling(first, { pauseMs: 600_000 });
		expect((await waiting).reason.kind).toBe('throttled');
	});

	eachRow([0, -5_000])(
		'throttled each time without a wait → an error after a bounded number of requests',
		async (pause) => {
			const { pacer, refuse, acquire, sent } = pacerFixture();
			const repeated = async () => {
				for (let attempt = 0; attempt < 100; attempt++) refuse(await acquire(), pause);
			};
			expect((await defenderError(repeated())).reason.kind).toBe('throttled');
			// Pauses of 1, 2, 4, 8 and then 10 seconds.
			expect(sent.map((at) => at / 1_000)).toEqual([0, 1, 3, 7, 15, 25, 35, 45, 55]);
			expect(pacer.parallelism).toBe(5);
		},
	);

	it('no time stated → the last pause uses the rest of the maximum wait', async () => {
		const { refuse, acquire, sent, sendOne } = pacerFixture({ maxWaitMs: 15_000 });
		for (let attempt = 0; attempt < 2; attempt++) refuse(await acquire(), 10_000, { isGuess: true });
		await sendOne();
		expect(sent).toEqual([0, 10_000, 15_000]);
	});
});
