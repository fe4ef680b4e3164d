import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/** @typedef {{ code: number, output: string }} Outcome `code` 0 is success; `output` is stdout and stderr in the order of arrival. */

/**
 * Runs a program in the checkout's root and returns its output.
 * @param {string} file the program, started without a shell unless `options.shell`
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<Outcome>} also when the program fails or cannot be started
 */
export function capture(file, args, options = {}) {
	return new Promise((resolve) => {
		const child = spawn(file, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], ...options });
		const chunks = [];
		child.stdout.on('data', (chunk) => chunks.push(chunk));
		child.stderr.on('data', (chunk) => chunks.push(chunk));
		const stop = () => {
			// npm continues after a SIGTERM, and two npm processes in one folder conflict.
			child.kill('SIGKILL');
			process.exit(1);
		};
		process.once('SIGTERM', stop).once('SIGINT', stop);
		const settle = (outcome) => {
			process.off('SIGTERM', stop).off('SIGINT', stop);
			resolve(outcome);
		};
		const output = () => Buffer.concat(chunks).toString('utf8');
		child.on('error', (error) => settle({ code: 1, output: `${output()}${error.message}\n` }));
		child.on('close', (code) => settle({ code: code ?? 1, output: output() }));
	});
}

/** Runs a Node program and returns its output; see `capture`. */
export const captureNode = (args, options) => capture(process.execPath, args, options);

/**
 * Runs a Node program on this terminal, forwards signals to it, and waits for it.
 * @param {readonly string[]} args
 * @param {readonly string[]} [before] a command that runs the command after it
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
export function attachNode(args, before = []) {
	return new Promise((resolve) => {
		const [file, ...rest] = [...before, process.execPath, ...args];
		const child = spawn(file, rest, { cwd: ROOT, stdio: 'inherit' });
		// Ctrl+C reaches the whole process group; this process waits so that the child can finish.
		const waitOn = () => undefined;
		const forward = () => child.kill('SIGTERM');
		process.on('SIGINT', waitOn).on('SIGTERM', forward);
		const end = (code) => {
			process.off('SIGINT', waitOn).off('SIGTERM', forward);
			resolve(code ?? 1);
		};
		child.on('error', (error) => {
			console.error(error.message);
			end(1);
		});
		child.on('close', end);
	});
}
