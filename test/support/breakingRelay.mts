import { createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

/** How a response arrives, or does not. */
export type Breakage =
	/** `Content-Length` of the whole body, half of it, and the end of the connection. */
	| 'half'
	/** The same with a reset. */
	| 'halfReset'
	/** All headers, no body, and a reset. */
	| 'headersReset'
	/** One chunk of a chunked body, and the end of the connection without the last chunk. */
	| 'noLastChunk'
	/** The same with a reset. */
	| 'chunkReset'
	/** A compressed body without its end, in a complete HTTP message. */
	| 'halfGzip'
	/** A body that is said to be compressed and is not. */
	| 'noGzip'
	| 'badChunkSize'
	| 'badStatusLine'
	| 'hugeHeader'
	/** The connection ends before any response. */
	| 'hangUp';

export interface BrokenCall {
	readonly method: 'GET' | 'POST' | 'PATCH';
	/** How many matching calls are broken. */
	readonly times: number;
	readonly breakage: Breakage;
	/** Whether the service gets the request all the same. */
	readonly delivered: boolean;
}

export interface Relay {
	readonly origin: string;
	/** Methods of the calls so far, in order. */
	readonly calls: readonly string[];
	close(): Promise<void>;
}

interface Request {
	readonly method: string;
	readonly path: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
}

/** A service on loopback that relays to another one and breaks some of the responses, written byte by byte. */
export async function startBreakingRelay(target: string, broken: BrokenCall): Promise<Relay> {
	const calls: string[] = [];
	let left = broken.times;
	const open = new Set<Socket>();
	const answer = async (socket: Socket, request: Request) => {
		calls.push(request.method);
		const isBroken = request.method === broken.method && left > 0;
		if (isBroken) left -= 1;
		const whole = isBroken && !broken.delivered ? SAMPLE : await relayed(target, request);
		if (isBroken) BREAK[broken.breakage](socket, whole);
		else socket.end(message(whole, whole.body, fullLength(whole)));
	};
	const server = createServer((socket) => {
		open.add(socket);
		let text = '';
		socket.on('error', () => undefined);
		socket.on('close', () => open.delete(socket));
		socket.on('data', (data) => {
			text += data.toString('latin1');
			const request = complete(text);
			if (request !== undefined) void answer(socket, request);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	return {
		origin: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
		calls,
		close: async () => {
			for (const socket of open) socket.destroy();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

interface Whole {
	readonly status: number;
	/** The service's time, by which comments are recognized. */
	readonly date: string;
	readonly body: string;
}

const SAMPLE: Whole = {
	status: 200,
	date: 'Sun, 22 Nov 2026 09:00:00 GMT',
	body: JSON.stringify({ value: 'x'.repeat(200) }),
};

function message({ status, date }: Whole, body: string | Buffer, headers: readonly string[]): Buffer {
	const common = ['Content-Type: application/json', 'Connection: close', `Date: ${date}`];
	const head = [`HTTP/1.1 ${status} OK`, ...common, ...headers];
	return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

const half = (body: string) => body.slice(0, Math.floor(body.length / 2));
const fullLength = ({ body }: Whole) => [`Content-Length: ${Buffer.byteLength(body)}`];
const chunk = (body: string) => `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`;
const CHUNKED = ['Transfer-Encoding: chunked'];

/** What was written arrives before the reset. */
function thenReset(socket: Socket, data: Buffer): void {
	socket.write(data, () => setImmediate(() => socket.resetAndDestroy()));
}

function compressed(whole: Whole, body: Buffer): Buffer {
	return message(whole, body, ['Content-Encoding: gzip', `Content-Length: ${body.length}`]);
}

const BREAK: Readonly<Record<Breakage, (socket: Socket, whole: Whole) => void>> = {
	half: (socket, whole) => socket.end(message(whole, half(whole.body), fullLength(whole))),
	halfReset: (socket, whole) => thenReset(socket, message(whole, half(whole.body), fullLength(whole))),
	headersReset: (socket, whole) => thenReset(socket, message(whole, '', fullLength(whole))),
	noLastChunk: (socket, whole) => socket.end(message(whole, chunk(half(whole.body)), CHUNKED)),
	chunkReset: (socket, whole) => thenReset(socket, message(whole, chunk(half(whole.body)), CHUNKED)),
	halfGzip: (socket, whole) => {
		const zipped = gzipSync(whole.body);
		socket.end(compressed(whole, zipped.subarray(0, Math.floor(zipped.length / 2))));
	},
	noGzip: (socket, whole) => socket.end(compressed(whole, Buffer.from(whole.body))),
	badChunkSize: (socket, whole) =>
		socket.end(message(whole, `${chunk(half(whole.body))}zz\r\n${whole.body}`, CHUNKED)),
	badStatusLine: (socket, { body }) => socket.end(`HTTX/9.9 yes\r\n\r\n${body}`),
	hugeHeader: (socket, whole) =>
		socket.end(message(whole, whole.body, [`X-Long: ${'x'.repeat(100_000)}`, ...fullLength(whole)])),
	hangUp: (socket) => socket.end(),
};

/** The request once its last byte is here. */
function complete(text: string): Request | undefined {
	const end = text.indexOf('\r\n\r\n');
	if (end < 0) return undefined;
	const [first = '', ...lines] = text.slice(0, end).split('\r\n');
	const [method = '', path = ''] = first.split(' ');
	const headers = Object.fromEntries(
		lines.map((line) => {
			const colon = line.indexOf(':');
			return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
		}),
	);
	const body = text.slice(end + 4);
	if (body.length < Number(headers['content-length'] ?? 0)) return undefined;
	return { method, path, headers, body };
}

async function relayed(target: string, { method, path, headers, body }: Request): Promise<Whole> {
	const { authorization = '', prefer } = headers;
	const response = await fetch(`${target}${path}`, {
		method,
		headers: {
			authorization,
			...(prefer === undefined ? {} : { prefer }),
			...(body === '' ? {} : { 'content-type': 'application/json' }),
		},
		...(body === '' ? {} : { body: Buffer.from(body, 'latin1') }),
	});
	const date = response.headers.get('date') ?? '';
	return { status: response.status, date, body: await response.text() };
}
