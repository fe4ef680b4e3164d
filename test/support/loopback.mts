import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A service on loopback for the fixture package: two token endpoints and an API that answers as it is told. */
export interface Loopback {
	readonly origin: string;
	/** Paths of the token requests, in order; the n-th (from 1) was answered with `token-<n>`. */
	readonly minted: readonly string[];
	/** Authorization headers of the API calls, in order. */
	readonly calls: readonly (string | undefined)[];
	/** Sets the statuses of the next API calls; afterwards it is 200 again. */
	readonly answerNext: (...statuses: number[]) => void;
	/** Resolves when a call to `/hang` has arrived; such a call is never answered. */
	readonly hanging: Promise<void>;
	readonly close: () => Promise<void>;
}

/** Starts the service on a port the system chooses. */
export async function startLoopback(): Promise<Loopback> {
	const minted: string[] = [];
	const calls: (string | undefined)[] = [];
	const statuses: number[] = [];
	let announceHang = () => {};
	const hanging = new Promise<void>((resolve) => {
		announceHang = resolve;
	});
	const server = createServer((request, response) => {
		const answer = (status: number, body: object) => {
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		};
		const path = request.url ?? '';
		if (path === '/hang') return announceHang();
		if (path.endsWith('/token')) {
			minted.push(path);
			const token = `token-${minted.length}`;
			return answer(200, { token, access_token: token, token_type: 'Bearer' });
		}
		calls.push(request.headers.authorization);
		answer(statuses.shift() ?? 200, { call: calls.length });
	});
	await new Promise<void>((resolve) => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const { port } = server.address() as AddressInfo;
	return {
		origin: `http://127.0.0.1:${port}`,
		minted,
		calls,
		answerNext: (...next) => statuses.push(...next),
		hanging,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
