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
 * further units, never those in flight, because a write that was sent must be told of.
 */
export async function runParallel<T>(
	count: number,
	options: ParallelOptions,
	work: (index: number) => Promise<T>,
): Promise<ReadonlyArray<Settled<T>>> {
	const results: Array<Settled<T>> = Array.from({ length: count }, () => ({ kind: 'notStarted' }));
	const queue = new UnitQueue(results.map((_, index) => options.keyOf(index)));
	let running = 0;
	let failed = false;
	let wake = () => {};

	const runOne = async (index: number): Promise<void> => {
		try {
			results[index] = { kind: 'done', value: await work(index) };
		} catch (reason) {
			results[index] = { kind: 'failed', reason };
			failed = true;
		}
		queue.end(index);
		running -= 1;
		wake();
	};

	for (;;) {
		const oneEnds = new Promise<void>((resolve) => {
			wake = resolve;
		});
		while (running < options.bound && !failed && !options.shouldStop()) {
			const index = queue.next();
			if (index === undefined) break;
			running += 1;
			void runOne(index);
		}
		if (running === 0) return results;
		await oneEnds;
	}
}

/**
 * The units that have not started, the lowest index first. Each unit is looked at once when the queue passes it and once
 * when its key becomes free, so that thousands of units with one key take linear time.
 */
class UnitQueue {
	private passed = 0;
	/** Units that the queue passed while their key was busy, by key. A key is busy as long as it has an entry. */
	private readonly held = new Map<string, Held>();
	/** Held units whose key is free again. No more than units that run at once. */
	private freed: readonly number[] = [];

	constructor(private readonly keys: ReadonlyArray<string | undefined>) {}

	/** Takes the first unit that may start; undefined when there is none now. */
	next(): number | undefined {
		const [first, ...others] = this.freed;
		if (first !== undefined) {
			this.freed = others;
			return first;
		}
		while (this.passed < this.keys.length) {
			const index = this.passed;
			this.passed += 1;
			if (!this.hold(index)) return index;
		}
		return undefined;
	}

	/** Frees the key of a unit for the next one that has it. */
	end(index: number): void {
		const key = this.keys[index];
		const held = key === undefined ? undefined : this.held.get(key);
		if (key === undefined || held === undefined) return;
		const next = held.units[held.started];
		held.started += 1;
		if (next === undefined) this.held.delete(key);
		else this.freed = [...this.freed, next].sort((a, b) => a - b);
	}

	/** Whether the unit has to wait for its key; otherwise the key is its own now. */
	private hold(index: number): boolean {
		const key = this.keys[index];
		if (key === undefined) return false;
		const held = this.held.get(key);
		if (held === undefined) this.held.set(key, { units: [], started: 0 });
		else held.units.push(index);
		return held !== undefined;
	}
}

/** Units that wait for one key, in order; the first `started` of them have begun. */
interface Held {
	readonly units: number[];
	started: number;
}
