import { vi } from 'vitest';
import { shortWaits } from '../../engine/shortWaits.mts';

/**
 * Lets short waits pass at once while `Date.now` moves on by them, and takes chance out of the backoff.
 * @returns milliseconds waited so far; undo with `vi.restoreAllMocks()`
 */
export function skipWaits(): () => number {
	const { setTimeout, now, waited } = shortWaits(globalThis.setTimeout, Date.now);
	vi.spyOn(globalThis, 'setTimeout').mockImplementation(setTimeout);
	vi.spyOn(Date, 'now').mockImplementation(now);
	vi.spyOn(Math, 'random').mockReturnValue(0.5);
	return waited;
}
