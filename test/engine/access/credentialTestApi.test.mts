import { afterEach, describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { always, startOddServer, type OddServer, type Respond } from '../../support/oddServer.mts';
import { expectNoSecrets, type Bench } from '../../support/practice.mts';
import { unreachableOrigin } from '../../support/unreachable.mts';

const newBench = benchesOnDemand();
const OK = { status: 'OK', message: 'Connection successful!' };
const PAGE = '<html><head><title>Blocked by policy</title></head><body>No</body></html>';

let server: OddServer | undefined;
const servers: OddServer[] = [];
afterEach(async () => {
	for (const open of servers.splice(0)) await open.close();
	server = undefined;
});

/** Starts the server that responds in place of the API. */
async function startServer(...options: Parameters<typeof startOddServer>): Promise<OddServer> {
	server = await startOddServer(...options);
	servers.push(server);
	return server;
}

/** The result of Test when the sign-in works and `respond` responds in place of the API. */
async function testAgainst(respond: Respond, scheme: 'http' | 'https' = 'http', fields = {}) {
	const bench = await newBench({ empty: true });
	const { origin } = await startServer(respond, scheme);
	bench.credentials.edit(bench.credentialId, { apiUrl: origin, ...fields });
	return await result(bench);
}

async function result(bench: Bench) {
	const test = await bench.test();
	expectNoSecrets(bench, test);
	return { ...test, message: test.message.replaceAll(/https?:\/\/127\.0\.0\.1:\d+/g, 'http://api') };
}

const serviceDocument: Respond = (response, request) => {
	const value = [{ name: 'users', kind: 'EntitySet', url: 'users' }];
	always(200, { '@odata.context': `http://${request.headers.host}/v1.0/$metadata`, value })(
		response,
		request,
	);
};

const documentWith =
	(more: object, start = ''): Respond =>
	(response, request) => {
		const context = { '@odata.context': `http://${request.headers.host}/v1.0/$metadata`, value: [] };
		always(200, `${start}${JSON.stringify({ ...context, ...more })}`)(response, request);
	};

describe('Test of the application credential', () => {
	newBench.eachRow([
		['an error', { error: { code: 'x', message: 'backend down' } }],
		['a list of errors', { errors: [{ code: 'x', message: 'backend down' }] }],
	])('errors next to the API’s own data → fails', async (_, more) => {
		expect(await testAgainst(documentWith(more))).toMatchObject({ status: 'Error' });
	});

	it('a byte order mark before the API’s own data → passes', async () => {
		expect(await testAgainst(documentWith({}, '\ufeff'))).toEqual(OK);
	});

	it('API responds → passes, and asks for nothing that needs a permission', async () => {
		expect(await testAgainst(serviceDocument)).toEqual(OK);
		expect(new Set(server?.calls)).toEqual(new Set(['GET /v1.0/']));
	});

	newBench.eachRow([
		['a web page', always(200, PAGE)],
		['a web page without the type of one', always(200, PAGE, { 'content-type': 'text/plain' })],
		['a proxy’s 403', always(403, PAGE)],
		['a proxy’s 451', always(451, PAGE)],
		['a proxy’s 503', always(503, PAGE)],
		['a captive portal’s redirect', always(302, PAGE, { location: 'http://portal.invalid/' })],
	])('web page in place of the API → names who responded', async (_, respond) => {
		expect(await testAgainst(respond)).toEqual({
			status: 'Error',
			message: expect.stringMatching(
				/^A web page arrived instead of Microsoft Graph's response\. .*Status \d+ from http:\/\/api while testing the credential; it shows "Blocked by policy"/,
			) as string,
		});
	});

	it('a list in place of an object → names a system in between', async () => {
		const { status, message } = await testAgainst(always(200, []));
		expect(status).toBe('Error');
		expect(message).toMatch(/^Another system responded in place of Microsoft Graph\./);
	});

	it('a proxy’s 407 → names the proxy', async () => {
		const { message } = await testAgainst(always(407, PAGE));
		expect(message).toMatch(/^A proxy between n8n and Microsoft Graph requires a sign-in\./);
	});

	it('a certificate that n8n does not trust → names the setting for it', async () => {
		const { status, message } = await testAgainst(serviceDocument, 'https');
		expect(status).toBe('Error');
		expect(message).toMatch(
			/^n8n does not trust the certificate at http:\/\/api\. .*NODE_EXTRA_CA_CERTS.*DEPTH_ZERO_SELF_SIGNED_CERT/,
		);
		expect(server?.calls).toEqual([]);
	});

	it('nobody listens → the connection was refused, in words that n8n keeps', async () => {
		const bench = await newBench({ empty: true });
		bench.credentials.edit(bench.credentialId, { apiUrl: await unreachableOrigin() });
		expect((await result(bench)).message).toMatch(/^The connection to http:\/\/api was refused\./);
	});

	it('a response that breaks off → reported as truncated', async () => {
		const { message } = await testAgainst((response) => {
			response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
			response.write('{"@odata');
			setImmediate(() => response.destroy());
		});
		expect(message).toMatch(/^The response of http:\/\/api was truncated\./);
	});

	newBench.eachRow([
		['JSON of another service', always(200, { ok: true })],
		[
			'Graph’s context on another document',
			always(200, { '@odata.context': 'https://x/v1.0/$metadata#users', value: [] }),
		],
		['a version of OData', always(200, { '@odata.context': 'https://x/v4/$metadata', value: [] })],
		['an address that is not known', always(404, { error: { code: 'NotFound', message: 'x' } })],
		['an empty success', always(204, '')],
	])('response of another service → fails', async (_, respond) => {
		const { status, message } = await testAgainst(respond);
		expect(status).toBe('Error');
		expect(message).toMatch(/^http:\/\/api does not respond like Microsoft Graph \(status \d+\)\./);
	});

	it('the API refuses the app → shows Microsoft’s reason', async () => {
		const error = { code: 'UnknownError', message: 'Account is not provisioned' };
		const { message } = await testAgainst(always(403, { error }, { 'request-id': 'f0e0d0c0' }));
		expect(message).toMatch(/^Microsoft Defender XDR is not set up in this tenant\. .*request id f0e0d0c0/);
	});

	it('the API refuses the token → asks to check the cloud and the audience', async () => {
		const { message } = await testAgainst(always(401, { error: { code: 'InvalidAuthenticationToken' } }));
		expect(message).toMatch(/^Microsoft Defender rejected a new token from Microsoft Entra ID/);
	});

	it('the API is not available → the credential is not blamed', async () => {
		const { message } = await testAgainst(always(503, { error: { code: 'serviceNotAvailable' } }));
		expect(message).toBe(
			'The sign-in works, but Microsoft Graph is unavailable (status 503). Press Test again in a few minutes.',
		);
	});

	it('a page that repeats the token → the token is removed', async () => {
		const { message } = await testAgainst((response, request) => {
			always(403, `<title>${request.headers.authorization}</title>`)(response, request);
		});
		expect(message).toMatch(/^A web page arrived instead of .*\[removed\]/);
	});

	it('a page right after a success → found by the next Test', async () => {
		let page = false;
		const respond: Respond = (response, request) => {
			if (page) always(200, PAGE)(response, request);
			else serviceDocument(response, request);
		};
		const bench = await newBench({ empty: true });
		const { origin } = await startServer(respond);
		bench.credentials.edit(bench.credentialId, { apiUrl: origin });
		expect(await result(bench)).toEqual(OK);
		page = true;
		expect((await result(bench)).status).toBe('Error');
		page = false;
		expect(await result(bench)).toEqual(OK);
	});
});

describe('Test of a credential for the legacy API', () => {
	newBench.eachRow([
		['a web page', always(200, PAGE), /^A web page arrived instead of .*Microsoft 365 Defender API/],
		[
			'JSON of another service',
			always(200, { value: [] }),
			/^http:\/\/api does not respond like the Microsoft 365 Defender API/,
		],
		[
			'Graph in its place',
			serviceDocument,
			/^http:\/\/api does not respond like the Microsoft 365 Defender API/,
		],
	])('response of another service → fails', async (_, respond, says) => {
		const bench = await newBench({ empty: true });
		const { origin } = await startServer(respond);
		const { credentials, credentialId, tenant } = bench;
		const app = tenant.addApp({ roles: ['Incident.Read.All'] });
		credentials.edit(credentialId, { ...tenant.credential(app, 'legacy'), apiUrl: origin });
		const { status, message } = await result(bench);
		expect(status).toBe('Error');
		expect(message).toMatch(says);
	});
});
