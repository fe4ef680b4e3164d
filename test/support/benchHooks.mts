import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { ourEngine, startBench, type Bench } from './practice.mts';
import { skipWaits } from './skipWaits.mts';

/** The bench of the test that runs. */
export interface Current {
	readonly bench: Bench;
	/** Milliseconds of waiting that the test skipped. */
	readonly waited: () => number;
}

/** Loading n8n takes long on a busy machine. */
const START_MS = 60_000;

type BenchOptions = Parameters<typeof startBench>;

/** For each test of the file a tenant of its own; `bench` may be replaced within a test by `restart`. */
export function benchPerTest(): Current & { readonly restart: (...options: BenchOptions) => Promise<void> } {
	let bench: Bench | undefined;
	const waited = waitsSkipped();
	beforeEach(async () => {
		bench = await startBench();
	}, START_MS);
	afterEach(async () => await bench?.close());
	return {
		get bench() {
			return started(bench);
		},
		waited,
		restart: async (...options) => {
			await bench?.close();
			bench = await startBench(...options);
		},
	};
}

/** One tenant for all tests of the file, which leave its state alone; faults are cleared after each. */
export function benchPerFile(): Current {
	let bench: Bench | undefined;
	const waited = waitsSkipped();
	beforeAll(async () => {
		bench = await startBench();
	}, START_MS);
	afterEach(() => bench?.tenant.faults.clear());
	afterAll(async () => await bench?.close());
	return {
		get bench() {
			return started(bench);
		},
		waited,
	};
}

/** Starts benches within a test and closes them after it. Waits are real. */
export function benchesOnDemand(): typeof startBench {
	const open: Bench[] = [];
	beforeAll(async () => void (await ourEngine()), START_MS);
	afterEach(async () => {
		for (const bench of open.splice(0)) await bench.close();
	});
	return async (...options) => {
		const bench = await startBench(...options);
		open.push(bench);
		return bench;
	};
}

function waitsSkipped(): () => number {
	let waited = () => 0;
	beforeEach(() => {
		waited = skipWaits();
	});
	afterEach(() => void vi.restoreAllMocks());
	return () => waited();
}

function started(bench: Bench | undefined): Bench {
	if (bench === undefined) throw new Error('The bench is there inside a test only.');
	return bench;
}

/** Starts benches at any time and closes them after the last test of the file. Waits are skipped. */
export function benchesPerFile(): typeof startBench {
	const open: Bench[] = [];
	waitsSkipped();
	beforeAll(async () => void (await ourEngine()), START_MS);
	afterAll(async () => {
		for (const bench of open.splice(0)) await bench.close();
	});
	return async (...options) => {
		const bench = await startBench(...options);
		open.push(bench);
		return bench;
	};
}
