/** How often slow work is timed. */
const ATTEMPTS = 3;
/** No other process makes CPU time so many times longer: such work is not timed again. */
const TIMES_TOO_LONG = 10;

/**
 * Times work for a limit that must hold on a busy machine too. Another process may hold up an attempt, so each counts
 * with its CPU time where that is less than its duration, and the shortest attempt decides. CPU time alone would include
 * garbage collection on other cores.
 * @param enoughMs an attempt this short ends the search
 * @returns milliseconds
 */
export async function shortestTime(work: () => unknown, enoughMs: number): Promise<number> {
	let shortest = Number.POSITIVE_INFINITY;
	for (let attempt = 0; attempt < ATTEMPTS && shortest > enoughMs; attempt++) {
		shortest = Math.min(shortest, await timeOf(work));
		if (shortest > enoughMs * TIMES_TOO_LONG) break;
	}
	return shortest;
}

async function timeOf(work: () => unknown): Promise<number> {
	const start = performance.now();
	const cpuStart = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(cpuStart);
	return Math.min(performance.now() - start, (user + system) / 1_000);
}
