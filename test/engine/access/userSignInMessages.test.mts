import { describe, expect, it } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { incidentById, our, type Bench } from '../../support/practice.mts';
import { errorTexts } from '../../support/errorTexts.mts';
import { readOne } from '../../support/tokenUse.mts';
import { connect, connected, editSignIn, unconnected } from '../../support/userBench.mts';

const newBench = benchesOnDemand();

const NODES = [
	readOne,
	our('updateIncident', { incidentId: incidentById('48417'), updateFields: { status: 'inProgress' } }),
	our('runHuntingQuery', { query: 'DeviceInfo | take 1' }),
];

/** The errors of a run of each node, after making sure that nothing was sent. */
async function errorsBeforeRequests(bench: Bench, nodes = NODES) {
	const before = bench.practice.calls.length;
	const all = [];
	for (const node of nodes) all.push(errorTexts(bench, await bench.run(node)));
	expect(bench.practice.calls).toHaveLength(before);
	return all;
}

const ok = { message: undefined, description: undefined };

describe('user credential before any request', () => {
	it('no account connected → asks to connect one', async () => {
		const bench = await unconnected(newBench);
		const sentence = {
			message: 'No account is connected to the credential',
			description:
				'Open the credential in n8n, press Connect and sign in to Microsoft. Its OAuth Redirect URL must be registered under Authentication in the app registration.',
		};
		expect(await errorsBeforeRequests(bench)).toEqual([sentence, sentence, sentence]);
		const page = await bench.list('getIncidents', 'searchIncidents').catch((error: unknown) => error);
		expect(page).toMatchObject(sentence);
	});

	it('read-only credential, node that writes → asks to change Permissions', async () => {
		const bench = await connected(newBench, {}, { permissions: 'read' });
		expect(await errorsBeforeRequests(bench, NODES.slice(1, 2))).toEqual([
			{
				message: 'The credential is read-only',
				description:
					'Set Permissions to Read and Respond in the credential and press Reconnect, or use another credential. This node changes incidents and needs the delegated permission SecurityIncident.ReadWrite.All.',
			},
		]);
		expect(errorTexts(bench, await bench.run(readOne))).toEqual(ok);
	});

	it('token can do more than the read-only credential → still read-only', async () => {
		const bench = await connected(newBench, {}, { permissions: 'respond' });
		bench.credentials.edit(bench.credentialId, { permissions: 'read' });
		expect((await errorsBeforeRequests(bench, NODES.slice(1, 2)))[0]?.message).toBe(
			'The credential is read-only',
		);
	});

	newBench.eachRow(['JWT', 'opaque'] as const)(
		'more permissions, with any form of token → asks to reconnect the account',
		async (rolesToken) => {
			const behaviours = rolesToken === 'JWT' ? {} : { rolesToken };
			const bench = await connected(newBench, { behaviours }, { permissions: 'read' });
			bench.credentials.edit(bench.credentialId, { permissions: 'respond' });
			const consent = `http://practice/${bench.tenant.id}/adminconsent?client_id=${bench.tenant.app.clientId}`;
			expect(await errorsBeforeRequests(bench, NODES.slice(1, 2))).toEqual([
				{
					message: 'The connected account does not have the permission SecurityIncident.ReadWrite.All',
					description: `Open the credential in n8n, press Reconnect and sign in again. If that does not help, add the delegated permission SecurityIncident.ReadWrite.All to the app registration and ask an administrator to open ${consent} and accept. The account has SecurityIncident.Read.All, ThreatHunting.Read.All.`,
				},
			]);
			await connect(bench);
			expect(errorTexts(bench, await bench.run(NODES[1] ?? []))).toEqual(ok);
		},
	);

	newBench.eachRow([
		['the cloud', { cloud: 'gccHigh' }, 'https://graph.microsoft.us'],
		['the audience', { audience: 'api://other' }, 'api://other'],
	])('changed field of the credential → asks to reconnect the account', async (_, fields, wanted) => {
		const bench = await connected(newBench);
		bench.credentials.edit(bench.credentialId, fields);
		const sentence = {
			message: 'The account was connected to a different API or cloud',
			description: `Open the credential in n8n, press Reconnect and sign in again. The sign-in is for "https://graph.microsoft.com", but the credential now needs "${wanted}". Nothing was sent.`,
		};
		expect(await errorsBeforeRequests(bench)).toEqual([sentence, sentence, sentence]);
	});

	it('expired sign-in without a refresh token → reported as expired', async () => {
		const bench = await connected(newBench, { tokenLifetimeSeconds: 0 });
		editSignIn(bench, { refresh_token: undefined });
		expect((await errorsBeforeRequests(bench, [readOne]))[0]?.message).toBe(
			'The sign-in of the connected account has expired',
		);
	});
});

describe('sign-in with unknown facts', () => {
	it('opaque token without scopes → each node runs', async () => {
		const bench = await connected(newBench, { behaviours: { rolesToken: 'opaque' } });
		editSignIn(bench, { scope: undefined });
		for (const node of NODES) expect(errorTexts(bench, await bench.run(node))).toEqual(ok);
	});

	it('tenant named by its domain → the node runs', async () => {
		const bench = await connected(newBench);
		bench.credentials.edit(bench.credentialId, {
			tenantId: `${bench.tenant.id.slice(0, 8)}.onmicrosoft.com`,
		});
		expect(errorTexts(bench, await bench.run(readOne))).toEqual(ok);
	});
});

describe('API rejects a signed-in user', () => {
	it('no Defender role → names the role to assign', async () => {
		const bench = await connected(newBench);
		bench.tenant.user.setRole('Security Reader');
		expect(errorTexts(bench, await bench.run(readOne))).toEqual(ok);
		const { message, description } = errorTexts(bench, await bench.run(NODES[1] ?? []));
		expect(message).toBe('The signed-in user has no Defender role for updating the incident');
		expect(description).toMatch(
			/^Assign the user a role in Microsoft Entra ID or Defender, such as Security Reader \(to read\) or Security Operator \(to change\)/,
		);
	});

	it('missing delegated permission that the token does not show → names the permission', async () => {
		const bench = await connected(
			newBench,
			{ behaviours: { rolesToken: 'opaque' } },
			{ permissions: 'read' },
		);
		bench.credentials.edit(bench.credentialId, { permissions: 'respond' });
		editSignIn(bench, { scope: undefined });
		const { message, description } = errorTexts(bench, await bench.run(NODES[1] ?? []));
		expect(message).toBe(
			'The permission SecurityIncident.ReadWrite.All is missing for updating the incident',
		);
		expect(description).toMatch(
			/add the Microsoft Graph delegated permission SecurityIncident\.ReadWrite\.All.* Then connect the account again in the credential\./,
		);
	});
});

it('signed-in user › list of incidents in the editor → read with the user’s token', async () => {
	const bench = await connected(newBench);
	const { results } = await bench.list('getIncidents', 'searchIncidents', '48417');
	expect(results).toMatchObject([{ value: '48417' }]);
});
