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
	readonly server: Server;
	readonly rest: RestClient;
	/** Secrets are looked for in what is given to it, and in log and database when n8n is closed. */
	readonly leaks: LeakWatch;
	close(): Promise<void>;
}

/** @param name of the log file, without extension */
export async function startRunningN8n(name: string): Promise<RunningN8n> {
	const leaks = watchLeaks();
	const [practice, n8n] = await Promise.all([startPractice(), startInstance(name)]);
	const server = await startServer(n8n);
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
	return { practice, n8n, server, rest, leaks, close };
}
