import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 100;
const MAX_MS = 240_000;

/**
 * Waits until something is true.
 * @param awaited what it waits for, for the message
 * @param maxMs maximum time in milliseconds
 * @throws Error when it is not true in time
 */
export async function until(
	awaited: string,
	isTrue: () => boolean | Promise<boolean>,
	maxMs = MAX_MS,
): Promise<void> {
	for (const deadline = Date.now() + maxMs; !(await isTrue()); await pause(POLL_MS))
		if (Date.now() > deadline) throw new Error(`Waited ${maxMs / 1000} seconds in vain for: ${awaited}.`);
}
