import type { TemporaryInstance } from '../../lab/editor/instance.mts';
import { createRestClient, type RestClient } from '../../lab/editor/restClient.mts';
import { startServer, type Server } from '../../lab/editor/server.mts';
import { startPractice, type Practice } from '../../lab/tenant/practice.mts';
import { startInstance } from './bench.mts';
import { watchLeaks, type LeakWatch } from './leaks.mts';

/** A running n8n with its owner signed in, and a practice server without tenants. */
export interface RunningN8n {
	readonly practice: Practice;
	readonly n8n: TemporaryInstance;
	/** The one that runs, or ran last. */
	readonly server: Server;
	readonly rest: RestClient;
	/** Secrets are looked for in what is given to it, and in log and database when n8n is closed. */
	readonly leaks: LeakWatch;
	/** SIGKILL for n8n and all it started. */
	kill(): Promise<void>;
	/** Starts it again after that, and waits for its editor. */
	restart(): Promise<void>;
	close(): Promise<void>;
}

/**
 * @param name of the log file, without extension
 * @param adapt changes the n8n before it starts
 */
export async function startRunningN8n(
	name: string,
	adapt = (n8n: TemporaryInstance): TemporaryInstance => n8n,
): Promise<RunningN8n> {
	const leaks = watchLeaks();
	const [practice, plain] = await Promise.all([startPractice(), startInstance(name)]);
	const n8n = adapt(plain);
	let server = await startServer(n8n);
	const rest = createRestClient(server.origin);
	await rest.setUpOwner();
	await rest.signIn();
	const close = async () => {
		await server.stop();
		try {
			leaks.settle(n8n);
		} finally {
			n8n.remove();
			await practice.close();
		}
	};
	return {
		...{ practice, n8n, rest, leaks, close },
		get server() {
			return server;
		},
		kill: async () => {
			process.kill(-server.pid, 'SIGKILL');
			await server.ended;
		},
		restart: async () => {
			server = await startAgain(n8n);
		},
	};
}

/**
 * n8n 2.41.1 may end while it recovers an execution that was killed before it had begun ("reading 'getTime'"); whoever runs
 * it starts it again.
 */
async function startAgain(n8n: TemporaryInstance): Promise<Server> {
	try {
		return await startServer(n8n);
	} catch {
		return await startServer(n8n);
	}
}
