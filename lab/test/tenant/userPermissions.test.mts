import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DirectoryRole } from '../../tenant/practice.mts';
import {
	errorOf,
	INCIDENTS,
	JSON_BODY,
	startGraphCaller,
	type GraphCaller,
} from '../support/graphCaller.mts';
import { HUNT, READ, userFlow, WRITE } from '../support/userFlow.mts';

let owner: GraphCaller;
beforeAll(async () => {
	owner = await startGraphCaller();
	owner.tenant.incidents.create({ id: '7' });
});
afterAll(() => owner.practice.close());

/** Calls with a token of a new user who has this role. */
async function asUser(role: DirectoryRole, scope: string) {
	const user = owner.tenant.addUser({ role });
	const { access_token: token } = await userFlow(owner.practice, owner.tenant).connect({ scope }, user);
	const send = (path: string, init: RequestInit = {}) =>
		owner.send(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${String(token)}` } });
	const post = (method: string, path: string, body: unknown) =>
		send(path, { method, headers: JSON_BODY, body: JSON.stringify(body) });
	return {
		user,
		list: () => send(INCIDENTS),
		patch: () => post('PATCH', `${INCIDENTS}/7`, { severity: 'low' }),
		comment: (comment: string) =>
			post('POST', `${INCIDENTS}/7/comments`, {
				'@odata.type': 'microsoft.graph.security.alertComment',
				comment,
			}),
		hunt: () => post('POST', '/v1.0/security/runHuntingQuery', { Query: 'DeviceInfo | take 1' }),
	};
}

async function allowed(role: DirectoryRole, scope: string): Promise<string[]> {
	const calls = await asUser(role, scope);
	const answers = [
		['list', await calls.list()],
		['patch', await calls.patch()],
		['comment', await calls.comment('Seen.')],
		['hunt', await calls.hunt()],
	] as const;
	expect(answers.filter(([, { status }]) => status !== 200 && status !== 403)).toEqual([]);
	return answers.filter(([, { status }]) => status === 200).map(([name]) => name);
}

describe('Graph user permissions', () => {
	it('scopes and role → allow what both allow', async () => {
		const all = `${WRITE} ${HUNT}`;
		expect(await allowed('Security Operator', all)).toEqual(['list', 'patch', 'comment', 'hunt']);
		expect(await allowed('Security Operator', READ)).toEqual(['list']);
		expect(await allowed('Security Operator', HUNT)).toEqual(['hunt']);
		expect(await allowed('Security Reader', all)).toEqual(['list', 'hunt']);
		expect(await allowed('Global Reader', all)).toEqual(['list', 'hunt']);
		expect(await allowed('Security Administrator', all)).toEqual(['list', 'patch', 'comment', 'hunt']);
		expect(await allowed('none', all)).toEqual([]);
	});

	it('a missing scope → the message names required and existing scopes', async () => {
		const caller = await asUser('Security Operator', `${READ} ${HUNT}`);
		expect(errorOf(await caller.patch())).toEqual({
			code: 'Forbidden',
			message:
				'Missing application scopes. API required scopes: SecurityIncident.ReadWrite.All, application scopes: SecurityIncident.Read.All,ThreatHunting.Read.All.',
		});
	});

	it('a missing role → refused until the role is assigned', async () => {
		const caller = await asUser('Security Reader', WRITE);
		expect(errorOf(await caller.patch()).message).toMatch(/^Missing user permissions\. /);
		caller.user.setRole('Security Operator');
		expect((await caller.patch()).status).toBe(200);
	});

	it("a change and a comment → signed with the user's name", async () => {
		const caller = await asUser('Security Operator', WRITE);
		owner.tenant.incidents.edit('somebody else', '7', { severity: 'high' });
		await caller.patch();
		await caller.comment('By a person.');
		const incident = owner.tenant.incidents.get('7');
		expect(incident?.lastModifiedBy).toBe(caller.user.userPrincipalName);
		expect(incident?.comments.at(-1)).toMatchObject({
			comment: 'By a person.',
			createdByDisplayName: caller.user.userPrincipalName,
		});
	});

	it('revoked sessions → the access token remains valid', async () => {
		const caller = await asUser('Security Reader', READ);
		caller.user.endSessions('revoked');
		expect((await caller.list()).status).toBe(200);
	});
});
