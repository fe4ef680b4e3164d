import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyText, errorOf, signIn, type ReadResponse } from '../../support/graphCaller.mts';
import { userFlow } from '../../support/userFlow.mts';
import {
	INCIDENTS,
	legacyCaller,
	legacyCalls,
	startLegacyCaller,
	type LegacyCaller,
} from '../../support/legacyCaller.mts';

const HOST = 'https://api.security.microsoft.com';
let caller: LegacyCaller;
beforeAll(async () => {
	caller = await startLegacyCaller();
	caller.tenant.incidents.create({ id: '7' });
});
afterAll(() => caller.practice.close());

type Calls = Pick<LegacyCaller, 'list' | 'patch' | 'hunt'>;
async function allowed(calls: Calls): Promise<string[]> {
	const answers: [string, ReadResponse][] = [
		['list', await calls.list()],
		['patch', await calls.patch('7', { tags: ['a'] })],
		['hunt', await calls.hunt({ Query: 'print 1' })],
	];
	expect(answers.filter(([, { status }]) => status !== 200 && status !== 403)).toEqual([]);
	return answers.filter(([, { status }]) => status === 200).map(([name]) => name);
}

const asApp = async (...roles: string[]) =>
	allowed(await legacyCaller(caller.practice, caller.tenant, caller.tenant.addApp({ roles })));

async function asUser(names: readonly string[], role: 'Security Operator' | 'Security Reader' | 'none') {
	const user = caller.tenant.addUser({ role });
	const scope = names.map((name) => `${HOST}/${name}`).join(' ');
	const { access_token: token } = await userFlow(caller.practice, caller.tenant).connect({ scope }, user);
	return legacyCalls((path, init) =>
		caller.send(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${String(token)}` } }),
	);
}

describe('legacy API permissions', { timeout: 60_000 }, () => {
	it('application permissions → allow reading, writing and hunting one by one', async () => {
		expect(await asApp('Incident.Read.All')).toEqual(['list']);
		expect(await asApp('Incident.ReadWrite.All')).toEqual(['list', 'patch']);
		expect(await asApp('AdvancedHunting.Read.All')).toEqual(['hunt']);
		expect(await asApp('SecurityIncident.ReadWrite.All', 'ThreatHunting.Read.All')).toEqual([]);
		expect(await asApp('AdvancedQuery.Read.All', 'Incidents.Read.All')).toEqual([]);
	});

	it("a user's token → allows what scopes and role both allow", async () => {
		const all = ['Incident.ReadWrite', 'AdvancedHunting.Read'];
		expect(await allowed(await asUser(all, 'Security Operator'))).toEqual(['list', 'patch', 'hunt']);
		expect(await allowed(await asUser(['Incident.Read'], 'Security Operator'))).toEqual(['list']);
		expect(await allowed(await asUser(all, 'Security Reader'))).toEqual(['list', 'hunt']);
		expect(await allowed(await asUser(all, 'none'))).toEqual([]);
	});

	it('a missing permission → 403 with required and existing permissions', async () => {
		const app = caller.tenant.addApp({ roles: ['Incident.Read.All'] });
		const older = await legacyCaller(caller.practice, caller.tenant, app);
		const answer = await older.patch('7', {});
		expect(answer.status).toBe(403);
		expect(answer.json.error).toEqual({
			code: 'Forbidden',
			message:
				'Missing application roles. API required roles: Incident.ReadWrite.All, application roles: Incident.Read.All.',
			target: anyText,
		});
		const person = await asUser(['Incident.Read'], 'Security Operator');
		expect(errorOf(await person.patch('7', {})).message).toContain('required scopes: Incident.ReadWrite,');
	});

	it('a Graph token, a legacy token at Graph or no token → 401', async () => {
		const withToken = (path: string, token: string) =>
			caller.send(path, { headers: { authorization: `Bearer ${token}` } });
		const answer = await withToken(INCIDENTS, await signIn(caller.practice, caller.tenant));
		expect(answer.status).toBe(401);
		expect(errorOf(answer)).toEqual({ code: 'Unauthorized', message: 'Account mode is inactive' });
		expect((await withToken('/v1.0/security/incidents', caller.token)).status).toBe(401);
		expect((await withToken(INCIDENTS, 'nonsense')).status).toBe(401);
		expect((await caller.send(INCIDENTS, { headers: { authorization: '' } })).status).toBe(401);
	});

	it('the practice credential → its own API and audience', () => {
		const { tenant } = caller;
		expect(tenant.credential(tenant.app, 'legacy')).toMatchObject({ api: 'legacy', audience: HOST });
		expect(tenant.userCredential(tenant.app, 'legacy')).toMatchObject({ api: 'legacy', audience: HOST });
		expect(tenant.credential()).toMatchObject({ api: 'graph', audience: 'https://graph.microsoft.com' });
	});
});
