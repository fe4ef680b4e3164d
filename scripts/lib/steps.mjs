import { secondsSince } from './progress.mjs';

/**
 * @typedef {{ name: string, run: () => Promise<{ code: number, output: string }> }} Step
 */

/**
 * Runs independent steps in the given order, at most `atOnce` at a time. Prints result and duration of each one,
 * and its output if it failed.
 * @param {readonly Step[]} steps
 * @param {number} atOnce
 * @param {() => void} [onIdle] called as soon as no step waits and fewer than `atOnce` run
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runSteps(steps, atOnce, onIdle = () => undefined) {
	const waiting = [...steps];
	const counts = { passed: 0, failed: 0 };
	const worker = async () => {
		for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
			const startedAt = Date.now();
			const { code, output } = await step.run();
			counts[code === 0 ? 'passed' : 'failed'] += 1;
			console.log(`${code === 0 ? '✓' : '✗'} ${step.name} (${secondsSince(startedAt)})`);
			if (code !== 0) console.log(output);
		}
		onIdle();
	};
	await Promise.all(Array.from({ length: atOnce }, worker));
	return counts;
}
