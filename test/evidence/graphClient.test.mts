import {
	AuthenticationHandler,
	Client,
	HTTPMessageHandler,
	PageIterator,
	type Context,
	type Middleware,
	type PageCollection,
} from '@microsoft/microsoft-graph-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type Practice, type Tenant } from '../../lab/tenant/practice.mts';

/** Microsoft's own JavaScript client checks the practice tenant independently of this package. */
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
 * Replaces TLS: the client follows and signs https links only, the practice tenant is plain loopback.
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
	practice = await startPractice();
	tenant = practice.addTenant();
	const authentication = new AuthenticationHandler({ getAccessToken: fetchToken });
	authentication.setNext(plainLoopback());
	client = Client.initWithMiddleware({
		middleware: authentication,
		baseUrl: practice.origin.replace('http:', 'https:'),
		defaultVersion: 'v1.0',
		customHosts: new Set(['127.0.0.1']),
	});
});
afterAll(() => practice.close());

describe('practice tenant › Microsoft’s Graph client', () => {
	it('next links followed → every incident', async () => {
		const first = (await client.api('/security/incidents').top(7).get()) as PageCollection;
		const seen: string[] = [];
		const iterator = new PageIterator(client, first, ({ id }: { id: string }) => {
			seen.push(id);
			return true;
		});
		await iterator.iterate();
		const expected = tenant.incidents.all().map(({ id }) => id);
		expect(seen.length).toBeGreaterThan(50);
		expect([...seen].sort()).toEqual([...expected].sort());
	});

	it('PATCH sent, then GET → the written values', async () => {
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

	it('hunting query sent → schema and rows', async () => {
		const Query = 'DeviceProcessEvents | take 2 | project Timestamp, DeviceName';
		const answer = (await client.api('/security/runHuntingQuery').post({ Query })) as Record<string, unknown>;
		expect(answer.schema).toEqual([
			{ name: 'Timestamp', type: 'DateTime' },
			{ name: 'DeviceName', type: 'String' },
		]);
		expect(answer.results).toHaveLength(2);
	});

	it('$top too large → Graph error with code, message and request ID', async () => {
		const refused = client.api('/security/incidents').top(51).get();
		await expect(refused).rejects.toMatchObject({
			statusCode: 400,
			message: expect.stringContaining("limit of '50'") as unknown,
			requestId: expect.any(String) as unknown,
		});
	});
});
