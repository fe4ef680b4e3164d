import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { createRestClient } from '../../editor/restClient.mts';

it('REST client › any request → asks the server to close the connection', async () => {
	const requested: (string | undefined)[] = [];
	const server = createServer((request, response) => {
		requested.push(request.headers.connection);
		response.end('{"data":{}}');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	try {
		const rest = createRestClient(`http://127.0.0.1:${port}`);
		await rest.call('GET', 'executions');
		await rest.call('POST', 'credentials', {});
		expect(requested).toEqual(['close', 'close']);
	} finally {
		server.closeAllConnections();
		server.close();
	}
});
