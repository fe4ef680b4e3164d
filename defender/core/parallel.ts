/** What became of one unit of work; `notStarted` when an earlier failure stopped the run before its turn. */
export type Settled<T> =
	| { readonly kind: 'done'; readonly value: T }
	| { readonly kind: 'failed'; readonly reason: unknown }
	| { readonly kind: 'notStarted' };

export interface ParallelOptions {
	/** How many units may run at once. */
	readonly bound: number;
	/** Units with an equal key run one after the other, in index order; undefined means no such tie. */
	readonly keyOf: (index: number) => string | undefined;
	/** Asked before each unit starts; true stops the start of further units. Those in flight are awaited. */
	readonly shouldStop: () => boolean;
}

/**
 * Runs `work` for 0…count-1 with bounded parallelism. Results stand at their index. The first failure stops the start of
 * further units, never those in flight, because a write that was sent must be told of (hard-parts §9.1).
 */
export async function runParallel<T>(
	count: number,
	options: ParallelOptions,
	work: (index: number) => Promise<T>,
): Promise<ReadonlyArray<Settled<T>>> {
	const results: Array<Settled<T>> = Array.from({ length: count }, () => ({ kind: 'notStarted' }));
	const waiting = Array.from({ length: count }, (_, index) => index);
	const keys = waiting.map(options.keyOf);
	const busyKeys = new Set<string>();
	const running = new Set<Promise<void>>();
	let failed = false;

	const runOne = async (index: number): Promise<void> => {
		const key = keys[index];
		if (key !== undefined) busyKeys.add(key);
		try {
			results[index] = { kind: 'done', value: await work(index) };
		} catch (reason) {
			results[index] = { kind: 'failed', reason };
			failed = true;
		} finally {
			if (key !== undefined) busyKeys.delete(key);
		}
	};

	for (;;) {
		while (running.size < options.bound && !failed && !options.shouldStop()) {
			const place = waiting.findIndex((index) => !isBusy(keys[index], busyKeys));
			const index = waiting[place];
			if (index === undefined) break;
			waiting.splice(place, 1);
			const unit = runOne(index);
			running.add(unit);
			void unit.then(() => running.delete(unit));
		}
		if (running.size === 0) return results;
		await Promise.race(running);
	}
}

function isBusy(key: string | undefined, busyKeys: ReadonlySet<string>): boolean {
	return key !== undefined && busyKeys.has(key);
}
