import { describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { startLoopback } from '../../support/loopback.mts';
import { expectNoSecrets, incidentById, jsonOf, our, type Bench } from '../../support/practice.mts';
import { presented, readOne } from '../../support/tokenUse.mts';
import { connect, connected, grants } from '../../support/userBench.mts';

const newBench = benchesOnDemand();

const update = our('updateIncident', {
	incidentId: incidentById('48417'),
	updateFields: { status: 'inProgress', verdict: 'truePositive:phishing' },
	tagsMode: 'add',
	tags: 'tier2',
	comment: 'Seen by the night shift.',
});
const hunt = our('runHuntingQuery', { query: 'DeviceProcessEvents | summarize Rows = count() by FileName' });

/** The output of three nodes, without the name of the author. */
async function work(bench: Bench): Promise<string> {
	const results = [
		await bench.run(our('getIncidents', { options: { includeAlerts: true } })),
		await bench.run(update),
		await bench.run(hunt),
	];
	expect(results.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
	for (const result of results) expectNoSecrets(bench, result);
	const { userPrincipalName } = bench.tenant.user;
	return JSON.stringify(
		['getIncidents', 'updateIncident', 'runHuntingQuery'].map((node, index) => {
			const result = results[index];
			return result && jsonOf(result, node);
		}),
	)
		.replaceAll(userPrincipalName, 'the writer')
		.replaceAll('API-App:n8n automation', 'the writer')
		.replaceAll(bench.tenant.id, 'tenant');
}

describe('signed-in user', () => {
	it('read, update and hunt → the same output as with an application', async () => {
		const user = await connected(newBench, { empty: false });
		const app = await newBench();
		const given = await work(user);
		expect(given).toBe(await work(app));
		expect(given).toContain('"outcome":"updated"');
		expect(grants(user)).toEqual(['authorization_code 200']);
	}, 60_000);

	it('public app without a secret → signs in and renews', async () => {
		const bench = await connected(newBench);
		const app = bench.tenant.addApp({ roles: [], scopes: bench.tenant.app.scopes, publicClient: true });
		for (const uri of bench.tenant.app.redirectUris) app.addRedirectUri(uri);
		bench.credentials.write(bench.credentialId, { ...bench.tenant.userCredential(app) });
		expect(bench.credentials.stored(bench.credentialId)['clientSecret']).toBe('');
		await connect(bench);
		bench.fault({ status: 401 });
		expect((await bench.run(readOne)).error).toBeUndefined();
		expect(grants(bench).slice(1)).toEqual(['authorization_code 200', 'refresh_token 200']);
	});

	newBench.eachRow(['kept', 'spent'] as const)(
		'token expires during a run → renewed once, with reusable or single-use refresh tokens',
		async (refreshTokens) => {
			const bench = await connected(newBench, { behaviours: { refreshTokens } });
			bench.fault({ status: 401 }, { skip: 8 });
			const result = await bench.run(readOne, { input: Array.from({ length: 20 }, () => ({})) });
			expect(result.error).toBeUndefined();
			expect(result.items('getIncidents')).toHaveLength(20);
			expect(grants(bench)).toEqual(['authorization_code 200', 'refresh_token 200']);
			await bench.run(readOne);
			expect(grants(bench)).toHaveLength(2);
			expect(presented(bench).at(-1)).toBe(2);
			expectNoSecrets(bench, result);
		},
	);
});

describe('token of a user and other hosts', () => {
	it('the API redirects → the token is not sent there', async () => {
		const elsewhere = await startLoopback();
		const bench = await connected(newBench);
		bench.fault({ redirect: `${elsewhere.origin}/v1.0/security/incidents` });
		const result = await bench.run(readOne);
		await elsewhere.close();
		expect(elsewhere.calls).toEqual([]);
		expect(result.error?.message).toMatch(/^The API address redirects to/);
		expectNoSecrets(bench, result);
	});

	it('next link to another host → refused, and nothing is sent there', async () => {
		const elsewhere = await startLoopback();
		const bench = await connected(newBench, { empty: false });
		bench.fault({ nextLinkOrigin: elsewhere.origin });
		const result = await bench.run(our('getIncidents', { returnAll: true }));
		await elsewhere.close();
		expect(elsewhere.calls).toEqual([]);
		expect(result.error?.message).toMatch(/^The next page of the list points to another host/);
	});

	it('credential of another tenant → an error before any request', async () => {
		const bench = await connected(newBench);
		const other = bench.practice.addTenant({ seed: 1 });
		bench.credentials.edit(bench.credentialId, { tenantId: other.id });
		const result = await bench.run(readOne);
		expect(result.error).toMatchObject({
			message: 'The account was connected to a different tenant',
			description: `Open the credential in n8n, press Reconnect and sign in again, or correct the Directory (Tenant) ID. The sign-in is for "${bench.tenant.id}", but the credential now names "${other.id}". Nothing was sent.`,
		});
		expect(bench.apiCalls()).toEqual([]);
	});
});
