import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { eachRowWithin } from '../../lab/test/support/eachRow.mts';
import { ourEngine, startBench, type Bench } from './practice.mts';
import { skipWaits } from '../../lab/test/support/skipWaits.mts';

/** The bench of the test that runs. */
export interface Current {
	readonly bench: Bench;
	/** Milliseconds of waiting that the test skipped. */
	readonly waited: () => number;
	/** One case for a whole table; each row begins and ends like a test of its own. */
	readonly eachRow: EachRow;
}

type EachRow = ReturnType<typeof eachRowWithin>;

/** Starts a bench with options of its own. */
type StartBench = typeof startBench & { readonly eachRow: EachRow };

/** Loading n8n takes long on a busy machine. */
const START_MS = 60_000;

type BenchOptions = Parameters<typeof startBench>;

/** For each test of the file a tenant of its own; `bench` may be replaced within a test by `restart`. */
export function benchPerTest(): Current & { readonly restart: (...options: BenchOptions) => Promise<void> } {
	let bench: Bench | undefined;
	const waits = skippedWaits();
	const close = async () => {
		const open = bench;
		bench = undefined;
		await open?.close();
	};
	beforeEach(async () => {
		bench = await startBench();
	}, START_MS);
	afterEach(close);
	return {
		get bench() {
			return started(bench);
		},
		waited: waits.waited,
		eachRow: eachRowWithin(async (check) => {
			await close();
			waits.restart();
			bench = await startBench();
			await runThenClose(check, close);
		}),
		restart: async (...options) => {
			await bench?.close();
			bench = await startBench(...options);
		},
	};
}

/** One tenant for all tests of the file, which leave its state alone; faults are cleared after each. */
export function benchPerFile(): Current {
	let bench: Bench | undefined;
	const waits = skippedWaits();
	const clearFaults = () => bench?.tenant.faults.clear();
	beforeAll(async () => {
		bench = await startBench();
	}, START_MS);
	afterEach(clearFaults);
	afterAll(async () => await bench?.close());
	return {
		get bench() {
			return started(bench);
		},
		waited: waits.waited,
		eachRow: eachRowWithin(async (check) => {
			waits.restart();
			await runThenClose(check, clearFaults);
		}),
	};
}

/**
 * Starts benches within a test or a row and closes them after it.
 * @param options.skipsWaits whether short waits pass at once; by default they are real
 */
export function benchesOnDemand({ skipsWaits = false } = {}): StartBench {
	const { start, closeAll } = openBenches();
	const waits = skipsWaits ? skippedWaits() : undefined;
	beforeAll(async () => void (await ourEngine()), START_MS);
	afterEach(closeAll);
	return Object.assign(start, {
		eachRow: eachRowWithin(async (check) => {
			waits?.restart();
			await runThenClose(check, closeAll);
		}),
	});
}

/** Starts benches at any time and closes them after the last test of the file. Waits are skipped. */
export function benchesPerFile(): StartBench {
	const { start, closeAll } = openBenches();
	const waits = skippedWaits();
	beforeAll(async () => void (await ourEngine()), START_MS);
	afterAll(closeAll);
	return Object.assign(start, {
		eachRow: eachRowWithin(async (check) => {
			waits.restart();
			await check();
		}),
	});
}

/** Benches that are open at the same time. */
function openBenches() {
	const open: Bench[] = [];
	return {
		start: async (...options: BenchOptions): Promise<Bench> => {
			const bench = await startBench(...options);
			open.push(bench);
			return bench;
		},
		closeAll: async () => {
			for (const bench of open.splice(0)) await bench.close();
		},
	};
}

/** Skips the waits of each test; `restart` begins with the real clock again, for the next row of a table. */
function skippedWaits() {
	let waited = () => 0;
	const restart = () => {
		vi.restoreAllMocks();
		waited = skipWaits();
	};
	beforeEach(restart);
	afterEach(() => void vi.restoreAllMocks());
	return { waited: () => waited(), restart };
}

/** Closes after the check, also after one that fails: its own failure is the one to report. */
async function runThenClose(check: () => unknown, close: () => unknown): Promise<void> {
	try {
		await check();
	} catch (error) {
		await Promise.resolve(close()).catch(() => undefined);
		throw error;
	}
	await close();
}

function started(bench: Bench | undefined): Bench {
	if (bench === undefined) throw new Error('A bench exists only within a test.');
	return bench;
}
