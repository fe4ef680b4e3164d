import { afterEach, describe, expect, it } from 'vitest';
import type { TenantOptions } from '../../lab/tenant/practice.mts';
import { startLoopback } from './loopback.mts';
import { CREDENTIAL_TYPE, expectNoSecrets, our, startBench, type Bench } from './practice.mts';
import { step } from './workflows.mts';

const benches: Bench[] = [];
afterEach(async () => {
	for (const bench of benches.splice(0)) await bench.close();
});

async function newBench(options?: TenantOptions, fields?: Parameters<typeof startBench>[1]): Promise<Bench> {
	const bench = await startBench(options, fields);
	benches.push(bench);
	return bench;
}

const readOne = our('getIncidents', { limit: 1 });
const httpRequest = (url: string) =>
	step(
		'HTTP Request',
		'n8n-nodes-base.httpRequest',
		{ url, authentication: 'predefinedCredentialType', nodeCredentialType: CREDENTIAL_TYPE, options: {} },
		{ typeVersion: 4.2 },
	);
const tokenCalls = ({ practice }: Bench) => practice.calls.filter(({ kind }) => kind === 'token');
/** Number of the token that each call to the API presented. */
const presented = ({ practice }: Bench) =>
	practice.calls.filter(({ kind }) => kind === 'graph').map(({ tokenSequence }) => tokenSequence);
/** Tenant of the token that each call to the API presented. */
const presentedTenants = ({ practice }: Bench) =>
	practice.calls
		.filter(({ kind }) => kind === 'graph')
		.map(({ headers }) => /^Bearer ([^/]+)/.exec(headers.authorization ?? '')?.[1]);

describe('signing in', () => {
	it('is done by MSAL, which names itself to Entra ID', async () => {
		const bench = await newBench();
		const result = await bench.run(readOne);
		expect(result.error).toBeUndefined();
		const [call] = tokenCalls(bench);
		expect(call?.body).toMatchObject({
			grant_type: 'client_credentials',
			client_id: bench.tenant.app.clientId,
			scope: 'https://graph.microsoft.com/.default',
			'x-client-SKU': 'msal.js.node',
		});
		expect(call?.path).toBe(`/${bench.tenant.id}/oauth2/v2.0/token`);
	});

	it('happens once for eight executions that start together without a stored token', async () => {
		const bench = await newBench();
		const results = await Promise.all(Array.from({ length: 8 }, () => bench.run(readOne)));
		expect(results.map(({ error }) => error)).toEqual(Array(8).fill(undefined));
		expect(tokenCalls(bench)).toHaveLength(1);
		expect(presented(bench)).toEqual(Array(8).fill(1));
	});

	it('happens once for the items of one node', async () => {
		const bench = await newBench();
		const result = await bench.run(readOne, { input: Array.from({ length: 6 }, () => ({})) });
		expect(result.items('getIncidents')).toHaveLength(6);
		expect(tokenCalls(bench)).toHaveLength(1);
	});

	it('stores a token that the next execution uses', async () => {
		const bench = await newBench();
		await bench.run(readOne);
		expect(bench.credentials.stored(bench.credentialId)['accessToken']).toMatch(/^ey/);
		await bench.run(readOne);
		expect(tokenCalls(bench)).toHaveLength(1);
		expect(presented(bench)).toEqual([1, 1]);
	});
});

describe('a stored token', () => {
	it('of another tenant never travels, and the new tenant is signed in to', async () => {
		const bench = await newBench();
		const other = bench.practice.addTenant({ seed: 2, empty: true });
		await bench.run(readOne);
		bench.credentials.edit(bench.credentialId, { ...other.credential() });
		const before = bench.practice.calls.length;
		const result = await bench.run(readOne);
		expect(result.error).toBeUndefined();
		const later = bench.practice.calls.slice(before);
		expect(later.map(({ kind, path }) => `${kind} ${path.split('/')[1] ?? ''}`)).toEqual([
			`token ${other.id}`,
			'graph v1.0',
		]);
		expect(presentedTenants(bench)).toEqual([bench.tenant.id, other.id]);
	});

	it('of a tenant named by another id never travels, even when the app is unknown there', async () => {
		const bench = await newBench();
		const other = bench.practice.addTenant({ seed: 2, empty: true });
		await bench.run(readOne);
		bench.credentials.edit(bench.credentialId, { tenantId: other.id });
		const result = await bench.run(readOne);
		expect(result.error?.message).toMatch(/is not known in the tenant/);
		expect(presentedTenants(bench)).toEqual([bench.tenant.id]);
		expect((await bench.test()).status).toBe('Error');
		expect(presentedTenants(bench)).toEqual([bench.tenant.id]);
	});

	it('is not used once the secret in the credential is another', async () => {
		const bench = await newBench();
		await bench.run(readOne);
		const clientSecret = bench.tenant.app.rotateSecret();
		bench.credentials.edit(bench.credentialId, { clientSecret });
		expect((await bench.run(readOne)).error).toBeUndefined();
		expect(tokenCalls(bench).map(({ status }) => status)).toEqual([200, 200]);
		expect(presented(bench)).toEqual([1, 2]);
	});

	it.each([
		['the application', { clientId: '11111111-2222-4333-8444-555555555555' }],
		['the secret', { clientSecret: 'another-secret' }],
		['the audience', { audience: 'https://api.security.microsoft.com' }],
	])('is not used once %s in the credential is another', async (_, fields) => {
		const bench = await newBench();
		await bench.run(readOne);
		bench.credentials.edit(bench.credentialId, fields);
		await bench.run(readOne);
		expect(presented(bench).filter((sequence) => sequence === 1)).toHaveLength(1);
		expect(tokenCalls(bench).length).toBeGreaterThan(1);
	});

	it('that is about to expire is renewed before the call', async () => {
		const bench = await newBench({ tokenLifetimeSeconds: 100 });
		await bench.run(readOne);
		const stored = bench.credentials.stored(bench.credentialId);
		const other = await newBench({ tokenLifetimeSeconds: 100 });
		// Another process has minted it: nothing in this one says that it is fresh.
		expect(stored['accessToken']).toMatch(/^ey/);
		await other.run(readOne);
		const realNow = Date.now;
		try {
			Date.now = () => realNow() + 10_000;
			expect((await other.run(readOne)).error).toBeUndefined();
		} finally {
			Date.now = realNow;
		}
		expect(tokenCalls(other)).toHaveLength(2);
		expect(presented(other)).toEqual([1, 2]);
	});

	it('that lives for a minute only still works, without endless renewal', async () => {
		const bench = await newBench({ tokenLifetimeSeconds: 60 });
		for (let run = 0; run < 3; run++) expect((await bench.run(readOne)).error).toBeUndefined();
		expect(tokenCalls(bench)).toHaveLength(1);
		expect(presented(bench)).toEqual([1, 1, 1]);
	});

	it('is renewed by the credential’s test, whatever its age', async () => {
		const bench = await newBench();
		await bench.run(readOne);
		const realNow = Date.now;
		try {
			Date.now = () => realNow() + 10_000;
			expect(await bench.test()).toEqual({ status: 'OK', message: 'Connection successful!' });
		} finally {
			Date.now = realNow;
		}
		expect(presented(bench)).toEqual([1, 2]);
	});

	it('does not make the test succeed with a secret that is wrong now', async () => {
		const bench = await newBench();
		expect((await bench.test()).status).toBe('OK');
		bench.credentials.edit(bench.credentialId, { clientSecret: 'wrong' });
		expect((await bench.test()).status).toBe('Error');
		expect(presented(bench)).toEqual([1]);
	});
});

describe('the token and other hosts', () => {
	it('a redirect does not take the token along', async () => {
		const elsewhere = await startLoopback();
		const bench = await newBench();
		bench.fault({ redirect: `${elsewhere.origin}/v1.0/security/incidents` });
		const result = await bench.run(readOne);
		await elsewhere.close();
		expect(elsewhere.calls).toEqual([]);
		expect(result.error?.message).toBe(
			`The API address answered with a redirect to "${elsewhere.origin}/v1.0/security/incidents"`,
		);
		expect(result.error?.description).toBe(
			"Microsoft's APIs never redirect (status 302), so the host is wrong or a proxy answers in its place. The token was not sent there. Check the credential's cloud and API URL.",
		);
		expectNoSecrets(bench, result);
	});

	it('a redirect of the HTTP Request node does not take the token along', async () => {
		const elsewhere = await startLoopback();
		const bench = await newBench();
		bench.fault({ redirect: `${elsewhere.origin}/v1.0/security/incidents` }, { times: 'always' });
		const result = await bench.run(httpRequest(`${bench.practice.origin}/v1.0/security/incidents`));
		await elsewhere.close();
		expect(elsewhere.calls).toEqual([]);
		expect(result.error?.httpCode).toBe('302');
		expect(bench.apiCalls()).toContain('GET incidents');
	});

	it('a redirect at sign-in takes no secret along', async () => {
		const elsewhere = await startLoopback();
		const bench = await newBench();
		bench.fault({ redirect: `${elsewhere.origin}/token` }, { match: { kind: 'token' } });
		const result = await bench.run(readOne);
		await elsewhere.close();
		expect(elsewhere.minted).toEqual([]);
		expect(result.error?.message).toBe(
			`${bench.practice.origin} answered the sign-in with something that is not Microsoft Entra ID's (status 302). A proxy or firewall may answer in its place, or the Login URL is wrong.`,
		);
	});

	it('a next link to another host is refused and nothing is sent there', async () => {
		const elsewhere = await startLoopback();
		const bench = await newBench();
		bench.fault({ nextLinkOrigin: elsewhere.origin });
		const result = await bench.run(our('getIncidents', { returnAll: true }));
		await elsewhere.close();
		expect(elsewhere.calls).toEqual([]);
		expect(result.items('getIncidents')).toEqual([]);
		expect(result.error?.message).toMatch(
			new RegExp(
				`^The next page of the list points to another host \\("${elsewhere.origin}/v1\\.0/security/inc`,
			),
		);
		expect(result.error?.description).toBe(
			`The token is only sent to ${bench.practice.origin}, so reading stopped. A proxy may have changed the answer.`,
		);
	});

	it.each(['', 'with a stored token'])(
		'an HTTP Request node aimed elsewhere is refused %s',
		async (stored) => {
			const elsewhere = await startLoopback();
			const bench = await newBench();
			if (stored !== '') await bench.run(readOne);
			const result = await bench.run(httpRequest(`${elsewhere.origin}/v1.0/security/incidents`));
			await elsewhere.close();
			expect(elsewhere.calls).toEqual([]);
			expect(result.error?.message).toBe(
				`This credential sends its token only to ${bench.practice.origin}, not to "${elsewhere.origin}". Use the credential's own API host, or another credential for the other service.`,
			);
			expectNoSecrets(bench, result);
		},
	);

	it('an HTTP Request node aimed at the credential’s own API is served', async () => {
		const bench = await newBench();
		const result = await bench.run(httpRequest(`${bench.practice.origin}/v1.0/security/incidents?$top=1`));
		expect(result.error).toBeUndefined();
		expect(presented(bench)).toEqual([1]);
	});
});

describe('an API that refuses the token', () => {
	it('once is answered with one renewal, and the call succeeds', async () => {
		const bench = await newBench();
		bench.fault({ status: 401 });
		const result = await bench.run(readOne);
		expect(result.items('getIncidents')).toHaveLength(1);
		expect(presented(bench)).toEqual([1, 2]);
	});

	it('always is an error that says so, after one renewal', async () => {
		const bench = await newBench();
		bench.fault({ status: 401 }, { times: 'always' });
		const result = await bench.run(readOne);
		expect(result.error).toMatchObject({
			message: 'Microsoft Defender did not accept the sign-in',
			description:
				'A new token was fetched and refused as well. Check that the credential\'s cloud is the tenant\'s cloud and that the audience "https://graph.microsoft.com" belongs to the API.',
			httpCode: '401',
		});
		expect(presented(bench)).toEqual([1, 2]);
		expectNoSecrets(bench, result);
	});

	it('with 403 is not asked again and no new token is fetched', async () => {
		const bench = await newBench();
		bench.fault({ status: 403 }, { times: 'always' });
		const result = await bench.run(readOne);
		expect(result.error?.httpCode).toBe('403');
		expect(presented(bench)).toEqual([1]);
		expect(tokenCalls(bench)).toHaveLength(1);
	});
});
