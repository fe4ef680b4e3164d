import { describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { presented, presentedTenants, readOne, tokenCalls } from '../../support/tokenUse.mts';

const newBench = benchesOnDemand();

describe('sign-in of the application', () => {
	it('node runs → MSAL signs in and names itself to Entra ID', async () => {
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

	it('eight executions start together without a stored token → one token request', async () => {
		const bench = await newBench();
		const results = await Promise.all(Array.from({ length: 8 }, () => bench.run(readOne)));
		expect(results.map(({ error }) => error)).toEqual(Array(8).fill(undefined));
		expect(tokenCalls(bench)).toHaveLength(1);
		expect(presented(bench)).toEqual(Array(8).fill(1));
	});

	it('six items of one node → one token request', async () => {
		const bench = await newBench();
		const result = await bench.run(readOne, { input: Array.from({ length: 6 }, () => ({})) });
		expect(result.items('getIncidents')).toHaveLength(6);
		expect(tokenCalls(bench)).toHaveLength(1);
	});

	it('node runs twice → the first execution stores the token and the second uses it', async () => {
		const bench = await newBench();
		await bench.run(readOne);
		expect(bench.credentials.stored(bench.credentialId)['accessToken']).toMatch(/^ey/);
		await bench.run(readOne);
		expect(tokenCalls(bench)).toHaveLength(1);
		expect(presented(bench)).toEqual([1, 1]);
	});
});

describe('stored token of the application', () => {
	it('credential of another tenant → a new sign-in there, and the token is not sent', async () => {
		const bench = await newBench();
		const other = bench.practice.addTenant({ seed: 1 });
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

	it('another tenant in which the app is unknown → the token is not sent, and the sign-in fails', async () => {
		const bench = await newBench();
		const other = bench.practice.addTenant({ seed: 2, empty: true });
		await bench.run(readOne);
		bench.credentials.edit(bench.credentialId, { tenantId: other.id });
		const result = await bench.run(readOne);
		expect(result.error?.message).toMatch(/does not exist in the tenant/);
		expect(presentedTenants(bench)).toEqual([bench.tenant.id]);
		expect((await bench.test()).status).toBe('Error');
		expect(presentedTenants(bench)).toEqual([bench.tenant.id]);
	});

	it('changed secret in the credential → a new sign-in, and the token is not sent', async () => {
		const bench = await newBench();
		await bench.run(readOne);
		const clientSecret = bench.tenant.app.rotateSecret();
		bench.credentials.edit(bench.credentialId, { clientSecret });
		expect((await bench.run(readOne)).error).toBeUndefined();
		expect(tokenCalls(bench).map(({ status }) => status)).toEqual([200, 200]);
		expect(presented(bench)).toEqual([1, 2]);
	});

	newBench.eachRow([
		['the application', { clientId: '11111111-2222-4333-8444-555555555555' }],
		['the secret', { clientSecret: 'another-secret' }],
		['the audience', { audience: 'https://api.security.microsoft.com' }],
	])('changed field in the credential → the stored token is not used', async (_, fields) => {
		const bench = await newBench();
		await bench.run(readOne);
		bench.credentials.edit(bench.credentialId, fields);
		await bench.run(readOne);
		expect(presented(bench).filter((sequence) => sequence === 1)).toHaveLength(1);
		expect(tokenCalls(bench).length).toBeGreaterThan(1);
	});

	it('token expires within minutes → renewed before the request', async () => {
		const bench = await newBench({ tokenLifetimeSeconds: 100 });
		await bench.run(readOne);
		const stored = bench.credentials.stored(bench.credentialId);
		const other = await newBench({ tokenLifetimeSeconds: 100 });
		// Another process got this token, so this one has no record that it is new.
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

	it('token lifetime of one minute → three executions use it without renewal', async () => {
		const bench = await newBench({ tokenLifetimeSeconds: 60 });
		for (let run = 0; run < 3; run++) expect((await bench.run(readOne)).error).toBeUndefined();
		expect(tokenCalls(bench)).toHaveLength(1);
		expect(presented(bench)).toEqual([1, 1, 1]);
	});

	it('Test of the credential, token of any age → renewed', async () => {
		const bench = await newBench();
		await bench.run(readOne);
		const realNow = Date.now;
		try {
			Date.now = () => realNow() + 10_000;
			expect(await bench.test()).toEqual({ status: 'OK', message: 'Connection successful!' });
		} finally {
			Date.now = realNow;
		}
		expect(presented(bench)).toEqual([1, 2, 2]);
	});

	it('Test of the credential, wrong secret since → fails', async () => {
		const bench = await newBench();
		expect((await bench.test()).status).toBe('OK');
		bench.credentials.edit(bench.credentialId, { clientSecret: 'wrong' });
		expect((await bench.test()).status).toBe('Error');
		expect(presented(bench)).toEqual([1, 1]);
	});
});
