// Runs one program and ends it, with everything it started, when whoever started this has gone: its stdin is a pipe
// that closes however the owner ends, also by SIGKILL. It must lead a process group of its own.
import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers';

const GRACE_MS = 5_000;
const [file, ...args] = process.argv.slice(2);

const endGroup = (signal) => process.kill(-process.pid, signal);

// The group receives the signal as a whole; this process waits for the program to end tidily.
process.on('SIGTERM', () => undefined).on('SIGINT', () => undefined);

process.stdin.resume();
process.stdin
	.on('error', () => undefined)
	.on('close', () => {
		endGroup('SIGTERM');
		setTimeout(() => endGroup('SIGKILL'), GRACE_MS);
	});

const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.on('error', (error) => {
	console.error(error.message);
	process.exit(127);
});
child.on('exit', (code, signal) => process.exit(signal === null ? code : 128));
