import { describe, expect, it } from 'vitest';
import { KeyedQueue } from '../../../defender/core/keyedQueue.ts';
import { defenderError } from '../../support/defenderErrors.mts';

/** Work that the test ends. */
function controlledWork<T>(value: T) {
	let end: { readonly resolve: (value: T) => void; readonly reject: (reason: Error) => void } | undefined;
	const result = new Promise<T>((resolve, reject) => {
		end = { resolve, reject };
	});
	let isRunning = false;
	return {
		run: async () => {
			isRunning = true;
			return await result;
		},
		isRunning: () => isRunning,
		finish: () => end?.resolve(value),
		fail: () => end?.reject(new Error('broken')),
	};
}

/** Lets everything run that waits for nothing outside. */
const settle = async () => await new Promise((resolve) => setImmediate(resolve));

describe('KeyedQueue', () => {
	it('60 tasks with one key → one after the other, in the order of arrival', async () => {
		const turns = new KeyedQueue();
		const begun: number[] = [];
		const results = await Promise.all(
			Array.from({ length: 60 }, async (_, index) =>
				turns.run('48417', undefined, async () => {
					begun.push(index);
					await settle();
					return begun.length;
				}),
			),
		);
		expect(begun).toEqual(results.map((_, index) => index));
		// Each saw that no other had begun before it ended.
		expect(results).toEqual(begun.map((index) => index + 1));
	});

	it('other key → no wait', async () => {
		const turns = new KeyedQueue();
		const long = controlledWork('done');
		const first = turns.run('1', undefined, long.run);
		expect(await turns.run('2', undefined, async () => 'other')).toBe('other');
		long.finish();
		expect(await first).toBe('done');
	});

	it('failed task → the next one starts, and only the caller gets the error', async () => {
		const turns = new KeyedQueue();
		const broken = controlledWork('never');
		const first = turns.run('1', undefined, broken.run);
		const second = turns.run('1', undefined, async () => 'second');
		broken.fail();
		await expect(first).rejects.toThrow('broken');
		expect(await second).toBe('second');
	});

	it('all tasks ended → no entry is kept', async () => {
		const turns = new KeyedQueue();
		await Promise.all(
			['1', '1', '2', '3', '3'].map(async (key) => turns.run(key, undefined, async () => key)),
		);
		await settle();
		expect(turns.size).toBe(0);
	});
});

describe('KeyedQueue › canceled execution', () => {
	it('task waits → it fails at once, and the next one waits only for the running task', async () => {
		const turns = new KeyedQueue();
		const stop = new AbortController();
		const long = controlledWork('long');
		const never = controlledWork('never');
		const behind = controlledWork('behind');
		const first = turns.run('1', undefined, long.run);
		const second = defenderError(turns.run('1', stop.signal, never.run));
		const third = turns.run('1', new AbortController().signal, behind.run);
		stop.abort();
		expect((await second).reason.kind).toBe('canceled');
		await settle();
		expect([never.isRunning(), behind.isRunning()]).toEqual([false, false]);
		long.finish();
		await settle();
		expect([never.isRunning(), behind.isRunning()]).toEqual([false, true]);
		behind.finish();
		expect([await first, await third]).toEqual(['long', 'behind']);
		await settle();
		expect(turns.size).toBe(0);
	});

	it('before the task is queued → it never starts', async () => {
		const turns = new KeyedQueue();
		const never = controlledWork('never');
		const error = await defenderError(turns.run('1', AbortSignal.abort(), never.run));
		expect([error.reason.kind, error.effect, never.isRunning()]).toEqual(['canceled', 'none', false]);
	});

	it('task is running → the next one starts only after it ended', async () => {
		const turns = new KeyedQueue();
		const stop = new AbortController();
		const long = controlledWork('long');
		const next = controlledWork('next');
		const first = turns.run('1', stop.signal, long.run);
		const second = turns.run('1', undefined, next.run);
		await settle();
		stop.abort();
		await settle();
		expect([long.isRunning(), next.isRunning()]).toEqual([true, false]);
		long.finish();
		next.finish();
		expect([await first, await second]).toEqual(['long', 'next']);
	});
});
