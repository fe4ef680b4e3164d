import { expect, it } from 'vitest';
import { startGroup } from '../../../scripts/lib/processGroup.mjs';
import { onlyChild } from '../../bench/residentMemory.mts';

const isLinux = process.platform === 'linux';
const PRINT_PID = 'process.stdout.write(String(process.pid)); setInterval(() => {}, 60_000)';

/** Starts a program in a process group of its own and checks both processes. */
async function withGroup(check: (leader: number, program: number) => void): Promise<void> {
	let show: (pid: number) => void = () => {};
	const shown = new Promise<number>((resolve) => (show = resolve));
	const group = startGroup(process.execPath, ['-e', PRINT_PID], {
		cwd: process.cwd(),
		env: process.env,
		onOutput: (chunk) => show(Number(chunk)),
	});
	try {
		check(group.pid, await shown);
	} finally {
		await group.stop();
	}
}

it.runIf(isLinux)('bench memory › leader of a process group → its program is the only child', async () => {
	await withGroup((leader, program) => expect(onlyChild(leader)).toBe(program));
});

it.runIf(isLinux)('bench memory › process without a child → error that names the file', async () => {
	await withGroup((_, program) => expect(() => onlyChild(program)).toThrow(`/proc/${program}/task/`));
});
