import fc from 'fast-check';
import { expect, it } from 'vitest';
import { runParallel } from '../../../defender/core/parallel.ts';
import { FakeHost } from '../../support/fakeHost.mts';

const schedule = fc.record({
	bound: fc.integer({ min: 1, max: 6 }),
	units: fc.array(
		fc.record({
			key: fc.constantFrom(undefined, 'a', 'b', 'c'),
			takes: fc.nat(50),
			fails: fc.boolean(),
		}),
		{ maxLength: 14 },
	),
	mayFail: fc.boolean(),
});

it('runParallel › any schedule → bound, order of equal keys, result positions and stop on failure hold', async () => {
	await fc.assert(
		fc.asyncProperty(schedule, async ({ bound, units, mayFail }) => {
			const host = new FakeHost();
			const running = new Set<number>();
			const starts: number[] = [];
			let failedAt: number | undefined;
			const keyOf = (index: number) => units[index]?.key;
			const results = await runParallel(
				units.length,
				{ bound, keyOf, shouldStop: () => false },
				async (index) => {
					expect(failedAt).toBeUndefined();
					const unit = units[index];
					for (const other of running) {
						if (unit?.key !== undefined) expect(keyOf(other)).not.toBe(unit.key);
					}
					running.add(index);
					starts.push(index);
					expect(running.size).toBeLessThanOrEqual(bound);
					await host.sleep(unit?.takes ?? 0);
					running.delete(index);
					if (mayFail && unit?.fails === true) {
						failedAt ??= index;
						throw new Error(`unit ${index}`);
					}
					return index;
				},
			);
			expect(running.size).toBe(0);
			for (const key of ['a', 'b', 'c']) {
				const ofKey = starts.filter((index) => keyOf(index) === key);
				expect(ofKey).toEqual([...ofKey].sort((a, b) => a - b));
			}
			expect(results.map(({ kind }) => kind !== 'notStarted')).toEqual(
				units.map((_, index) => starts.includes(index)),
			);
			for (const [index, result] of results.entries()) {
				if (result.kind === 'done') expect(result.value).toBe(index);
				if (result.kind === 'failed') expect(result.reason).toEqual(new Error(`unit ${index}`));
			}
			if (failedAt === undefined) expect(starts).toHaveLength(units.length);
		}),
		{ numRuns: 200, seed: 20_261_122 },
	);
});
