import { describe, expect, it } from 'vitest';
import { runParallel, type ParallelOptions } from '../../../defender/core/parallel.ts';
import { FakeHost } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { shortestTime } from '../../support/shortestTime.mts';

const options = (more: Partial<ParallelOptions> = {}): ParallelOptions => ({
	bound: 3,
	keyOf: () => undefined,
	shouldStop: () => false,
	...more,
});

describe('runParallel', () => {
	it('tasks end in another order → results by index', async () => {
		const host = new FakeHost();
		const results = await runParallel(3, options(), async (index) => {
			await host.sleep(300 - index * 100);
			return `result ${index}`;
		});
		expect(results).toEqual([0, 1, 2].map((index) => ({ kind: 'done', value: `result ${index}` })));
	});

	it('no tasks → no results', async () => {
		expect(await runParallel(0, options(), async () => 1)).toEqual([]);
	});

	it('failed task → running tasks end, and no other one starts', async () => {
		const host = new FakeHost();
		const started: number[] = [];
		const reason = new Error('refused');
		const results = await runParallel(5, options({ bound: 2 }), async (index) => {
			started.push(index);
			await host.sleep(index === 0 ? 100 : 500);
			if (index === 0) throw reason;
			return index;
		});
		expect(started).toEqual([0, 1]);
		expect(results).toEqual([
			{ kind: 'failed', reason },
			{ kind: 'done', value: 1 },
			{ kind: 'notStarted' },
			{ kind: 'notStarted' },
			{ kind: 'notStarted' },
		]);
	});

	it('task that throws synchronously → failed', async () => {
		const results = await runParallel(1, options(), () => {
			throw new Error('at once');
		});
		expect(results[0]?.kind).toBe('failed');
	});

	it('shouldStop → no other task starts', async () => {
		const started: number[] = [];
		const results = await runParallel(
			4,
			options({ bound: 1, shouldStop: () => started.length === 2 }),
			async (index) => started.push(index),
		);
		expect(results.map(({ kind }) => kind)).toEqual(['done', 'done', 'notStarted', 'notStarted']);
	});

	it('key in use → a task with another key starts first', async () => {
		const host = new FakeHost();
		const order: string[] = [];
		const keys = ['a', 'a', 'b'];
		await runParallel(3, options({ bound: 2, keyOf: (index) => keys[index] }), async (index) => {
			order.push(`${index} starts`);
			await host.sleep(100);
			order.push(`${index} ends`);
		});
		expect(order).toEqual(['0 starts', '2 starts', '0 ends', '1 starts', '2 ends', '1 ends']);
	});

	it('keyOf throws → no task starts', async () => {
		const started: number[] = [];
		const keyOf = (index: number) => {
			if (index === 2) throw new Error('no key');
			return undefined;
		};
		await expect(runParallel(3, options({ keyOf }), async (index) => started.push(index))).rejects.toThrow(
			'no key',
		);
		expect(started).toEqual([]);
	});

	eachRow([
		['one key', () => 'incident 1'],
		['no key', () => undefined],
		['two keys, one after the other', (index: number) => (index < 100_000 ? 'a' : 'b')],
		['a different key each', (index: number) => String(index)],
	])('200,000 tasks → linear time, and index order for equal keys', async (_, keyOf) => {
		const started: number[] = [];
		const kinds = new Set<string>();
		const run = async () => {
			started.length = 0;
			const results = await runParallel(200_000, options({ keyOf }), async (index) => started.push(index));
			for (const { kind } of results) kinds.add(kind);
		};
		expect(await shortestTime(run, 5_000)).toBeLessThan(5_000);
		expect([...kinds]).toEqual(['done']);
		expect(started).toHaveLength(200_000);
		for (const key of ['incident 1', 'a', 'b']) {
			const ofKey = started.filter((index) => keyOf(index) === key);
			expect(ofKey.every((index, at) => at === 0 || index > (ofKey[at - 1] ?? 0))).toBe(true);
		}
	});
});
