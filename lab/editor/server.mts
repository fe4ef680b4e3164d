import { setTimeout as pause } from 'node:timers/promises';
import { startGroup } from '../../scripts/lib/processGroup.mjs';
import type { Instance } from './instance.mts';

/** A running n8n with editor and REST API. */
export interface Server {
	/** `http://127.0.0.1:<port>` */
	readonly origin: string;
	/** Of the process group in which everything of this n8n runs. */
	readonly pid: number;
	/** Its exit code, 128 when a signal ended it. */
	readonly ended: Promise<number>;
	/** Ends n8n and everything it started; true when it ended by itself in time. */
	readonly stop: () => Promise<boolean>;
}

const START_MS = 240_000;
const STOP_MS = 20_000;
const POLL_MS = 250;
/** n8n prints it when editor and REST API are registered; its health check answers earlier. */
const READY = 'Editor is now accessible';

/**
 * Starts n8n and waits until its editor can be used.
 *
 * @param signal ends n8n again while it is starting
 * @throws Error with the end of the log if it does not start
 */
export async function startServer(instance: Instance, signal?: AbortSignal): Promise<Server> {
	const { program, environment, userFolder, log, port } = instance;
	log.add('$ n8n start\n');
	const printed = log.text().length;
	const group = startGroup(program.node, [program.n8n, 'start'], {
		cwd: userFolder,
		env: environment,
		onOutput: (chunk) => log.add(chunk),
	});
	let code: number | undefined;
	const ended = group.exited.then((exitCode) => (code = exitCode));
	const stop = () => group.stop(STOP_MS);
	const deadline = Date.now() + START_MS;
	while (!log.text().slice(printed).includes(READY)) {
		if (code !== undefined) throw new Error(`n8n ended with code ${code} while starting.\n${log.tail()}`);
		if (signal?.aborted === true) {
			await stop();
			signal.throwIfAborted();
		}
		if (Date.now() > deadline) {
			await group.stop(0);
			throw new Error(`n8n was not ready after ${START_MS / 1000} seconds.\n${log.tail()}`);
		}
		await pause(POLL_MS);
	}
	return { origin: `http://127.0.0.1:${port}`, pid: group.pid, ended, stop };
}
