import { describe, expect, it } from 'vitest';
import { DefenderError } from '../../../defender/core/errors.ts';
import { defenderError, thrown } from '../../support/defenderErrors.mts';
import { START } from '../../support/fakeHost.mts';
import { pacerFixture, REFUSED, SERVED, settled } from '../../support/pacerFixture.mts';

describe('Pacer › without a documented quota', () => {
	it('many requests → ten in progress at once, and one more for each response', async () => {
		const { pacer, sent, acquire } = pacerFixture();
		for (let index = 0; index < 40; index++) void acquire();
		await settled();
		expect(sent).toHaveLength(10);
		pacer.recordEnd(1, SERVED);
		await settled();
		expect(sent).toHaveLength(12);
		for (let request = 2; request <= 12; request++) pacer.recordEnd(request, SERVED);
		await settled();
		expect(sent).toHaveLength(34);
		expect(pacer.parallelism).toBe(22);
	});

	it('hundreds of requests → nothing waits for the clock before the service throttles', async () => {
		const { host, many } = pacerFixture();
		await many(300);
		expect(host.sleeps.every((ms) => ms === 50)).toBe(true);
		expect(host.time - START).toBe(550);
	});

	it('parallel requests → sent in the order of arrival', async () => {
		const { pacer } = pacerFixture({ quotas: [{ requests: 1, periodMs: 1_000 }] });
		const order: number[] = [];
		await Promise.all([0, 1, 2, 3].map(async (name) => pacer.acquire().then(() => order.push(name))));
		expect(order).toEqual([0, 1, 2, 3]);
	});
});

describe('Pacer › documented quota', () => {
	it('more requests than a minute allows → the whole quota at once, the others half a second after the minute', async () => {
		const { sent, many } = pacerFixture({ quotas: [{ requests: 3, periodMs: 60_000 }], maxWaitMs: 0 });
		await many(5);
		expect(sent).toEqual([0, 0, 0, 60_500, 60_500]);
	});

	it('quota of an hour used up → an error at once, with the instant and the reason', async () => {
		const { host, sendOne } = pacerFixture({ quotas: [{ requests: 1, periodMs: 3_600_000 }] });
		await sendOne();
		const error = await defenderError(sendOne());
		expect(error.reason).toEqual({ kind: 'throttled', retryAt: START + 3_600_500 });
		expect(error.description).toContain('The entire tenant shares this quota.');
		expect(host.time - START).toBe(50);
	});

	it('quota of an hour within the maximum wait → waits', async () => {
		const { sent, many } = pacerFixture({
			quotas: [{ requests: 1, periodMs: 3_600_000 }],
			maxWaitMs: 4_000_000,
		});
		await many(2);
		expect(sent).toEqual([0, 3_600_500]);
	});

	it('many requests → five in progress at once', async () => {
		const { pacer, sent, acquire } = pacerFixture({ quotas: [{ requests: 50, periodMs: 60_000 }] });
		for (let index = 0; index < 20; index++) void acquire();
		await settled();
		expect(sent).toHaveLength(5);
		pacer.recordEnd(1, SERVED);
		await settled();
		expect(sent).toHaveLength(6);
	});

	it('wait of exactly 61 seconds for a quota → no pause', async () => {
		const { sent, many } = pacerFixture({ quotas: [{ requests: 1, periodMs: 60_500 }], maxWaitMs: 0 });
		await many(2);
		expect(sent).toEqual([0, 61_000]);
	});
});

describe('Pacer › request that may not wait', () => {
	it('all slots in use → sent at once, and the next one waits longer', async () => {
		const { pacer, sent, open, acquire } = pacerFixture();
		await open(10);
		const immediate = pacer.acquireNow();
		expect(immediate).toBe(11);
		void acquire();
		pacer.recordEnd(immediate, REFUSED);
		await settled();
		expect(sent).toHaveLength(10);
		pacer.recordEnd(1, REFUSED);
		await settled();
		expect(sent).toHaveLength(11);
	});

	it('quota used up → counted for the requests after it', async () => {
		const { pacer, sent, many } = pacerFixture({ quotas: [{ requests: 2, periodMs: 60_000 }] });
		pacer.recordEnd(pacer.acquireNow(), SERVED);
		await many(2);
		expect(sent).toEqual([0, 60_500]);
	});

	it('canceled execution → an error', () => {
		const { host, pacer } = pacerFixture();
		host.cancel();
		expect(thrown(() => pacer.acquireNow()).reason.kind).toBe('canceled');
	});
});

describe('Pacer › end of the execution', () => {
	it('canceled in a pause → waiting requests fail at once', async () => {
		const { host, pacer, refuse, open } = pacerFixture();
		const [first = 0] = await open(1);
		refuse(first, 50_000);
		const waiting = [1, 2].map(async () => await defenderError(pacer.acquire()));
		await host.sleep(1_000);
		host.cancel();
		for (const error of await Promise.all(waiting)) expect(error.reason.kind).toBe('canceled');
		expect(host.time).toBe(START + 1_000);
	});

	it('rejected sign-in → requests of the next five seconds fail with its error', async () => {
		const { host, pacer, sendOne } = pacerFixture();
		const rejection = new DefenderError({ kind: 'signIn' }, { message: 'rejected', description: '' });
		pacer.recordSignInRejection(rejection);
		expect(await defenderError(pacer.acquire())).toBe(rejection);
		await host.sleep(4_999);
		expect(await defenderError(pacer.acquire())).toBe(rejection);
		await host.sleep(1);
		await sendOne();
	});

	it('one waiting request fails → the next one is not affected', async () => {
		const { host, pacer, acquire } = pacerFixture();
		pacer.recordSignInRejection(
			new DefenderError({ kind: 'signIn' }, { message: 'rejected', description: '' }),
		);
		await defenderError(pacer.acquire());
		await host.sleep(5_000);
		expect(await acquire()).toBe(1);
	});
});
