import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { FaultAnswer } from '../../lab/tenant/practice.mts';
import type { RunResult } from '../../lab/engine/engine.mts';
import { expectNoSecrets, goOn, incidentById, jsonOf, our, startBench, type Bench } from './practice.mts';
import { skipWaits } from './skipWaits.mts';

let bench: Bench;
let waited: () => number;
beforeEach(async () => {
	bench = await startBench();
	waited = skipWaits();
});
afterEach(async () => {
	vi.restoreAllMocks();
	await bench.close();
});

const REQUEST_ID = /(request id )[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** What the user sees, ids of single requests left out; secrets anywhere in the run fail the test. */
function told(result: RunResult): { message: string | undefined; description: string | undefined } {
	expectNoSecrets(bench, result);
	return {
		message: result.error?.message.replaceAll(bench.practice.origin, 'http://practice'),
		description: result.error?.description?.replace(REQUEST_ID, '$1…'),
	};
}

const IDS = 'request id …; client request id …';
const read = our('getIncidents', { limit: 2 });
const readOne = our('getIncidents', { operation: 'get', incidentId: incidentById('48417') });
const hunt = our('runHuntingQuery', { query: 'DeviceInfo | take 1' });
const write = our('updateIncident', {
	incidentId: incidentById('48417'),
	updateFields: { status: 'inProgress' },
});
const comment = our('updateIncident', { incidentId: incidentById('48417'), comment: 'seen' });

describe('a missing permission is named, with the way to grant it', () => {
	const granting = (permission: string, has: string) =>
		`In Microsoft Entra ID, open the app registration, add the Microsoft Graph application permission ${permission}, and grant administrator consent.`.concat(
			has === '' ? '' : ` It has: "${has}".`,
		);

	it.each([
		['reading', read, ['ThreatHunting.Read.All'], 'SecurityIncident.Read.All', 'reading incidents'],
		['hunting', hunt, ['SecurityIncident.Read.All'], 'ThreatHunting.Read.All', 'running the hunting query'],
		[
			'updating',
			write,
			['SecurityIncident.Read.All'],
			'SecurityIncident.ReadWrite.All',
			'updating the incident',
		],
		[
			'commenting',
			comment,
			['SecurityIncident.Read.All'],
			'SecurityIncident.ReadWrite.All',
			'adding the comment',
		],
	])('for %s', async (_, node, roles, permission, doing) => {
		bench.tenant.app.setRoles(roles);
		const { message, description } = told(await bench.run(node));
		expect(message).toBe(`The permission ${permission} is missing for ${doing}`);
		expect(description).toContain(granting(permission, roles.join(',')));
		expect(description).toMatch(
			/\(Status 403; code "Forbidden"; Microsoft says: Missing application roles\. API required roles: .*; request id …; client request id …\)$/,
		);
	});

	it('when the app has no permission at all', async () => {
		bench.tenant.app.setRoles([]);
		expect(told(await bench.run(read))).toEqual({
			message: 'The permission SecurityIncident.Read.All is missing for reading incidents',
			description: `${granting('SecurityIncident.Read.All', '')} (Status 403; code "Forbidden"; Microsoft says: Missing application roles. API required roles: SecurityIncident.Read.All,SecurityIncident.ReadWrite.All, application roles: .; ${IDS})`,
		});
	});

	it('and one that reading alone lacks does not stop hunting', async () => {
		bench.tenant.app.setRoles(['ThreatHunting.Read.All']);
		expect((await bench.run(hunt)).status).toBe('success');
	});
});

describe('a request that the service refuses', () => {
	it.each([
		['getting', our('getIncidents', { operation: 'get', incidentId: incidentById('1') })],
		[
			'updating',
			our('updateIncident', { incidentId: incidentById('1'), updateFields: { status: 'active' } }),
		],
	])('for an unknown incident says so when %s', async (_, node) => {
		const result = await bench.run(node);
		expect(result.error?.httpCode).toBe('404');
		expect(told(result)).toEqual({
			message: 'Incident "1" was not found',
			description: `The id may be mistyped, the incident may be older than the service keeps (about 180 days), or this app or user may have no right to see it. (Status 404; code "NotFound"; Microsoft says: Incident with id '1' was not found.; ${IDS})`,
		});
		expect(bench.apiCalls()).toEqual(['GET incidents/1']);
	});

	it('for bad KQL gives Microsoft’s message, counted in the lines of the author', async () => {
		const values = [{ name: 'device', type: 'string', value: 'a\nb' }];
		const result = await bench.run(
			our('runHuntingQuery', {
				query: 'DeviceInfo\n| where DeviceName == _p_device\n| wherre OSPlatform == "Linux"',
				parameters: { values },
			}),
		);
		expect(result.error?.httpCode).toBe('400');
		expect(told(result)).toMatchInlineSnapshot(`
			{
			  "description": "Change what the message names and run the node again; repeating it unchanged will be refused again. (Status 400; code "BadRequest"; Microsoft says: Query operator expected. (KS176, line 3, column 3). Fix syntax errors in your query. Line 3 of the query reads "| wherre OSPlatform == "Linux"".; request id …; client request id …)",
			  "message": "Microsoft Defender refused running the hunting query: Query operator expected. (KS176, line 3, column 3). Fix syntax errors in your query. Line 3 of the query reads "| wherre OSPlatform == "Linux"".",
			}
		`);
		expect(bench.apiCalls()).toEqual(['POST runHuntingQuery']);
	});

	it('for an unknown table gives Microsoft’s message', async () => {
		expect(told(await bench.run(our('runHuntingQuery', { query: 'NoSuchTable' })))).toMatchInlineSnapshot(`
			{
			  "description": "Change what the message names and run the node again; repeating it unchanged will be refused again. (Status 400; code "BadRequest"; Microsoft says: The name 'NoSuchTable' does not refer to any known table, tabular variable or function. (KS204, line 1, column 1). Fix semantic errors in your query. Line 1 of the query reads "NoSuchTable".; request id …; client request id …)",
			  "message": "Microsoft Defender refused running the hunting query: The name 'NoSuchTable' does not refer to any known table, tabular variable or function. (KS204, line 1, column 1). Fix semantic errors in your query. Line 1 of the query reads "NoSuchTable".",
			}
		`);
	});

	it('with an empty code and message still tells the status', async () => {
		bench.fault({ status: 409, body: { error: { code: '', message: '' } } });
		expect(told(await bench.run(readOne))).toMatchInlineSnapshot(`
			{
			  "description": "Change what the message names and run the node again; repeating it unchanged will be refused again. (Status 409; request id …; client request id …)",
			  "message": "Microsoft Defender refused reading incidents with status 409",
			}
		`);
	});
});

describe('a service that limits calls (429)', () => {
	it.each(['seconds', 'date'] as const)('in %s is waited for', async (throttle) => {
		bench.fault({ throttle, retryAfterSeconds: 3 });
		const result = await bench.run(read);
		expect(result.items('getIncidents')).toHaveLength(2);
		expect(bench.apiCalls()).toHaveLength(2);
		expect(waited()).toBeGreaterThanOrEqual(1900);
		expect(waited()).toBeLessThanOrEqual(3500);
	});

	it('without a time is waited for all the same', async () => {
		bench.fault({ throttle: 'none', retryAfterSeconds: 0 });
		const result = await bench.run(read);
		expect(result.items('getIncidents')).toHaveLength(2);
		expect(waited()).toBeGreaterThanOrEqual(9_900);
		expect(waited()).toBeLessThanOrEqual(11_000);
	});

	it('does not count as a failed attempt', async () => {
		bench.fault({ throttle: 'seconds', retryAfterSeconds: 1 }, { times: 8 });
		expect((await bench.run(read)).items('getIncidents')).toHaveLength(2);
		expect(bench.apiCalls()).toHaveLength(9);
	});

	it('for longer than may be waited fails at once with the time to try again', async () => {
		bench.fault({ throttle: 'seconds', retryAfterSeconds: 300 }, { times: 'always' });
		const earliest = Date.now() + 299_000;
		const result = await bench.run(read);
		expect(result.error?.httpCode).toBe('429');
		const { message = '', description } = told(result);
		const instant = /^Microsoft Defender limits the number of calls; try again after (\S+Z)$/.exec(
			message,
		)?.[1];
		expect(Date.parse(instant ?? '')).toBeGreaterThanOrEqual(earliest - 1000);
		expect(Date.parse(instant ?? '')).toBeLessThanOrEqual(Date.now() + 301_000);
		expect(description).toBe(
			`The calls of this execution may wait 60 s in all for the service, and that is used up. Run the workflow later, process fewer items at a time, or run other automations of this tenant less often. (Status 429; code "TooManyRequests"; Microsoft says: Too many requests. Please retry later.; ${IDS})`,
		);
		expect(bench.apiCalls()).toHaveLength(1);
		expect(waited()).toBeLessThan(1000);
	});

	it('gives up once all waits together are used up', async () => {
		bench.fault({ throttle: 'seconds', retryAfterSeconds: 25 }, { times: 'always' });
		const result = await bench.run(read);
		expect(result.error?.message).toMatch(/limits the number of calls; try again after/);
		expect(bench.apiCalls()).toHaveLength(3);
		expect(waited()).toBeGreaterThanOrEqual(49_000);
		expect(waited()).toBeLessThanOrEqual(61_000);
	});
});

describe('a fault of the service', () => {
	it('that passes after two attempts is not seen', async () => {
		bench.fault({ status: 500 }, { times: 2 });
		const result = await bench.run(read);
		expect(result.items('getIncidents')).toHaveLength(2);
		expect(bench.apiCalls()).toHaveLength(3);
	});

	it('that stays is told with the number of calls', async () => {
		bench.fault({ status: 500 }, { times: 'always' });
		const result = await bench.run(read);
		expect(result.error?.httpCode).toBe('500');
		expect(told(result)).toEqual({
			message: 'Microsoft Defender is not able to answer at the moment (reading incidents)',
			description: `4 calls were answered with a fault of the service. Try again in a few minutes; for a hunt, narrow the time range. (Status 500; code "UnknownError"; ${IDS})`,
		});
		expect(bench.apiCalls()).toHaveLength(4);
	});

	it('of a heavy hunt is repeated once only', async () => {
		bench.fault({ status: 504 }, { times: 'always' });
		expect(told(await bench.run(hunt))).toEqual({
			message: 'Microsoft Defender is not able to answer at the moment (running the hunting query)',
			description: `2 calls were answered with a fault of the service. Try again in a few minutes; for a hunt, narrow the time range. (Status 504; code "UnknownError"; ${IDS})`,
		});
		expect(bench.apiCalls()).toHaveLength(2);
	});
});

describe('an answer that is not what the API sends', () => {
	const kinds: [string, FaultAnswer, string, string][] = [
		[
			'a web page',
			'html',
			'a web page instead of data',
			`A proxy, firewall or sign-in page between n8n and Microsoft usually sends this. (Status 200; request id …)`,
		],
		[
			'nothing',
			{ status: 200, body: '' },
			'an empty answer',
			'Try again; if it stays, look for a proxy between n8n and Microsoft. (Status 200; request id …)',
		],
		[
			'half a JSON text',
			{ status: 200, body: '{"value": [{"id": "1", "sta' },
			'an answer that ends too early',
			'Try again; if it stays, look for a proxy between n8n and Microsoft. (Status 200; request id …)',
		],
		[
			'a plain text',
			{ status: 200, body: 'OK' },
			'an answer that is not JSON',
			'Try again; if it stays, look for a proxy between n8n and Microsoft. (Status 200; request id …)',
		],
		[
			'JSON of another shape',
			{ status: 200, body: { hello: 'world' } },
			'data without the properties it must have',
			'Try again; if it stays, look for a proxy between n8n and Microsoft. (Status 200; request id …)',
		],
		[
			'a list',
			{ status: 200, body: [] },
			'data without the properties it must have',
			'Try again; if it stays, look for a proxy between n8n and Microsoft. (Status 200; request id …)',
		],
	];

	it.each(kinds)('%s is told when reading incidents', async (_, answer, found, description) => {
		bench.fault(answer, { times: 'always' });
		expect(told(await bench.run(read))).toEqual({
			message: `Microsoft Defender sent ${found} while reading incidents`,
			description,
		});
	});

	it.each(kinds)('%s is told when hunting', async (_, answer, found, description) => {
		bench.fault(answer, { times: 'always' });
		expect(told(await bench.run(hunt))).toEqual({
			message: `Microsoft Defender sent ${found} while running the hunting query`,
			description,
		});
	});

	it.each(kinds)('%s once does no harm', async (_, answer) => {
		bench.fault(answer);
		const [result] = [await bench.run(read)];
		if (
			typeof answer === 'object' &&
			'body' in answer &&
			typeof answer.body === 'object' &&
			!Array.isArray(answer.body)
		)
			return expect(result.error?.message).toMatch(/without the properties/);
		expect(result.items('getIncidents')).toHaveLength(2);
	});

	it('one that breaks off on the way is told with the host', async () => {
		bench.fault('cut', { times: 'always' });
		expect(told(await bench.run(read))).toEqual({
			message: 'http://practice could not be reached for reading incidents',
			description:
				'Check the network, proxy and firewall between n8n and Microsoft. The connection reported "the answer was cut off".',
		});
		expect(bench.apiCalls()).toHaveLength(4);
	});

	it.each(['cut', 'reset'] as const)('one lost once (%s) is asked for again', async (answer) => {
		bench.fault(answer);
		expect((await bench.run(read)).items('getIncidents')).toHaveLength(2);
		expect(bench.apiCalls()).toHaveLength(2);
	});
});

describe('a host that cannot be reached', () => {
	it('is named', async () => {
		const server = createServer();
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		await new Promise((resolve) => server.close(resolve));
		bench.credentials.edit(bench.credentialId, { apiUrl: `http://127.0.0.1:${port}` });
		expect(told(await bench.run(read))).toEqual({
			message: `http://127.0.0.1:${port} could not be reached for reading incidents`,
			description:
				'Check the network, proxy and firewall between n8n and Microsoft. The connection reported "ECONNREFUSED".',
		});
	});
});

describe('a list that a provider did not contribute to (206)', () => {
	it('is given with a hint that says which', async () => {
		const incident = bench.tenant.incidents.all()[0];
		if (incident === undefined) throw new Error('The world has no incident.');
		const { alerts: _, ...wire } = incident;
		bench.fault({
			status: 206,
			headers: { warning: '199 - "Vendor{Microsoft}/Provider{MDO}/504"' },
			body: { value: [wire] },
		});
		const result = await bench.run(read);
		expect(jsonOf(result, 'getIncidents').map(({ id }) => id)).toEqual([incident.id]);
		expect(result.hints('getIncidents').map(({ message }) => message)).toEqual([
			'A Microsoft provider did not deliver its incidents this time, so some may be missing: 199 - "Vendor{Microsoft}/Provider{MDO}/504"',
		]);
	});
});

describe('with Continue On Fail', () => {
	it('the item carries error, description and httpCode', async () => {
		const { name, type, parameters } = our('getIncidents', {
			operation: 'get',
			incidentId: incidentById('1'),
		});
		const result = await bench.run({ name, type, ...(parameters && { parameters }), ...goOn });
		expect(result.status).toBe('success');
		expectNoSecrets(bench, result);
		const [item] = jsonOf(result, 'getIncidents');
		expect({ ...item, description: String(item?.['description']).replace(REQUEST_ID, '$1…') }).toEqual({
			error: 'Incident "1" was not found',
			description: `The id may be mistyped, the incident may be older than the service keeps (about 180 days), or this app or user may have no right to see it. (Status 404; code "NotFound"; Microsoft says: Incident with id '1' was not found.; ${IDS})`,
			httpCode: '404',
			code: 'NotFound',
		});
	});
});
