import { describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { presented, presentedTenants, readOne, tokenCalls } from '../../support/tokenUse.mts';

const newBench = benchesOnDemand();

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

	it('of a tenant named by another id never travels, even when the app is unknown there', async () => {
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

	it('is not used once the secret in the credential is another', async () => {
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
		expect(presented(bench)).toEqual([1, 2, 2]);
	});

	it('does not make the test succeed with a secret that is wrong now', async () => {
		const bench = await newBench();
		expect((await bench.test()).status).toBe('OK');
		bench.credentials.edit(bench.credentialId, { clientSecret: 'wrong' });
		expect((await bench.test()).status).toBe('Error');
		expect(presented(bench)).toEqual([1, 1]);
	});
});
