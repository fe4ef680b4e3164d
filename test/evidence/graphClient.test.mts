import {
	AuthenticationHandler,
	Client,
	type GraphRequest,
	HTTPMessageHandler,
	PageIterator,
	type Context,
	type Middleware,
	type PageCollection,
} from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Practice, Tenant } from '../../lab/tenant/practice.mts';
import { jsonOf, our, startBench, type Bench } from '../engine/practice.mts';

/** Microsoft's own JavaScript client as a witness: what it can do against the practice tenant, ours can. */
let bench: Bench;
let practice: Practice;
let tenant: Tenant;
let client: Client;

async function fetchToken(): Promise<string> {
	const { clientId, clientSecret, tenantId, loginUrl, audience } = tenant.credential();
	const answer = await fetch(`${loginUrl}/${tenantId}/oauth2/v2.0/token`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: clientId,
			client_secret: clientSecret,
			scope: `${audience}/.default`,
		}),
	});
	return (JSON.parse(await answer.text()) as { access_token: string }).access_token;
}

/**
 * Stands where TLS would end: the client follows and signs https links only, the practice tenant is plain loopback.
 * Outside the client everything is http, inside it https.
 */
function plainLoopback(): Middleware {
	const http = new HTTPMessageHandler();
	const secureOrigin = practice.origin.replace('http:', 'https:');
	return {
		execute: async (context: Context) => {
			context.request = String(context.request).replace(secureOrigin, practice.origin);
			await http.execute(context);
			const { response } = context;
			if (response === undefined) return;
			const text = (await response.text()).replaceAll(practice.origin, secureOrigin);
			context.response = new Response(text, { status: response.status, headers: response.headers });
		},
	};
}

beforeAll(async () => {
	bench = await startBench();
	({ practice, tenant } = bench);
	const authentication = new AuthenticationHandler({ getAccessToken: fetchToken });
	authentication.setNext(plainLoopback());
	client = Client.initWithMiddleware({
		middleware: authentication,
		baseUrl: practice.origin.replace('http:', 'https:'),
		defaultVersion: 'v1.0',
		customHosts: new Set(['127.0.0.1']),
	});
}, 60_000);
afterAll(() => bench.close());

/** Ids in the order in which the client finds them, page by page. */
async function idsBy(request: GraphRequest): Promise<readonly string[]> {
	const seen: string[] = [];
	const first = (await request.get()) as PageCollection;
	await new PageIterator(client, first, ({ id }: { id: string }) => seen.push(id) > 0).iterate();
	return seen;
}

describe("Microsoft's Graph client", () => {
	it('pages through all incidents by their next links', async () => {
		const seen = await idsBy(client.api('/security/incidents').top(7));
		const expected = tenant.incidents.all().map(({ id }) => id);
		expect(seen.length).toBeGreaterThan(50);
		expect([...seen].sort()).toEqual([...expected].sort());
	});

	it.each([
		['all', {}, 'status ne null'],
		[
			'the open ones of two severities',
			{ status: ['active', 'inProgress'], severity: ['high', 'low'] },
			"(status eq 'active' or status eq 'inProgress') and (severity eq 'high' or severity eq 'low')",
		],
		[
			'those without an owner, changed since a day',
			{ unassigned: true, updatedAfter: '2026-11-21T03:00:00Z' },
			'assignedTo eq null and lastUpdateDateTime ge 2026-11-21T03:00:00Z',
		],
	])('finds what Get Incidents finds: %s', async (_, filters, filter) => {
		const request = client.api('/security/incidents').top(7).filter(`${filter} and status ne 'redirected'`);
		const wanted = await idsBy(request.orderby('lastUpdateDateTime desc'));
		expect(wanted.length).toBeGreaterThan(7);
		const result = await bench.run(our('getIncidents', { returnAll: true, filters }));
		expect(jsonOf(result, 'getIncidents').map(({ id }) => id)).toEqual(wanted);
	});

	it('updates an incident and reads it back', async () => {
		const { id } = await client
			.api('/security/incidents')
			.filter("status eq 'active'")
			.top(1)
			.get()
			.then((page: { value: { id: string }[] }) => page.value[0] ?? { id: 'none' });
		await client.api(`/security/incidents/${id}`).patch({ status: 'inProgress', customTags: ['witness'] });
		const read: unknown = await client.api(`/security/incidents/${id}`).expand('alerts').get();
		expect(read).toMatchObject({ id, status: 'inProgress', customTags: ['witness'] });
		expect(tenant.incidents.get(id)).toMatchObject({ status: 'inProgress', customTags: ['witness'] });
	});

	it('runs a hunt', async () => {
		const Query = 'DeviceProcessEvents | take 2 | project Timestamp, DeviceName';
		const answer = (await client.api('/security/runHuntingQuery').post({ Query })) as Record<string, unknown>;
		expect(answer.schema).toEqual([
			{ name: 'Timestamp', type: 'DateTime' },
			{ name: 'DeviceName', type: 'String' },
		]);
		expect(answer.results).toHaveLength(2);
	});

	it('gets a Graph error with code, message and request id', async () => {
		const refused = client.api('/security/incidents').top(51).get();
		await expect(refused).rejects.toMatchObject({
			statusCode: 400,
			message: expect.stringContaining("limit of '50'") as unknown,
			requestId: expect.any(String) as unknown,
		});
	});
});
