import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A proxy that lets nothing through and remembers what it was asked for. */
export interface RefusingProxy {
	/** `http://127.0.0.1:<port>` */
	readonly address: string;
	/** Addresses or `host:port`, one per call. */
	readonly asked: readonly string[];
	readonly close: () => Promise<void>;
}

export async function startRefusingProxy(): Promise<RefusingProxy> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? '');
		response.writeHead(403).end();
	});
	server.on('connect', (request: IncomingMessage, socket: Duplex) => {
		asked.push(request.url ?? '');
		socket.on('error', () => undefined).end('HTTP/1.1 403 Forbidden\r\n\r\n');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
