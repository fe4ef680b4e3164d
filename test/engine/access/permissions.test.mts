import { describe, expect, it, vi, afterEach } from 'vitest';
import { benchesOnDemand } from '../../support/benchHooks.mts';
import { expectNoSecrets, continueOnFail, incidentById, our, type Bench } from '../../support/practice.mts';
import { presented, readOne, tokenCalls } from '../../support/tokenUse.mts';

const newBench = benchesOnDemand();
afterEach(() => void vi.restoreAllMocks());

const OK = { status: 'OK', message: 'Connection successful!' };
const ALL = ['SecurityIncident.ReadWrite.All', 'ThreatHunting.Read.All'];
const hunt = our('runHuntingQuery', { query: 'DeviceInfo | take 1' });
const update = our('updateIncident', {
	incidentId: incidentById('48417'),
	updateFields: { status: 'inProgress' },
});

/** Moves the clock ahead, because a new token is not renewed for some seconds. */
function later(): void {
	const real = Date.now.bind(Date);
	vi.spyOn(Date, 'now').mockImplementation(() => real() + 10_000);
}

const granted = async (bench: Bench, roles: readonly string[]) => {
	bench.tenant.app.setRoles(roles);
	return await bench.test();
};

describe('Test of the credential, permissions', () => {
	newBench.eachRow([
		['SecurityIncident.Read.All'],
		['SecurityIncident.ReadWrite.All'],
		['ThreatHunting.Read.All'],
	])('any one permission of the nodes → passes', async (role) => {
		expect(await granted(await newBench(), [role, 'User.Read.All'])).toEqual(OK);
	});

	it('none that the nodes use → fails with the way to grant them, without an API request', async () => {
		const bench = await newBench();
		const consent = `${bench.practice.origin}/${bench.tenant.id}/adminconsent?client_id=${bench.tenant.app.clientId}`;
		const test = await granted(bench, ['User.Read.All']);
		expect(test).toEqual({
			status: 'Error',
			message: `The sign-in works, but no permission for these nodes is granted. Open the app registration in Microsoft Entra ID. Add the Microsoft Graph application permissions that your workflows need (SecurityIncident.Read.All, SecurityIncident.ReadWrite.All, ThreatHunting.Read.All). Ask an administrator to open ${consent} and accept. The application has no permissions.`,
		});
		expect(bench.apiCalls()).toEqual([]);
		expectNoSecrets(bench, test);
	});

	it('consent after a failed Test → passes', async () => {
		const bench = await newBench();
		expect((await granted(bench, [])).status).toBe('Error');
		later();
		expect(await granted(bench, ALL)).toEqual(OK);
		expect(tokenCalls(bench)).toHaveLength(2);
	});

	it('token that cannot be read → passes', async () => {
		const bench = await newBench({ behaviours: { rolesToken: 'opaque' } });
		expect(await granted(bench, [])).toEqual(OK);
	});
});

describe('token without the node’s permission', () => {
	it('consent since the last execution → renewed once', async () => {
		const bench = await newBench();
		bench.tenant.app.setRoles(['SecurityIncident.Read.All']);
		expect((await bench.run(hunt)).error?.message).toMatch(
			/^The permission ThreatHunting\.Read\.All is missing/,
		);
		bench.tenant.app.setRoles(ALL);
		later();
		expect((await bench.run(hunt)).error).toBeUndefined();
		expect((await bench.run(hunt)).error).toBeUndefined();
		expect(tokenCalls(bench)).toHaveLength(2);
		// The first execution's token is new, so its one retry sends the same token.
		expect(presented(bench)).toEqual([1, 1, 2, 2]);
	});

	it('update with conditions after consent → renewed before the incident is read', async () => {
		const bench = await newBench();
		bench.tenant.app.setRoles(['SecurityIncident.Read.All']);
		await bench.run(readOne);
		bench.tenant.app.setRoles(ALL);
		later();
		expect((await bench.run(update)).error).toBeUndefined();
		expect(presented(bench)).toEqual([1, 2, 2]);
	});

	it('consent during an execution → renewed', async () => {
		const bench = await newBench();
		bench.tenant.app.setRoles(['SecurityIncident.Read.All']);
		const result = await bench.run([readOne, hunt], {
			onNodeFinished: (name) => {
				if (name !== 'getIncidents') return;
				bench.tenant.app.setRoles(ALL);
				later();
			},
		});
		expect(result.error).toBeUndefined();
		expect(presented(bench)).toEqual([1, 2]);
	});

	it('still no consent → one renewal for all items and nodes, then the error on each', async () => {
		const bench = await newBench();
		bench.tenant.app.setRoles(['SecurityIncident.Read.All']);
		await bench.run(readOne);
		later();
		const again = { ...hunt, name: 'again', ...continueOnFail };
		const result = await bench.run([{ ...hunt, ...continueOnFail }, again], {
			input: Array.from({ length: 6 }, () => ({})),
		});
		expect(result.items('again').map(({ json }) => json['error'])).toEqual(
			Array(6).fill('The permission ThreatHunting.Read.All is missing for running the hunting query'),
		);
		expect(tokenCalls(bench)).toHaveLength(2);
		expectNoSecrets(bench, result);
	});
});

describe('token that cannot be read', () => {
	it('403 for a missing permission, six items → renewed once for all', async () => {
		const bench = await newBench({ behaviours: { rolesToken: 'opaque' } });
		bench.tenant.app.setRoles(['SecurityIncident.Read.All']);
		await bench.run(readOne);
		bench.tenant.app.setRoles(ALL);
		later();
		const result = await bench.run(hunt, { input: Array.from({ length: 6 }, () => ({})) });
		expect(result.error).toBeUndefined();
		expect(tokenCalls(bench)).toHaveLength(2);
		expect(presented(bench)).toEqual([1, 1, 2, 2, 2, 2, 2, 2]);
	});

	it('403 for a write → renewed before the conditions are read again', async () => {
		const bench = await newBench({ behaviours: { rolesToken: 'opaque' } });
		bench.tenant.app.setRoles(['SecurityIncident.Read.All']);
		await bench.run(readOne);
		bench.tenant.app.setRoles(ALL);
		later();
		expect((await bench.run(update)).error).toBeUndefined();
		expect(bench.apiCalls().slice(1)).toEqual(
			['GET', 'PATCH', 'GET', 'PATCH'].map((method) => `${method} incidents/48417`),
		);
		expect(presented(bench)).toEqual([1, 1, 1, 2, 2]);
	});
});
