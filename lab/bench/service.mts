import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { hostRefusal } from '../tenant/page/guard.mts';
import { huntText } from './huntText.mts';
import { IncidentStore } from './incidentStore.mts';
import {
	COUNTS_PATH,
	HUNT_PATH,
	INCIDENTS_PATH,
	PREPARE_PATH,
	type ServiceSettings,
} from './serviceSettings.mts';

/**
 * The service that is measured against: sign-in, incidents and hunts from finished texts, in a process of its own. It sends
 * its origin to the process that started it, and ends with it.
 */
interface Reply {
	readonly status: number;
	readonly body: Buffer;
	readonly headers?: Readonly<Record<string, string>>;
}

const MINUTE_MS = 60_000;
/** Pages without `$top` have as many rows as Microsoft's. */
const PAGE_ROWS = '50';

let settings: ServiceSettings = { incidents: 0, rows: 0, latencyMs: 0 };
let store = new IncidentStore(0);
let hunt = { rows: 0, hasLongs: false, text: huntText(0, false) };
let counts = { requests: 0, rejected: 0, tokens: 0, bytes: 0 };
let window = { endsAt: 0, accepted: 0 };
let origin = '';

function prepare(next: ServiceSettings): Reply {
	if (next.incidents !== settings.incidents) store = new IncidentStore(next.incidents);
	const { rows, hasLongs = false } = next;
	if (rows !== hunt.rows || hasLongs !== hunt.hasLongs)
		hunt = { rows, hasLongs, text: huntText(rows, hasLongs) };
	store.reset();
	settings = next;
	counts = { requests: 0, rejected: 0, tokens: 0, bytes: 0 };
	window = { endsAt: 0, accepted: 0 };
	return json({});
}

function json(value: object, status = 200): Reply {
	return { status, body: Buffer.from(JSON.stringify(value)) };
}

/** An unsigned token with all permissions; nobody checks it. */
function token(): Reply {
	counts.tokens += 1;
	const roles = ['SecurityIncident.Read.All', 'SecurityIncident.ReadWrite.All', 'ThreatHunting.Read.All'];
	const claims = { roles, app_displayname: 'Bench', exp: Math.floor(Date.now() / 1_000) + 3_600 };
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	const access_token = `${part({ typ: 'JWT', alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`;
	return json({ token_type: 'Bearer', expires_in: 3_600, access_token });
}

/** The rejection of a request over the limit; undefined within it. */
function throttle(): Reply | undefined {
	const now = Date.now();
	if (now >= window.endsAt) window = { endsAt: now + MINUTE_MS, accepted: 0 };
	if (window.accepted < (settings.perMinute ?? Number.POSITIVE_INFINITY)) {
		window.accepted += 1;
		counts.requests += 1;
		return undefined;
	}
	counts.rejected += 1;
	const headers = { 'retry-after': String(Math.ceil((window.endsAt - now) / 1_000)) };
	return { ...json({ error: { code: 'TooManyRequests', message: 'Too many requests.' } }, 429), headers };
}

function respond(method: string, url: URL, body: string): Reply {
	const { pathname, searchParams } = url;
	if (method === 'POST' && pathname === HUNT_PATH) return { status: 200, body: hunt.text };
	if (method === 'GET' && pathname === INCIDENTS_PATH) {
		const top = Number(searchParams.get('$top') ?? PAGE_ROWS);
		const link = (skip: number) => {
			const next = new URL(url);
			next.searchParams.set('$skip', String(skip));
			return next.href;
		};
		const skip = Number(searchParams.get('$skip') ?? 0);
		return { status: 200, body: store.page(searchParams.get('$filter') ?? '', top, skip, link) };
	}
	const [, id = '', comments] = /^\/v1\.0\/security\/incidents\/(\d+)(\/comments)?$/.exec(pathname) ?? [];
	const fields = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
	const text =
		method === 'GET'
			? store.text(id)
			: comments === undefined
				? store.change(id, fields)
				: store.comment(id, fields['comment']);
	return text === undefined
		? json({ error: { code: 'NotFound', message: 'Not found.' } }, 404)
		: { status: 200, body: text };
}

async function handle(request: IncomingMessage): Promise<Reply> {
	const { method = 'GET' } = request;
	const url = new URL(request.url ?? '/', origin);
	const body = await readBody(request);
	if (url.pathname === PREPARE_PATH) return prepare(JSON.parse(body) as ServiceSettings);
	if (url.pathname === COUNTS_PATH) return json(counts);
	if (url.pathname.endsWith('/oauth2/v2.0/token')) return token();
	const reply = throttle() ?? respond(method, url, body);
	counts.bytes += reply.body.length;
	if (settings.latencyMs > 0) await pause(settings.latencyMs);
	return reply;
}

async function readBody(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
	return text;
}

function send(response: ServerResponse, { status, body, headers }: Reply): void {
	const length = { 'content-length': body.length };
	response.writeHead(status, { 'content-type': 'application/json', ...length, ...headers }).end(body);
}

const server = createServer((request, response) => {
	const refusal = hostRefusal(request.headers, new URL(origin).port);
	if (refusal !== undefined) return void response.writeHead(403).end(refusal);
	handle(request).then(
		(reply) => send(response, reply),
		(failure: unknown) =>
			send(response, json({ error: { code: 'BadRequest', message: String(failure) } }, 400)),
	);
});
server.keepAliveTimeout = MINUTE_MS;
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
	process.send?.({ origin });
});
process.once('disconnect', () => process.exit(0));
