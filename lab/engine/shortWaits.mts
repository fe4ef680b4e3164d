/** Longest piece of the Host's waiting; timers of HTTP are longer and stay real. */
const PIECE_MS = 250;

/** Timer and clock in which short waits are over at once. */
export interface ShortWaits {
	readonly setTimeout: typeof globalThis.setTimeout;
	/** Moves on by what was not waited for. */
	readonly now: () => number;
	/** Milliseconds not waited for so far. */
	readonly waited: () => number;
}

/** Made from the real ones, in whose place they are to be put. */
export function shortWaits(realSetTimeout: typeof globalThis.setTimeout, realNow: () => number): ShortWaits {
	let waited = 0;
	const skipping = (work: () => void, delay = 0): NodeJS.Timeout => {
		if (delay <= 0 || delay > PIECE_MS) return realSetTimeout(work, delay);
		return realSetTimeout(() => {
			waited += delay;
			work();
		}, 0);
	};
	return {
		setTimeout: Object.assign(skipping, { __promisify__: realSetTimeout.__promisify__ }),
		now: () => realNow() + waited,
		waited: () => waited,
	};
}
