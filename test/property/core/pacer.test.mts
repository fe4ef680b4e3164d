import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DefenderError } from '../../../defender/core/errors.ts';
import { Pacer } from '../../../defender/core/pacer.ts';
import { FakeHost, START } from '../../support/fakeHost.mts';

const BURST = 10;
const MINUTE = 60_000;

const world = fc.record({
	rate: fc.integer({ min: 1, max: 200 }),
	maxWaitMs: fc.integer({ min: 0, max: 300_000 }),
	calls: fc.array(
		fc.record({
			after: fc.nat(20_000),
			latency: fc.nat(5_000),
			/** Pauses that the service asks for before it answers; most calls are not refused. */
			refusals: fc.oneof(
				{ weight: 5, arbitrary: fc.constant<number[]>([]) },
				{ weight: 1, arbitrary: fc.array(fc.nat(40_000), { maxLength: 3 }) },
			),
		}),
		{ minLength: 1, maxLength: 60 },
	),
});

it('pacer › any load and any throttling → never more than rate and burst per minute, and no request in a pause', async () => {
	await fc.assert(
		fc.asyncProperty(world, async ({ rate, maxWaitMs, calls }) => {
			const host = new FakeHost();
			const pacer = new Pacer(host, { ratePerMinute: rate, maxWaitMs });
			const left: number[] = [];
			let pausedUntil = 0;
			let closedUntil: number | undefined;
			const one = async ({ after, latency, refusals }: (typeof calls)[number]) => {
				await host.sleep(after);
				for (const pause of [...refusals, undefined]) {
					await pacer.acquire();
					left.push(host.time);
					expect(host.time).toBeGreaterThanOrEqual(pausedUntil);
					expect(closedUntil).toBeUndefined();
					await host.sleep(latency);
					if (pause === undefined) return;
					const until = host.time + Math.max(1_000, pause);
					pacer.recordThrottling(pause);
					const waited = budgetLeft.take(Math.max(host.time, pausedUntil), until);
					if (waited) pausedUntil = Math.max(pausedUntil, until);
					else closedUntil = until;
				}
			};
			const budgetLeft = {
				spent: 0,
				take(from: number, until: number): boolean {
					const added = Math.max(0, until - from);
					if (this.spent + added > maxWaitMs) return false;
					this.spent += added;
					return true;
				},
			};
			const outcomes = await Promise.allSettled(calls.map(one));
			for (const outcome of outcomes) {
				if (outcome.status === 'fulfilled') continue;
				const reason: unknown = outcome.reason;
				expect(reason).toBeInstanceOf(DefenderError);
				if (reason instanceof DefenderError) expect(reason.reason.kind).toBe('throttled');
				expect(closedUntil).toBeDefined();
			}
			for (const [index, start] of left.entries()) {
				const within = left.slice(index).filter((at) => at < start + MINUTE).length;
				expect(within).toBeLessThanOrEqual(rate + Math.min(BURST, rate));
			}
			expect(left).toEqual([...left].sort((a, b) => a - b));
			expect(left[0]).toBeGreaterThanOrEqual(START);
		}),
		{ numRuns: 150, seed: 20_261_122 },
	);
});
