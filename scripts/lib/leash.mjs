// Runs one program, and stops it with everything it started when the parent process ends. Its stdin is a pipe that
// closes however the parent ends, even by SIGKILL. It must lead its own process group.
import { spawn } from 'node:child_process';
import { setTimeout } from 'node:timers';

const GRACE_MS = 5_000;
const [file, ...args] = process.argv.slice(2);

const endGroup = (signal) => process.kill(-process.pid, signal);

// The whole group receives the signal; this process waits until the program has ended.
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
