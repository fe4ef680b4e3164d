import { vi } from 'vitest';

/** Longest piece of the Host's waiting; timers of HTTP are longer and stay real. */
const PIECE_MS = 250;

/**
 * Lets short waits pass at once while `Date.now` moves on by them, and takes chance out of the backoff.
 * @returns milliseconds waited so far; undo with `vi.restoreAllMocks()`
 */
export function skipWaits(): () => number {
	let waited = 0;
	const [realSetTimeout, realNow] = [globalThis.setTimeout, Date.now];
	const skipping = (work: () => void, delay = 0): NodeJS.Timeout => {
		if (delay <= 0 || delay > PIECE_MS) return realSetTimeout(work, delay);
		return realSetTimeout(() => {
			waited += delay;
			work();
		}, 0);
	};
	vi.spyOn(globalThis, 'setTimeout').mockImplementation(
		Object.assign(skipping, { __promisify__: realSetTimeout.__promisify__ }),
	);
	vi.spyOn(Date, 'now').mockImplementation(() => realNow() + waited);
	vi.spyOn(Math, 'random').mockReturnValue(0.5);
	return () => waited;
}
