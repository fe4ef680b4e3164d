import { copyUserFolder } from '../../lab/editor/userFolder.mts';
import { n8nEnvironment } from '../../lab/editor/environment.mts';
import { twoPorts } from '../../lab/editor/instance.mts';
import { createLog, type Log } from '../../lab/editor/log.mts';
import { startGroup, type ProcessGroup } from '../../scripts/lib/processGroup.mjs';
import { installedN8n } from '../../scripts/lib/realN8n.mjs';
import { until } from './waiting.mts';

/** The kinds of n8n process in queue mode. */
export type Role = 'main' | 'worker' | 'webhook';

/** One n8n process, with a user folder of its own as in a container. */
export interface QueueProcess {
	readonly log: Log;
	/** `http://127.0.0.1:<port>` of main and webhook processor. */
	readonly origin: string;
	/** What it printed since its last start. */
	sinceStart(): string;
	/** Starts it and waits until it is ready. */
	start(): Promise<void>;
	/** SIGKILL for it and all that it started. */
	kill(): Promise<void>;
	/** Ends it if it runs, and removes its user folder. */
	close(): Promise<void>;
}

const COMMANDS: Readonly<Record<Role, { readonly args: readonly string[]; readonly ready: string }>> = {
	main: { args: ['start'], ready: 'Editor is now accessible' },
	worker: { args: ['worker', '--concurrency=10'], ready: 'n8n worker is now ready' },
	webhook: { args: ['webhook'], ready: 'Webhook listener waiting for requests' },
};
const STOP_MS = 20_000;
/** n8n 2.41.1 may end while it recovers an execution that was killed before it began; a service manager starts it again. */
const STARTS = 3;

/**
 * A process that is not started yet.
 * @param original user folder with the installed package
 * @param common environment variables that all processes share
 */
export async function createQueueProcess(
	name: string,
	role: Role,
	original: string,
	common: NodeJS.ProcessEnv,
): Promise<QueueProcess> {
	const program = installedN8n();
	if (program === undefined) throw new Error('There is no n8n yet: "npm run test:queue" installs it.');
	const [port, brokerPort] = await twoPorts();
	const folder = copyUserFolder(original);
	const log = createLog(`queue-${name}`);
	const { args, ready } = COMMANDS[role];
	const env = { ...n8nEnvironment({ userFolder: folder.path, port, brokerPort }), ...common };
	let group: ProcessGroup | undefined;
	let printed = 0;
	let isClosed = false;
	const sinceStart = () => log.text().slice(printed);
	const startOnce = async (): Promise<boolean> => {
		printed = log.text().length;
		let hasEnded = false;
		const onOutput = (chunk: Buffer) => log.add(chunk);
		group = startGroup(program.node, [program.n8n, ...args], { cwd: folder.path, env, onOutput });
		void group.exited.then(() => (hasEnded = true));
		await until(`${name} (${log.file})`, () => sinceStart().includes(ready) || hasEnded);
		return !hasEnded;
	};
	return {
		...{ log, sinceStart },
		origin: `http://127.0.0.1:${port}`,
		start: async () => {
			for (let count = 0; count < STARTS && !isClosed; count++) if (await startOnce()) return;
			throw new Error(`${name} ended while starting.\n${log.tail()}`);
		},
		kill: async () => {
			if (group === undefined) throw new Error(`${name} does not run.`);
			process.kill(-group.pid, 'SIGKILL');
			await group.exited;
			group = undefined;
		},
		close: async () => {
			isClosed = true;
			await group?.stop(STOP_MS);
			folder.remove();
		},
	};
}

const STARTED = /Worker started execution (\d+)/g;
const FINISHED = /Worker finished execution (\d+)/g;

/** IDs of executions that a worker began since its last start. */
export const startedExecutions = (worker: QueueProcess): readonly string[] =>
	[...worker.sinceStart().matchAll(STARTED)].map(([, id = '']) => id);

/** IDs of executions that a worker began since its last start and did not finish. */
export function runningExecutions(worker: QueueProcess): readonly string[] {
	const finished = new Set([...worker.sinceStart().matchAll(FINISHED)].map(([, id]) => id));
	return startedExecutions(worker).filter((id) => !finished.has(id));
}
