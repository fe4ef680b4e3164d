import { spawn } from 'node:child_process';
import { inRoot } from './paths.mjs';

const LEASH = inRoot('scripts', 'lib', 'leash.mjs');

/**
 * A program with everything it started.
 * @typedef {object} ProcessGroup
 * @property {number} pid of the group and of its leader
 * @property {Promise<number>} exited exit code of the program, 128 when a signal ended it; the whole group has ended then
 * @property {(graceMs?: number) => Promise<boolean>} stop requests its end and kills it after the grace period (default 10,000 ms); true when it ended by itself
 */

function signalGroup(pid, signal) {
	try {
		process.kill(-pid, signal);
	} catch (error) {
		if (error.code !== 'ESRCH') throw error;
	}
}

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/**
 * Starts a program in its own process group, which ends with this process at the latest, however that ends.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, onOutput: (chunk: Buffer, from: 'stdout' | 'stderr') => void }} options
 * @returns {ProcessGroup}
 */
export function startGroup(file, args, { cwd, env, onOutput }) {
	if (process.platform === 'win32') throw new Error('Process groups need Linux or macOS.');
	const leader = spawn(process.execPath, [LEASH, file, ...args], {
		cwd,
		env,
		detached: true,
		stdio: ['pipe', 'pipe', 'pipe'],
	});
	const { pid } = leader;
	if (pid === undefined) throw new Error(`${file} could not be started.`);
	leader.stdout.on('data', (chunk) => onOutput(chunk, 'stdout'));
	leader.stderr.on('data', (chunk) => onOutput(chunk, 'stderr'));
	// A pipe that breaks when the program ends is expected.
	leader.stdin.on('error', () => undefined);
	// Remaining child processes would keep the pipes open.
	leader.on('exit', () => signalGroup(pid, 'SIGKILL'));
	const exited = new Promise((resolve) => leader.on('close', (code) => resolve(code ?? 128)));
	const stop = async (graceMs = 10_000) => {
		signalGroup(pid, 'SIGTERM');
		const tidy = await Promise.race([exited.then(() => true), pause(graceMs).then(() => false)]);
		if (!tidy) signalGroup(pid, 'SIGKILL');
		await exited;
		return tidy;
	};
	return { pid, exited, stop };
}

/**
 * Runs a program to its end in its own process group.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, timeoutMs: number }} options
 * @returns {Promise<{ code: number, stdout: string, output: string, timedOut: boolean }>} `output` is stdout and stderr in the order of arrival
 */
export async function runGroup(file, args, { cwd, env, timeoutMs }) {
	const all = [];
	const out = [];
	const group = startGroup(file, args, {
		cwd,
		env,
		onOutput: (chunk, from) => {
			all.push(chunk);
			if (from === 'stdout') out.push(chunk);
		},
	});
	let timedOut = false;
	const timer = setTimeout(() => {
		timedOut = true;
		void group.stop();
	}, timeoutMs);
	const code = await group.exited;
	clearTimeout(timer);
	const text = (chunks) => Buffer.concat(chunks).toString('utf8');
	return { code, stdout: text(out), output: text(all), timedOut };
}
