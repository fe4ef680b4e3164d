import { asDefenderError } from './errors';

/** How one unit of work ended. `notStarted`: an earlier failure or `shouldStop` ended the run. */
export type Settled<T> =
	| { readonly kind: 'done'; readonly value: T }
	| { readonly kind: 'failed'; readonly reason: unknown }
	| { readonly kind: 'notStarted' };

export interface ParallelOptions {
	/** Maximum number of units that run at once. A function is called before each unit starts. */
	readonly bound: number | (() => number);
	/** Key of a unit. Units with the same key run one after the other, in index order; undefined: no key. */
	readonly keyOf: (index: number) => string | undefined;
	/** Checked before each unit starts. When it returns true, no further unit starts; running ones are awaited. */
	readonly shouldStop: () => boolean;
}

/**
 * Runs work for each item with bounded parallelism.
 * @returns the results of the finished work, in the order of the items
 * @throws DefenderError the first failure in the order of the items; running work is awaited before
 */
export async function mapParallel<Item, Result>(
	items: readonly Item[],
	options: Pick<ParallelOptions, 'bound'> & Partial<Pick<ParallelOptions, 'shouldStop'>>,
	work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
	const all = { keyOf: () => undefined, shouldStop: () => false, ...options };
	const results = await runParallel(
		items.length,
		all,
		async (index) => await Promise.all(items.slice(index, index + 1).map(async (item) => await work(item))),
	);
	return results.flatMap((result) => {
		if (result.kind === 'failed') throw asDefenderError(result.reason);
		return result.kind === 'done' ? result.value : [];
	});
}

/**
 * Runs work for the indices 0 to `count` - 1 with bounded parallelism. After the first failure no further unit starts.
 * Running units are awaited, because the outcome of every write already sent must be reported.
 * @returns how each unit ended, by its index
 */
export async function runParallel<T>(
	count: number,
	options: ParallelOptions,
	work: (index: number) => Promise<T>,
): Promise<ReadonlyArray<Settled<T>>> {
	const bound = () => (typeof options.bound === 'number' ? options.bound : options.bound());
	const results: Array<Settled<T>> = Array.from({ length: count }, () => ({ kind: 'notStarted' }));
	const queue = new UnitQueue(results.map((_, index) => options.keyOf(index)));
	let running = 0;
	let hasFailed = false;
	let wake = () => {};

	const runUnit = async (index: number): Promise<void> => {
		try {
			results[index] = { kind: 'done', value: await work(index) };
		} catch (reason) {
			results[index] = { kind: 'failed', reason };
			hasFailed = true;
		}
		queue.release(index);
		running -= 1;
		wake();
	};

	for (;;) {
		const nextEnd = new Promise<void>((resolve) => {
			wake = resolve;
		});
		while (running < bound() && !hasFailed && !options.shouldStop()) {
			const index = queue.next();
			if (index === undefined) break;
			running += 1;
			void runUnit(index);
		}
		if (running === 0) return results;
		await nextEnd;
	}
}

/**
 * Units that have not started, lowest index first. The queue looks at each unit once when it reaches it, and once more when
 * its key becomes free, so that thousands of units with one key take linear time.
 */
class UnitQueue {
	private reached = 0;
	/** Waiting units by their key. A key is in use while it has an entry. */
	private readonly waiting = new Map<string, WaitingUnits>();
	/** Waiting units whose key is free, at most as many as run at once. */
	private ready: readonly number[] = [];

	constructor(private readonly keys: ReadonlyArray<string | undefined>) {}

	/** Removes the first unit that may start now; undefined without one. */
	next(): number | undefined {
		const [first, ...others] = this.ready;
		if (first !== undefined) {
			this.ready = others;
			return first;
		}
		while (this.reached < this.keys.length) {
			const index = this.reached;
			this.reached += 1;
			if (this.claimKey(index)) return index;
		}
		return undefined;
	}

	/** Passes the key of an ended unit to the next unit that waits for it. */
	release(index: number): void {
		const key = this.keys[index];
		const waiting = key === undefined ? undefined : this.waiting.get(key);
		if (key === undefined || waiting === undefined) return;
		const next = waiting.units[waiting.started];
		waiting.started += 1;
		if (next === undefined) this.waiting.delete(key);
		else this.ready = [...this.ready, next].sort((a, b) => a - b);
	}

	/** Whether the key of the unit was free and is now in use; otherwise the unit waits for it. */
	private claimKey(index: number): boolean {
		const key = this.keys[index];
		if (key === undefined) return true;
		const waiting = this.waiting.get(key);
		if (waiting === undefined) this.waiting.set(key, { units: [], started: 0 });
		else waiting.units.push(index);
		return waiting === undefined;
	}
}

/** Units that wait for one key, in order; the first `started` of them have started. */
interface WaitingUnits {
	readonly units: number[];
	started: number;
}
