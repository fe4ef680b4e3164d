import { Failure } from '../../scripts/lib/failure.mjs';
import { USAGE } from '../../scripts/lib/testQueueUsage.mjs';
import { startPractice } from '../../lab/tenant/practice.mts';
import { printable } from '../../lab/tenant/printable.mts';
import { busyRun } from './busyRun.mts';
import { startCluster } from './cluster.mts';
import { killedWorkers } from './killedWorkers.mts';
import { readOptions } from './options.mts';
import { findPrograms } from './programs.mts';
import { startRecorder } from './recorder.mts';
import { showResults, violations, type Results } from './results.mts';
import { tryTwoMains } from './twoMains.mts';

/** Runs the scenarios and prints what they found; the returned number is the exit code. */
async function main(args: readonly string[]): Promise<number> {
	const options = readOptions(args);
	if (options.kind === 'rejected') {
		process.stderr.write(`${options.problem}\n\n${USAGE}`);
		return 2;
	}
	const { executions, json } = options;
	const startedAt = performance.now();
	const say = (line: string): void => {
		const seconds = Math.round((performance.now() - startedAt) / 1000);
		(json ? process.stderr : process.stdout).write(`${`${seconds}`.padStart(5)} s  ${line}\n`);
	};
	const results = await run(executions, say);
	const found = violations(results);
	const document = { ok: found.length === 0, ...results, violations: found };
	if (json) process.stdout.write(`${JSON.stringify(document, plain, '\t')}\n`);
	else process.stdout.write(`\n${showResults(results)}\n`);
	for (const sentence of found) process.stderr.write(`${printable(sentence)}\n`);
	return found.length === 0 ? 0 : 1;
}

async function run(executions: number, say: (line: string) => void): Promise<Results> {
	const programs = findPrograms();
	const practice = await startPractice();
	const recorder = await startRecorder();
	try {
		say('Redis, PostgreSQL and n8n start.');
		const cluster = await startCluster(programs);
		try {
			say('One main, two workers and a webhook processor are ready.');
			const bench = { cluster, practice, recorder, say };
			const busy = await busyRun(bench, executions);
			say('The busy run has ended.');
			const without = await killedWorkers(bench, false);
			const acknowledged = await killedWorkers(bench, true);
			const twoMains = await tryTwoMains(cluster);
			const requestedOutside = [...new Set(cluster.requestedOutside)];
			return { busy, plain: without, acknowledged, twoMains, requestedOutside };
		} finally {
			await cluster.close();
		}
	} finally {
		await Promise.all([recorder.close(), practice.close()]);
	}
}

/** JSON has no maps. */
const plain = (_name: string, value: unknown): unknown =>
	value instanceof Map ? Object.fromEntries<unknown>(value) : value;

try {
	process.exitCode = await main(process.argv.slice(2));
} catch (error) {
	const message = error instanceof Failure ? error.message : error instanceof Error ? error.stack : error;
	process.stderr.write(`${printable(String(message))}\n`);
	process.exitCode = 1;
}
