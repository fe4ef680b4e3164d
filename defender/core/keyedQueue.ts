import { DefenderError } from './errors';
import { canceled } from './sentences/serviceText';

/** A queue per key: work with the same key runs one after the other, in the order of arrival, across this process. */
export class KeyedQueue {
	/** One entry for each key with unfinished work. */
	private readonly queues = new Map<string, Promise<void>>();

	/**
	 * Runs the work after all earlier work with this key has ended, however it ended.
	 * @param signal aborted when the execution is canceled: work that still waits leaves the queue, without delaying others
	 * @throws DefenderError `canceled` when the execution is canceled before the work starts
	 */
	async run<T>(key: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
		const earlierWork = this.queues.get(key) ?? Promise.resolve();
		const ownWork = waitFor(earlierWork, signal).then(work);
		// Later work waits for all earlier work, even if this work has left the queue.
		const queue = Promise.allSettled([earlierWork, ownWork]).then(() => {
			if (this.queues.get(key) === queue) this.queues.delete(key);
		});
		this.queues.set(key, queue);
		return await ownWork;
	}

	/** Number of keys with unfinished work. */
	get size(): number {
		return this.queues.size;
	}
}

async function waitFor(work: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
	if (signal === undefined) return await work;
	await new Promise<void>((resolve, reject) => {
		const leave = () => reject(new DefenderError({ kind: 'canceled' }, canceled()));
		if (signal.aborted) return leave();
		signal.addEventListener('abort', leave, { once: true });
		void work.then(() => {
			signal.removeEventListener('abort', leave);
			resolve();
		});
	});
}
