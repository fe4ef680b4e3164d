import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { makeCertificate } from '../../lab/test/support/certificates.mts';

/** A server on loopback that responds as a test tells it, on a port the system chooses. */
export interface OddServer {
	readonly origin: string;
	/** Method and path of each request. */
	readonly calls: readonly string[];
	readonly close: () => Promise<void>;
}

export type Respond = (response: ServerResponse, request: IncomingMessage) => void;

/** @param scheme `https` has a self-signed certificate, which Node.js does not trust */
export async function startOddServer(
	respond: Respond,
	scheme: 'http' | 'https' = 'http',
): Promise<OddServer> {
	const calls: string[] = [];
	const listener: Respond = (response, request) => {
		calls.push(`${request.method ?? ''} ${request.url ?? ''}`);
		respond(response, request);
	};
	const server =
		scheme === 'http'
			? createServer((request, response) => listener(response, request))
			: createSecureServer(await selfSigned(), (request, response) => listener(response, request));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		origin: `${scheme}://127.0.0.1:${port}`,
		calls,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

async function selfSigned() {
	const { certificate, privateKey } = await makeCertificate();
	return { cert: certificate, key: privateKey };
}

/** Responds always the same. */
export const always =
	(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Respond =>
	(response) => {
		const text = typeof body === 'string' ? body : JSON.stringify(body);
		const type = text.startsWith('<') ? 'text/html' : 'application/json';
		response.writeHead(status, { 'content-type': type, ...headers }).end(text);
	};
