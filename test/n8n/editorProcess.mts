import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startGroup, type ProcessGroup } from '../../scripts/lib/processGroup.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCRIPT = fileURLToPath(new URL('../../scripts/editor.mjs', import.meta.url));
/** Below the ports that the system hands out. */
export const PORT = 24_680;

/** `npm run editor` in a process of its own. */
export interface Started {
	readonly group: ProcessGroup;
	readonly printed: () => string;
	/** Waits for a text. */
	readonly says: (text: string) => Promise<void>;
}

/** Starts it at the port. */
export function startEditor(...options: readonly string[]): Started {
	let text = '';
	const heard = new Set<() => void>();
	const group = startGroup(process.execPath, [SCRIPT, '--port', `${PORT}`, ...options], {
		cwd: ROOT,
		env: { ...process.env, CI: '1' },
		onOutput: (chunk) => {
			text += chunk.toString();
			for (const listener of heard) listener();
		},
	});
	const says = (wanted: string) =>
		new Promise<void>((resolve, reject) => {
			const look = () => text.includes(wanted) && resolve();
			heard.add(look);
			void group.exited.then((code) => reject(new Error(`It ended with code ${code}:\n${text}`)));
			look();
		});
	return { group, printed: () => text, says };
}

/** The value behind a label in what is printed. */
export const printedAt = (text: string, label: string): string =>
	new RegExp(`^ +${label} +(\\S+)$`, 'm').exec(text)?.[1] ?? '';

/** Whether nobody listens there. */
export const isFree = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const server = createServer();
		server.once('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});

/** Processes whose command line contains a text. */
export const running = (text: string): readonly string[] =>
	execFileSync('ps', ['-e', '-o', 'pid=,args='], { encoding: 'utf8' })
		.split('\n')
		.filter((line) => line.includes(text));

/** The process of n8n below an editor. */
export function n8nOf({ group }: Started): number {
	const rows = execFileSync('ps', ['-e', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
		.split('\n')
		.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [])
		.map(([, pid, parent, args = '']) => ({ pid: Number(pid), parent: Number(parent), args }));
	const isBelow = (pid: number): boolean =>
		pid === group.pid || rows.some((row) => row.pid === pid && row.parent > 1 && isBelow(row.parent));
	const found = rows.filter(
		({ pid, args }) => isBelow(pid) && /bin\/node \S+\/n8n start$/.test(args) && !args.includes('leash'),
	);
	if (found.length !== 1 || found[0] === undefined) throw new Error(`n8n was found ${found.length} times.`);
	return found[0].pid;
}
