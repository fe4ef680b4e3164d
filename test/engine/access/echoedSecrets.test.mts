import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { token } from '../../support/appCredential.mts';
import { CredentialStore } from '../../../lab/engine/engine.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';
import { deepText, incidentById, our, ourEngine, CREDENTIAL_TYPE } from '../../support/practice.mts';
import { skipWaits } from '../../../lab/test/support/skipWaits.mts';
import { chain, type Step } from '../../../lab/test/support/workflows.mts';

const CLIENT_SECRET = 'echoed.secret-0123456789';
const FIELDS = {
	cloud: 'custom',
	tenantId: '3c7f5a10-6b2d-4e88-a1c9-5d0e9b8a7f61',
	clientId: '0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f',
	clientSecret: CLIENT_SECRET,
	audience: 'https://graph.microsoft.com',
};
const incident = {
	id: '7',
	displayName: 'x',
	status: 'active',
	severity: 'low',
	createdDateTime: '2026-11-22T03:00:00Z',
	lastUpdateDateTime: '2026-11-22T03:00:00Z',
};

type Respond = (response: ServerResponse, header: string) => void;

/** Responds with status, headers and a body. */
const respond = (
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Record<string, string> = {},
) =>
	response
		.writeHead(status, { 'content-type': 'application/json', ...headers })
		.end(typeof body === 'string' ? body : JSON.stringify(body));

async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
	return Buffer.concat(chunks).toString('utf8');
}

/** A service that repeats what a request carries: the API its Authorization header, the sign-in its form. */
async function startEcho({ api, signIn }: { readonly api?: Respond; readonly signIn?: Respond }) {
	const minted = token({
		exp: 4_000_000_000,
		aud: 'x',
		roles: ['SecurityIncident.Read.All', 'ThreatHunting.Read.All'],
	});
	const server = createServer((request, response) => {
		void (async () => {
			const form = await bodyOf(request);
			if (request.url?.includes('/oauth2/v2.0/token') !== true) {
				return api?.(response, request.headers.authorization ?? '');
			}
			if (signIn !== undefined) return signIn(response, form);
			respond(response, 200, { access_token: minted, token_type: 'Bearer', expires_in: 3600 });
		})();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const credentials = new CredentialStore();
	const { id } = credentials.create(CREDENTIAL_TYPE, { ...FIELDS, loginUrl: origin, apiUrl: origin });
	const engine = await ourEngine();
	return {
		/** Everything that n8n keeps of a run. */
		run: async (step: Step) => {
			const credential = { [CREDENTIAL_TYPE]: { id, name: 'Echo' } };
			const result = await engine.run(chain({ credentials: credential, ...step }), { credentials });
			const node = chain(step).nodes.at(-1)?.name ?? '';
			return { text: deepText([result, result.hints(node)]), message: result.error?.message ?? '' };
		},
		test: async () => deepText(await engine.testCredential(credentials, id)),
		secrets: [minted, CLIENT_SECRET],
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

let open: Awaited<ReturnType<typeof startEcho>> | undefined;
const close = async () => {
	vi.restoreAllMocks();
	await open?.close();
	open = undefined;
};
afterEach(close);

/** Starts a server after it closes the one of the previous row. */
async function start(parts: Parameters<typeof startEcho>[0]) {
	await close();
	skipWaits();
	return (open = await startEcho(parts));
}

const readOne = our('getIncidents', { operation: 'get', incidentId: incidentById('7') });
const readMany = our('getIncidents', { returnAll: true });
const hunt = our('runHuntingQuery', { query: 'DeviceInfo' });
const error = (more: object) => ({ error: { code: 'BadRequest', message: 'Refused.', ...more } });

/** Where an API, or a proxy in front of it, repeats the Authorization header. */
const API_PLACES: readonly (readonly [where: string, step: Step, api: Respond])[] = [
	['the message', readOne, (to, header) => respond(to, 400, error({ message: `Bad header ${header}` }))],
	[
		'the message in lower case',
		readOne,
		(to, header) => respond(to, 400, error({ message: header.toLowerCase() })),
	],
	['the code', readOne, (to, header) => respond(to, 400, error({ code: header }))],
	['innerError', readOne, (to, header) => respond(to, 400, error({ innerError: { 'request-id': header } }))],
	['the header request-id', readOne, (to, header) => respond(to, 400, error({}), { 'request-id': header })],
	['the tracking id', readOne, (to, header) => respond(to, 500, error({ target: header }))],
	['the message of a 401', readOne, (to, header) => respond(to, 401, error({ message: header }))],
	['the message of a 403', readOne, (to, header) => respond(to, 403, error({ message: header }))],
	['the message of a 404', readOne, (to, header) => respond(to, 404, error({ message: header }))],
	[
		'the message of a 429',
		readOne,
		(to, header) => respond(to, 429, error({ message: header }), { 'retry-after': '900' }),
	],
	['the challenge', readOne, (to, header) => respond(to, 403, error({}), { 'www-authenticate': header })],
	[
		'Location',
		readOne,
		(to, header) =>
			respond(to, 302, '', { location: `https://evil.example/?t=${encodeURIComponent(header)}` }),
	],
	[
		'the title of a page',
		readOne,
		(to, header) => respond(to, 403, `<html><title>${header}</title>`, { 'content-type': 'text/html' }),
	],
	[
		'a page in place of data',
		readOne,
		(to, header) => respond(to, 200, `<html><title>${header}</title>`, { 'content-type': 'text/html' }),
	],
	[
		'text in place of data',
		readOne,
		(to, header) => respond(to, 502, header, { 'content-type': 'text/plain' }),
	],
	['an error within a success', readOne, (to, header) => respond(to, 200, error({ message: header }))],
	[
		'the next link',
		readMany,
		(to, header) =>
			respond(to, 200, { value: [incident], '@odata.nextLink': `https://evil.example/?${header}` }),
	],
	[
		'Warning',
		readMany,
		(to, header) => respond(to, 206, { value: [incident] }, { warning: `199 - "${header}"` }),
	],
	['ETag', readMany, (to, header) => respond(to, 200, { value: [incident] }, { etag: `W/"${header}"` })],
	['the refusal of a hunt', hunt, (to, header) => respond(to, 400, error({ message: `line 1: ${header}` }))],
];

describe('an API that repeats the token', () => {
	eachRow(API_PLACES)('anywhere in a response → n8n neither shows nor keeps it', async (_, step, api) => {
		const echo = await start({ api });
		const { text } = await echo.run(step);
		for (const secret of echo.secrets) expect(text).not.toContain(secret.slice(0, 40));
		expect(text).not.toMatch(/eyJ[\w-]{16}/i);
	});

	it('in the message → the rest of the message is shown', async () => {
		const echo = await start({
			api: (to, header) => respond(to, 400, error({ message: `Bad header ${header}.` })),
		});
		expect((await echo.run(readOne)).message).toBe(
			'Microsoft Defender rejected the request while reading incidents: Bad header Bearer [removed]',
		);
	});
});

describe('Entra ID that sets cookies, as it does', () => {
	it('at a sign-in → a node works all the same', async () => {
		const access_token = token({ exp: 4_000_000_000, aud: 'x', roles: ['SecurityIncident.Read.All'] });
		const echo = await start({
			api: (to) => respond(to, 200, incident),
			signIn: (to) => {
				to.setHeader('set-cookie', ['fpc=1; path=/', 'x-ms-gateway-slice=estsfd; path=/']);
				respond(to, 200, { access_token, token_type: 'Bearer', expires_in: 3600 });
			},
		});
		expect((await echo.run(readOne)).message).toBe('');
	});
});

/** Where Entra ID, or what responds in its place, repeats the client secret or the whole form. */
const ENTRA_FORMS: readonly (readonly [where: string, signIn: Respond])[] = [
	['error', (to) => respond(to, 400, { error: CLIENT_SECRET, error_codes: [7000215] })],
	['error without a number', (to) => respond(to, 401, { error: CLIENT_SECRET })],
	[
		'error_description',
		(to, form) => respond(to, 400, { error: 'invalid_client', error_description: `AADSTS7000215: ${form}` }),
	],
	['correlation_id', (to) => respond(to, 400, { error: 'invalid_client', correlation_id: CLIENT_SECRET })],
	['error_codes', (to) => respond(to, 400, { error: 'invalid_client', error_codes: [CLIENT_SECRET] })],
	['a success', (to, form) => respond(to, 200, { error: CLIENT_SECRET, error_description: form })],
	['a page', (to, form) => respond(to, 500, `<html><title>${form}</title>`, { 'content-type': 'text/html' })],
	['a redirect', (to, form) => respond(to, 302, '', { location: `https://evil.example/?${form}` })],
	['a proxy’s text', (to, form) => respond(to, 407, form, { 'content-type': 'text/plain' })],
];

describe('a sign-in that repeats the client secret', () => {
	eachRow(ENTRA_FORMS)('anywhere in a response → neither Test nor a node shows it', async (_, signIn) => {
		const echo = await start({ signIn });
		for (const text of [await echo.test(), (await echo.run(readOne)).text]) {
			for (const secret of echo.secrets) expect(text).not.toContain(secret);
			expect(text).not.toContain('grant_type=');
		}
	});
});
