import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { MadeCertificate } from '../../lab/test/support/certificates.mts';

/** Something on loopback that responds in place of Microsoft's API, and how often it was asked. */
export interface ForeignServer {
	readonly origin: string;
	/** Methods and paths so far. */
	readonly calls: readonly string[];
	close(): Promise<void>;
}

/** Responds the same to everything. @param identity with a certificate it speaks https */
export async function startForeignServer(
	response: {
		readonly status: number;
		readonly headers?: Readonly<Record<string, string>>;
		readonly body: string;
	},
	identity?: MadeCertificate,
): Promise<ForeignServer> {
	const calls: string[] = [];
	const respond = (request: IncomingMessage, reply: ServerResponse) => {
		calls.push(`${request.method ?? ''} ${request.url ?? ''}`);
		reply.writeHead(response.status, response.headers).end(response.body);
	};
	const server =
		identity === undefined
			? createServer(respond)
			: createSecureServer({ key: identity.privateKey, cert: identity.certificate }, respond);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return {
		origin: `${identity === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
		calls,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
