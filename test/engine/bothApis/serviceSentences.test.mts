import { describe, expect, it } from 'vitest';
import type { FaultAnswer } from '../../../lab/tenant/practice.mts';
import { benchPerTest } from '../../support/benchHooks.mts';
import { incidentById, jsonOf, our } from '../../support/practice.mts';
import { IDS, errorTexts } from '../../support/errorTexts.mts';
import { unreachableOrigin } from '../../support/unreachable.mts';

const current = benchPerTest();

const read = our('getIncidents', { operation: 'get', incidentId: incidentById('48417') });
const hunt = our('runHuntingQuery', { query: 'DeviceInfo | take 1' });

describe('service that limits requests', () => {
	current.eachRow(['seconds', 'date'] as const)(
		'Retry-After in seconds or as a date → waits that long and succeeds',
		async (throttle) => {
			current.bench.fault({ throttle, retryAfterSeconds: 3 });
			const result = await current.bench.run(read);
			expect(result.items('getIncidents')).toHaveLength(1);
			expect(current.bench.apiCalls()).toHaveLength(2);
			expect(current.waited()).toBeGreaterThanOrEqual(1900);
			expect(current.waited()).toBeLessThanOrEqual(3500);
		},
	);

	it('no Retry-After → waits ten seconds and succeeds', async () => {
		current.bench.fault({ throttle: 'none', retryAfterSeconds: 0 });
		const from = Date.now();
		const result = await current.bench.run(read);
		expect(result.items('getIncidents')).toHaveLength(1);
		expect(Date.now() - from).toBeGreaterThanOrEqual(10_000);
		expect(current.waited()).toBeLessThanOrEqual(11_000);
	});

	it('status 429 eight times → not counted as failed attempts', async () => {
		current.bench.fault({ throttle: 'seconds', retryAfterSeconds: 1 }, { times: 8 });
		expect((await current.bench.run(read)).items('getIncidents')).toHaveLength(1);
		expect(current.bench.apiCalls()).toHaveLength(9);
	});

	it('Retry-After above Max Wait → fails at once with the time to try again', async () => {
		current.bench.fault({ throttle: 'seconds', retryAfterSeconds: 300 }, { times: 'always' });
		const earliest = Date.now() + 299_000;
		const result = await current.bench.run(read);
		expect(result.error?.httpCode).toBe('429');
		const { message = '', description } = errorTexts(current.bench, result);
		const instant = /^Microsoft Defender limits the number of requests; try again after (\S+Z)$/.exec(
			message,
		)?.[1];
		expect(Date.parse(instant ?? '')).toBeGreaterThanOrEqual(earliest - 1000);
		expect(Date.parse(instant ?? '')).toBeLessThanOrEqual(Date.now() + 301_000);
		expect(description).toBe(
			`Run the workflow later, process fewer items at a time, or run other automations of this tenant less often. The requests of this execution may wait at most 60 s in total, which is not long enough. (Status 429; code "TooManyRequests"; Microsoft's message: Too many requests. Please retry later.; ${IDS})`,
		);
		expect(current.bench.apiCalls()).toHaveLength(1);
		expect(current.waited()).toBeLessThan(1000);
	});

	it('Max Wait used up → fails after three requests', async () => {
		current.bench.fault({ throttle: 'seconds', retryAfterSeconds: 25 }, { times: 'always' });
		const result = await current.bench.run(read);
		expect(result.error?.message).toMatch(/limits the number of requests; try again after/);
		expect(current.bench.apiCalls()).toHaveLength(3);
		expect(current.waited()).toBeGreaterThanOrEqual(49_000);
		expect(current.waited()).toBeLessThanOrEqual(61_000);
	});
});

describe('service that fails', () => {
	it('status 500 twice → succeeds at the third request', async () => {
		current.bench.fault({ status: 500 }, { times: 2 });
		const result = await current.bench.run(read);
		expect(result.items('getIncidents')).toHaveLength(1);
		expect(current.bench.apiCalls()).toHaveLength(3);
	});

	it('status 500 always → an error with the number of requests', async () => {
		current.bench.fault({ status: 500 }, { times: 'always' });
		const result = await current.bench.run(read);
		expect(result.error?.httpCode).toBe('500');
		expect(errorTexts(current.bench, result)).toEqual({
			message: 'Microsoft Defender is temporarily unavailable (reading incidents)',
			description: `Try again in a few minutes; for a hunt, narrow the time range. 4 requests failed with a server error. (Status 500; code "UnknownError"; ${IDS})`,
		});
		expect(current.bench.apiCalls()).toHaveLength(4);
	});

	it('status 504 for a hunt → sent twice, then advice for a smaller query', async () => {
		current.bench.fault({ status: 504 }, { times: 'always' });
		expect(errorTexts(current.bench, await current.bench.run(hunt))).toEqual({
			message: 'The hunting query exceeded Microsoft Defender’s limit of three minutes',
			description: `Narrow the time range, filter early, keep fewer columns with project, or count with summarize. The query was sent 2 times. (Status 504; code "UnknownError"; ${IDS})`,
		});
		expect(current.bench.apiCalls()).toHaveLength(2);
	});
});

describe('response that is not from the API', () => {
	const kinds: [string, FaultAnswer, string, string][] = [
		[
			'nothing',
			{ status: 200, body: '' },
			'an empty response',
			'Try again. If this happens again, look for a proxy between n8n and Microsoft. (Status 200; request id …; client request id …)',
		],
		[
			'half a JSON text',
			{ status: 200, body: '{"value": [{"id": "1", "sta' },
			'a truncated response',
			'Try again. If this happens again, look for a proxy between n8n and Microsoft. (Status 200; request id …; client request id …)',
		],
		[
			'a plain text',
			{ status: 200, body: 'OK' },
			'a response that is not JSON',
			'Try again. If this happens again, look for a proxy between n8n and Microsoft. (Status 200; request id …; client request id …)',
		],
		[
			'JSON of another shape',
			{ status: 200, body: { hello: 'world' } },
			'data without required properties',
			'Try again. If this happens again, look for a proxy between n8n and Microsoft. (Status 200; request id …; client request id …)',
		],
		[
			'a list',
			{ status: 200, body: [] },
			'data without required properties',
			'Try again. If this happens again, look for a proxy between n8n and Microsoft. (Status 200; request id …; client request id …)',
		],
	];

	current.eachRow(kinds)(
		'each failure while reading incidents → its message',
		async (_, answer, found, description) => {
			current.bench.fault(answer, { times: 'always' });
			expect(errorTexts(current.bench, await current.bench.run(read))).toEqual({
				message: `Microsoft Defender sent ${found} while reading incidents`,
				description,
			});
		},
	);

	current.eachRow(kinds)(
		'each failure while hunting → its message',
		async (_, answer, found, description) => {
			current.bench.fault(answer, { times: 'always' });
			expect(errorTexts(current.bench, await current.bench.run(hunt))).toEqual({
				message: `Microsoft Defender sent ${found} while running the hunting query`,
				description,
			});
		},
	);

	current.eachRow(kinds)('each failure, once → the run succeeds', async (_, answer) => {
		current.bench.fault(answer);
		const [result] = [await current.bench.run(read)];
		if (
			typeof answer === 'object' &&
			'body' in answer &&
			typeof answer.body === 'object' &&
			!Array.isArray(answer.body)
		)
			return expect(result.error?.message).toMatch(/without required properties/);
		expect(result.items('getIncidents')).toHaveLength(1);
	});

	it('truncated response → names the host, after four requests', async () => {
		current.bench.fault('cut', { times: 'always' });
		expect(errorTexts(current.bench, await current.bench.run(read))).toEqual({
			message: 'The response of http://practice was truncated',
			description:
				'Try again. If this happens again, check the network, proxy and firewall between n8n and Microsoft. (While reading incidents; the connection reported "stream has been aborted".)',
		});
		expect(current.bench.apiCalls()).toHaveLength(4);
	});

	current.eachRow(['cut', 'reset'] as const)('missing response, once → requested again', async (answer) => {
		current.bench.fault(answer);
		expect((await current.bench.run(read)).items('getIncidents')).toHaveLength(1);
		expect(current.bench.apiCalls()).toHaveLength(2);
	});
});

describe('service that cannot be reached', () => {
	it('refused connection → names the address', async () => {
		const apiUrl = await unreachableOrigin();
		current.bench.credentials.edit(current.bench.credentialId, { apiUrl });
		expect(errorTexts(current.bench, await current.bench.run(read))).toEqual({
			message: `The connection to ${apiUrl} was refused`,
			description: `Check the port in the address, the firewall, and whether the proxy that n8n uses is running. (While reading incidents; the connection reported "${apiUrl.replace('http://', '')}".)`,
		});
	});
});

describe('list without the data of one provider', () => {
	it('status 206 → the incidents, and a hint that names the provider', async () => {
		const incident = current.bench.tenant.incidents.all()[0];
		if (incident === undefined) throw new Error('The tenant has no incident.');
		const { alerts: _, ...wire } = incident;
		current.bench.fault({
			status: 206,
			headers: { warning: '199 - "Vendor{Microsoft}/Provider{MDO}/504"' },
			body: { value: [wire] },
		});
		const result = await current.bench.run(our('getIncidents', { limit: 2 }));
		expect(jsonOf(result, 'getIncidents').map(({ id }) => id)).toEqual([incident.id]);
		expect(result.hints('getIncidents').map(({ message }) => message)).toEqual([
			'Some incidents may be missing, because a Microsoft product did not return its own: 199 - "Vendor{Microsoft}/Provider{MDO}/504"',
		]);
	});
});
