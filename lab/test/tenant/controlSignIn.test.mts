import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JSON_BODY } from '../support/graphCaller.mts';
import { startUserFlow, type UserFlow } from '../support/userFlow.mts';
import { eachRow } from '../support/eachRow.mts';

let flow: UserFlow;
beforeAll(async () => {
	flow = await startUserFlow();
});
afterAll(() => flow.practice.close());

async function control(method: string, path: string, body?: unknown) {
	const init = body === undefined ? { method } : { method, headers: JSON_BODY, body: JSON.stringify(body) };
	const address = `${flow.practice.origin}/control/tenants/${flow.tenant.id}${path}`;
	const answer = await fetch(address, init);
	const text = await answer.text();
	return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}

describe('control API for sign-in', () => {
	it('GET /, POST /users and PATCH /users → user, credential and role', async () => {
		const { json } = await control('GET', '');
		expect(json['user']).toMatchObject({ userPrincipalName: flow.tenant.user.userPrincipalName });
		expect(json['userCredential']).toMatchObject({ clientId: flow.app.clientId, permissions: 'respond' });
		const added = await control('POST', '/users', { role: 'Security Reader', alias: 'reader' });
		expect(added.status).toBe(201);
		const user = flow.tenant.users.at(-1);
		expect(added.json).toEqual({
			userPrincipalName: `reader@${flow.tenant.id.slice(0, 8)}.onmicrosoft.com`,
			displayName: user?.displayName,
			password: user?.password,
			role: 'Security Reader',
		});
		expect((await control('GET', '/users')).json).toHaveLength(2);
		await control('PATCH', `/users/${String(added.json['userPrincipalName'])}`, { role: 'none' });
		expect(user?.role).toBe('none');
	});

	it('end-sessions and PATCH /policies → renewal is refused, the policies change', async () => {
		const { refresh_token: token } = await flow.connect();
		const { userPrincipalName } = flow.tenant.user;
		const ended = await control('POST', `/users/${userPrincipalName}/end-sessions`, { because: 'revoked' });
		expect(ended.status).toBe(204);
		expect((await flow.renew(token)).json.error_codes).toEqual([50173]);
		const policies = await control('PATCH', '/policies', { blocked: true });
		expect(policies.json).toEqual({ secondFactor: false, blocked: true });
		await control('PATCH', '/policies', { blocked: false });
		expect(flow.tenant.policies.blocked).toBe(false);
	});

	it('PATCH /apps → new consent and redirect URI', async () => {
		const app = flow.tenant.addApp({ roles: [] });
		const change = { scopes: ['SecurityIncident.Read.All'], redirectUri: 'http://127.0.0.1/callback' };
		expect((await control('PATCH', `/apps/${app.clientId}`, change)).json).toEqual({
			roles: [],
			scopes: ['SecurityIncident.Read.All'],
			redirectUris: ['http://127.0.0.1/callback'],
		});
	});

	eachRow([
		['POST', '/users', { role: 'Emperor' }, 400],
		['PATCH', '/policies', {}, 400],
		['POST', '/users/nobody/end-sessions', { because: 'revoked' }, 404],
		['POST', '/users/nobody/end-sessions', { because: 'boredom' }, 400],
		['PATCH', '/apps/none', { roles: [] }, 404],
		['PATCH', '/apps/none', {}, 400],
	])('an invalid body or an unknown user or app → 400 or 404', async (method, path, body, status) => {
		expect((await control(method, path, body)).status).toBe(status);
	});
});
