import Fastify, { type FastifyInstance } from 'fastify';
import { hostRefusal } from '../tenant/page/guard.mts';

/** A stand-in's server on 127.0.0.1; the system chooses the port unless one is set. */
export interface Listening {
	/** `http://127.0.0.1:<port>` */
	readonly origin: string;
	/** Ends connections under way too. */
	readonly close: () => Promise<void>;
}

/** One call as a stand-in received it. */
export interface StandInCall {
	readonly method: string;
	/** With the query. */
	readonly path: string;
	/** Status of the answer. */
	readonly status: number;
}

/** Starts a server whose bodies arrive as the text that was sent, because a stand-in judges them itself. */
export async function listen(
	register: (server: FastifyInstance) => void,
	{ port = 0, calls }: { readonly port?: number; readonly calls?: StandInCall[] } = {},
): Promise<Listening> {
	const server = Fastify({ logger: false, forceCloseConnections: true });
	server.removeAllContentTypeParsers();
	server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
	server.addHook('onResponse', async ({ method, url }, { statusCode }) => {
		calls?.push({ method, path: url, status: statusCode });
	});
	let origin = '';
	server.addHook('onRequest', async ({ headers }, reply) => {
		const refusal = hostRefusal(headers, new URL(origin).port);
		return refusal === undefined ? undefined : reply.code(403).send(refusal);
	});
	register(server);
	origin = await server.listen({ host: '127.0.0.1', port });
	return { origin, close: () => server.close() };
}

/** The body as JSON; undefined when it is none or was not sent as such. */
export function jsonBody(contentType: string | undefined, body: unknown): unknown {
	if (!/^application\/json(?:;|$)/i.test(contentType ?? '') || typeof body !== 'string') return undefined;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return undefined;
	}
}

/** A stand-in that can be set to fail. */
export interface Outage {
	/** The next `times` calls are answered with this status. */
	readonly fail: (status: number, times?: number) => void;
	/** The status that this call is to be answered with, if any. */
	readonly next: () => number | undefined;
}

export function createOutage(): Outage {
	const statuses: number[] = [];
	return {
		fail: (status, times = 1) => statuses.push(...Array.from({ length: times }, () => status)),
		next: () => statuses.shift(),
	};
}
