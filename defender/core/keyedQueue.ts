import { DefenderError } from './errors';
import { cancelled } from './sentences/serviceText';

/**
 * Runs work on the same key one after the other, in the order of arrival, across all callers in this process. It holds one
 * entry for each key that is being worked on, and nothing else.
 */
export class KeyedQueue {
	private readonly queues = new Map<string, Promise<void>>();

	/**
	 * Waits for all earlier work on the key, however it ended, then does this.
	 * @param signal aborted when the caller's execution is cancelled: it then leaves the queue, and delays nobody behind it
	 * @throws DefenderError `cancelled` when that happens before the work has begun
	 */
	async run<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
		const before = this.queues.get(key) ?? Promise.resolve();
		const turn = untilOver(before, signal).then(work);
		// The next caller waits for all earlier work, even when this caller has left the queue.
		const queue = Promise.allSettled([before, turn]).then(() => {
			if (this.queues.get(key) === queue) this.queues.delete(key);
		});
		this.queues.set(key, queue);
		return await turn;
	}

	/** Keys that are being worked on. */
	get size(): number {
		return this.queues.size;
	}
}

async function untilOver(before: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	if (signal === undefined) return await before;
	await new Promise<void>((resolve, reject) => {
		const leave = () => reject(new DefenderError({ kind: 'cancelled' }, cancelled()));
		if (signal.aborted) return leave();
		signal.addEventListener('abort', leave, { once: true });
		void before.then(() => {
			signal.removeEventListener('abort', leave);
			resolve();
		});
	});
}
