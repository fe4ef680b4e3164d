import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DefenderError } from '../../../defender/core/errors.ts';
import { Pacer } from '../../../defender/core/pacer.ts';
import { BoundedHost } from '../../support/boundedHost.mts';

const MINUTE = 60_000;
const MAX_PARALLEL = 5;

const load = fc.record({
	requests: fc.integer({ min: 1, max: 200 }),
	maxWaitMs: fc.integer({ min: 0, max: 300_000 }),
	calls: fc.array(
		fc.record({
			after: fc.nat(20_000),
			latency: fc.nat(5_000),
			/** Pauses that the service asks for before it serves the request; most requests are not throttled. */
			refusals: fc.oneof(
				{ weight: 5, arbitrary: fc.constant<number[]>([]) },
				{ weight: 1, arbitrary: fc.array(fc.nat(40_000), { maxLength: 3 }) },
			),
		}),
		{ minLength: 1, maxLength: 60 },
	),
});

/** What the service sees, and the rules that each request must obey. */
class Witness {
	readonly left: number[] = [];
	/** Number of failed requests, all of them after the maximum wait was exceeded. */
	failed = 0;
	private inProgress = 0;
	private pausedUntil = 0;
	/** Requests in progress when the last pause began, and whether a later one was served. */
	private inProgressAtPause = 0;
	private isTested = true;

	noteSent(now: number): void {
		this.left.push(now);
		this.inProgress += 1;
		expect(now).toBeGreaterThanOrEqual(this.pausedUntil);
		expect(this.inProgress).toBeLessThanOrEqual(this.isTested ? MAX_PARALLEL : this.inProgressAtPause + 1);
	}

	noteServed(now: number): void {
		this.inProgress -= 1;
		if (now >= this.pausedUntil) this.isTested = true;
	}

	noteThrottled(now: number, pauseMs: number): void {
		this.inProgress -= 1;
		this.pausedUntil = Math.max(this.pausedUntil, now + Math.max(1_000, pauseMs));
		this.inProgressAtPause = this.inProgress;
		this.isTested = false;
	}
}

it('pacer › any load and any throttling → never more than the quota and the parallelism, and no request in a pause', async () => {
	await fc.assert(
		fc.asyncProperty(load, async ({ requests, maxWaitMs, calls }) => {
			const host = new BoundedHost();
			const pacer = new Pacer(host, { quotas: [{ requests, periodMs: MINUTE }], maxWaitMs });
			const witness = new Witness();
			const one = async ({ after, latency, refusals }: (typeof calls)[number]) => {
				await host.sleep(after);
				for (const pauseMs of [...refusals, undefined]) {
					const request = await pacer.acquire();
					witness.noteSent(host.time);
					await host.sleep(latency);
					const isServed = pauseMs === undefined;
					pacer.recordEnd(request, { kind: isServed ? 'served' : 'other', signals: undefined });
					if (isServed) return witness.noteServed(host.time);
					pacer.recordThrottling(request, { pauseMs });
					witness.noteThrottled(host.time, pauseMs);
				}
			};
			const outcomes = await Promise.allSettled(calls.map(one));
			for (const outcome of outcomes) {
				if (outcome.status === 'fulfilled') continue;
				const reason: unknown = outcome.reason;
				if (!(reason instanceof DefenderError)) throw reason;
				expect(reason.reason.kind).toBe('throttled');
				witness.failed += 1;
			}
			const asked = calls.flatMap(({ refusals }) => refusals.map((pause) => Math.max(10_000, pause)));
			const askedInTotal = asked.reduce((sum, pause) => sum + pause, 0);
			if (askedInTotal <= maxWaitMs) expect(witness.failed).toBe(0);
			const { left } = witness;
			for (const [index, start] of left.entries())
				expect(left.slice(index).filter((at) => at < start + MINUTE).length).toBeLessThanOrEqual(requests);
			expect(left).toEqual([...left].sort((a, b) => a - b));
		}),
		{ numRuns: 150, seed: 20_261_122 },
	);
});
