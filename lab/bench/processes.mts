import { execFile, fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { growthJob } from './jobs.mts';
import type { ColdStart } from './report.mts';
import type { Measured, Task } from './task.mts';

const fileOf = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** A result of 100,000 items is a few numbers; warnings may come with it. */
const MAX_OUTPUT = 10_000_000;
/** One page of incidents. */
const FIRST_ROWS = 40;

/** The running service. */
export interface Service {
	readonly origin: string;
	readonly close: () => void;
}

/** Starts the service in a process of its own. @throws Error if it ends before it listens */
export async function startService(): Promise<Service> {
	const child = fork(fileOf('service.mts'), { execArgv: ['--import', 'tsx'] });
	const origin = await originOf(child);
	return { origin, close: () => child.disconnect() };
}

async function originOf(child: ChildProcess): Promise<string> {
	return await new Promise((resolve, reject) => {
		child.once('message', (message) => resolve((message as { origin: string }).origin));
		child.once('exit', (code) => reject(new Error(`The service ended with code ${code}.`)));
	});
}

/**
 * Measures one way in n8n's engine, in a process of its own.
 * @param nodeArguments further arguments of Node, such as `--cpu-prof`
 */
export async function measureInEngine(task: Task, nodeArguments: readonly string[] = []): Promise<Measured> {
	const all = ['--expose-gc', ...nodeArguments, '--import', 'tsx'];
	return (await runChild('engineProcess.mts', all, { BENCH_TASK: JSON.stringify(task) })) as Measured;
}

/** Runs a program of this folder and returns what it prints as JSON. */
async function runChild(
	file: string,
	nodeArguments: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
	const { stdout } = await promisify(execFile)(process.execPath, [...nodeArguments, fileOf(file)], {
		env: { ...process.env, ...environment },
		maxBuffer: MAX_OUTPUT,
	});
	return JSON.parse(stdout) as unknown;
}

/** Measures a new process: loading the package, and its first execution with the sign-in. */
export async function measureColdStart(origin: string): Promise<ColdStart> {
	const loaded = await runChild('coldProcess.mts', ['--import', 'tsx']);
	const { milliseconds: loadMs, hasMsal } = loaded as { milliseconds: number; hasMsal: boolean };
	const job = { ...growthJob('list', FIRST_ROWS), isFirst: true };
	const { milliseconds } = await measureInEngine({ job, way: 'ours', origin });
	return { loadMs, firstExecutionMs: milliseconds, hasMsal };
}
