import { createServer } from 'node:net';
import { LISTENERS } from '../../scripts/lib/editorOptions.mjs';
import { Failure } from '../../scripts/lib/failure.mjs';

/** Ports on 127.0.0.1 of what listens for one editor. */
export interface Listeners {
	readonly editor: number;
	readonly tenant: number;
	readonly jira: number;
	readonly chat: number;
	readonly mail: number;
	readonly model: number;
	readonly broker: number;
}

/**
 * The editor's port and those after it: they stay the same from start to start, because addresses are kept in n8n.
 *
 * @throws Failure that names the first port in use
 */
export async function reserveListeners(first: number): Promise<Listeners> {
	for (const [offset, who] of LISTENERS.entries()) {
		const port = first + offset;
		const problem = await listenOnce(port);
		if (problem === undefined) continue;
		throw new Failure(
			`Port ${port} on 127.0.0.1 is where ${who} would listen, but it ${problem}. End the program that uses it, or choose other ports, for example: npm run editor -- --port ${otherPort(first)}`,
		);
	}
	return {
		editor: first,
		tenant: first + 1,
		jira: first + 2,
		chat: first + 3,
		mail: first + 4,
		model: first + 5,
		broker: first + 6,
	};
}

/** Far enough away, and a port for certain. */
const otherPort = (first: number): number => (first < 60_000 ? first + 100 : first - 1_000);

function listenOnce(port: number): Promise<string | undefined> {
	return new Promise((resolve) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) =>
			resolve(error.code === 'EADDRINUSE' ? 'is in use' : `cannot be opened (${error.message})`),
		);
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
	});
}
