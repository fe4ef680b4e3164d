import type { INodeParameters } from 'n8n-workflow';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startRecordingProxy, type RecordingProxy } from '../../support/recordingProxy.mts';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import {
	CREDENTIAL_TYPE,
	expectNoSecrets,
	startBench,
	USER_CREDENTIAL_TYPE,
	type Bench,
} from '../../support/practice.mts';
import { readOne } from '../../support/tokenUse.mts';
import { connected } from '../../support/userBench.mts';
import { step } from '../../../lab/test/support/workflows.mts';

const newBench = benchesOnDemand();
const MODERN = [3, 4, 4.1, 4.2, 4.3, 4.4, 4.5];
const INCIDENTS = '/v1.0/security/incidents?$top=1';

let attacker: RecordingProxy;
beforeAll(async () => {
	attacker = await startRecordingProxy();
});
afterAll(async () => await attacker.close());
afterEach(() => vi.unstubAllEnvs());

/** n8n's HTTP Request node with one of our credentials; version 2 has its switch for certificates outside the options. */
function httpRequest(
	{ practice }: Bench,
	typeVersion: number,
	options: INodeParameters,
	type: string = CREDENTIAL_TYPE,
) {
	const { allowUnauthorizedCerts = false, ...rest } = options;
	const given: INodeParameters = typeVersion < 3 ? { allowUnauthorizedCerts, options: rest } : { options };
	return step(
		'HTTP Request',
		'n8n-nodes-base.httpRequest',
		{
			url: `${practice.origin}${INCIDENTS}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: type,
			...given,
		},
		{ typeVersion },
	);
}

describe('the application’s token and the HTTP Request node', () => {
	newBench.eachRow(
		[2, ...MODERN].flatMap((version) => [
			[version, 'Proxy', () => ({ proxy: attacker.address })] as const,
			[version, 'Ignore SSL Issues', () => ({ allowUnauthorizedCerts: true })] as const,
		]),
	)(
		'each version with Proxy or Ignore SSL Issues → refused, and no token leaves n8n',
		async (version, option, options) => {
			const bench = await newBench();
			await bench.run(readOne);
			const before = bench.apiCalls().length;
			const result = await bench.run(httpRequest(bench, version, options()));
			expect(result.error?.message).toContain(`This credential sends no token with the option "${option}"`);
			expect(attacker.tokens).toEqual([]);
			expect(bench.apiCalls()).toHaveLength(before);
			expectNoSecrets(bench, result);
		},
	);

	newBench.eachRow([2, ...MODERN])('each version without such an option → works', async (version) => {
		const bench = await newBench();
		const result = await bench.run(httpRequest(bench, version, {}));
		expect(result.error).toBeUndefined();
		expect(bench.apiCalls()).toEqual(['GET incidents']);
	});

	it('certificate authority from the workflow → refused', async () => {
		const bench = await newBench();
		const { id } = bench.credentials.create('httpSslAuth', { ca: '-----BEGIN CERTIFICATE-----' });
		const plain = httpRequest(bench, 4.2, {});
		const result = await bench.run({
			...plain,
			parameters: { ...plain.parameters, provideSslCertificates: true },
			credentials: {
				[CREDENTIAL_TYPE]: { id: bench.credentialId, name: 'Practice' },
				httpSslAuth: { id, name: 'SSL' },
			},
		});
		expect(result.error?.message).toContain('the option "SSL Certificates"');
		expect(bench.apiCalls()).toEqual([]);
	});

	it('pagination and Proxy → refused', async () => {
		const bench = await newBench();
		const pagination = {
			pagination: {
				paginationMode: 'responseContainsNextURL',
				nextURL: '={{ $response.body["@odata.nextLink"] }}',
				limitPagesFetched: true,
				maxRequests: 2,
			},
		};
		const result = await bench.run(httpRequest(bench, 4.2, { proxy: attacker.address, pagination }));
		expect(result.error?.message).toContain('the option "Proxy"');
		expect(attacker.tokens).toEqual([]);
	});
});

describe('a proxy from n8n’s environment', () => {
	newBench.eachRow(['HTTP Request', 'Get Incidents'])(
		'HTTP Request and Get Incidents → requests pass through it',
		async (node) => {
			vi.unstubAllEnvs();
			const bench = await newBench();
			const ours = await startRecordingProxy();
			for (const name of ['HTTP_PROXY', 'http_proxy']) vi.stubEnv(name, ours.address);
			for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '');
			const result = await bench.run(node === 'HTTP Request' ? httpRequest(bench, 4.2, {}) : readOne);
			await ours.close();
			expect(result.error).toBeUndefined();
			expect(ours.tokens).toHaveLength(1);
			expect(ours.asked.some((address) => address.includes('/oauth2/v2.0/token'))).toBe(true);
		},
	);
});

describe('a user’s token and the HTTP Request node', () => {
	const NONE = 'This credential is configured to prevent use within an HTTP Request or GraphQL node';
	const useIt = async (
		version: number,
		options: INodeParameters,
		fields: Readonly<Record<string, string>> = {},
	) => {
		const bench = await connected(startBench, {}, fields);
		try {
			const before = bench.apiCalls().length;
			const result = await bench.run(httpRequest(bench, version, options, USER_CREDENTIAL_TYPE));
			return { message: result.error?.message, calls: bench.apiCalls().slice(before) };
		} finally {
			await bench.close();
		}
	};

	newBench.eachRow(
		[2, 4.2, 4.5].flatMap((version) => [
			[version, 'Proxy', () => ({ proxy: attacker.address })] as const,
			[version, 'Ignore SSL Issues', () => ({ allowUnauthorizedCerts: true })] as const,
			[version, 'no option', () => ({})] as const,
		]),
	)('each version and option, default settings → refused', async (version, _, options) => {
		expect(await useIt(version, options())).toEqual({ message: NONE, calls: [] });
		expect(attacker.tokens).toEqual([]);
	});

	it('allowed for one domain → that domain works, other hosts are refused', async () => {
		const domains = { allowedHttpRequestDomains: 'domains' };
		expect((await useIt(4.2, {}, { ...domains, allowedDomains: 'graph.microsoft.com' })).message).toContain(
			'Domain not allowed',
		);
		expect(await useIt(4.2, {}, { ...domains, allowedDomains: '127.0.0.1' })).toEqual({
			message: undefined,
			calls: ['GET incidents'],
		});
	});

	it('not allowed anywhere → the nodes of Defender XDR work, and a sign-in is renewed', async () => {
		const bench = await connected(startBench);
		bench.fault({ status: 401 });
		const result = await bench.run(readOne);
		expect(result.items('getIncidents')).toHaveLength(1);
		await bench.close();
	});
});
