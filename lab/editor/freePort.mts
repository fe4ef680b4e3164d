import { createServer } from 'node:net';

/** Ports on 127.0.0.1, different from each other, that are free now. */
export async function freePorts(count: number): Promise<readonly number[]> {
	const servers = await Promise.all(Array.from({ length: count }, listen));
	const ports = servers.map(({ port }) => port);
	await Promise.all(servers.map(({ close }) => close()));
	return ports;
}

function listen(): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			if (address === null || typeof address === 'string') throw new Error('A listener has no port.');
			const close = () => new Promise<void>((done) => server.close(() => done()));
			resolve({ port: address.port, close });
		});
	});
}
