import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CredentialStore, type Engine } from '../../../lab/engine/engine.mts';
import { type Loopback, startLoopback } from '../../support/loopback.mts';
import { caller, chain, fixtureEngine, step } from '../../../lab/test/support/workflows.mts';

const TYPE = 'fixtureTokenApi';
let engine: Engine;
let service: Loopback;
let credentials: CredentialStore;

beforeEach(async () => {
	[engine, service] = await Promise.all([fixtureEngine(), startLoopback()]);
	credentials = new CredentialStore();
});
afterEach(() => service.close());

function call(id: string, type = TYPE) {
	return engine.run(chain(caller(`${service.origin}/api`, { type, id })), { credentials });
}

describe('expirable token of a credential', () => {
	it('two executions → one token, stored and used again', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin });
		expect((await call(id)).status).toBe('success');
		expect(credentials.stored(id)).toMatchObject({ accessToken: 'token-1' });
		await call(id);
		expect(service.minted).toEqual(['/common/token']);
		expect(service.calls).toEqual(['Bearer token-1', 'Bearer token-1']);
	});

	it('status 401 → a new token, and the request is sent once more with it', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin, accessToken: 'old' });
		service.answerNext(401);
		expect((await call(id)).status).toBe('success');
		expect(service.calls).toEqual(['Bearer old', 'Bearer token-1']);
		expect(credentials.stored(id)).toMatchObject({ accessToken: 'token-1' });
	});

	it('status 401 twice → exactly one new token', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin, accessToken: 'old' });
		service.answerNext(401, 401, 401);
		expect((await call(id)).error).toMatchObject({ httpCode: '401' });
		expect(service.minted).toHaveLength(1);
		expect(service.calls).toHaveLength(2);
	});

	it('status 403 → the token is kept', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin, accessToken: 'old' });
		service.answerNext(403);
		expect((await call(id)).error).toMatchObject({ httpCode: '403' });
		expect(service.minted).toEqual([]);
		expect(credentials.stored(id)).toMatchObject({ accessToken: 'old' });
	});

	it('hook returns more fields → stored with the token', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin, tenant: 'contoso' });
		await call(id);
		expect(credentials.stored(id)).toEqual({
			origin: service.origin,
			tenant: 'contoso',
			accessToken: 'token-1',
			mintedFor: 'contoso',
		});
		expect(service.minted).toEqual(['/contoso/token']);
	});

	it('field set by expression → not overwritten', async () => {
		const tenant = '={{ $("Start").first().json.tenant }}';
		const { id } = credentials.create(TYPE, { origin: service.origin, tenant });
		const workflow = chain(caller(`${service.origin}/api`, { type: TYPE, id }));
		await engine.run(workflow, { credentials, pinData: { Start: [{ json: { tenant: 'fabrikam' } }] } });
		expect(service.minted).toEqual(['/fabrikam/token']);
		expect(credentials.stored(id)).toMatchObject({ tenant, mintedFor: 'fabrikam' });
	});
});

describe('credential of a node', () => {
	it('credential does not exist → the node fails', async () => {
		const result = await call('credential-9');
		expect(result.error?.message).toBe(
			'Credential with ID "credential-9" does not exist for type "fixtureTokenApi".',
		);
	});

	it.each([
		['fixtureTokenApi', 'Bearer token-1'],
		['fixtureKeyApi', 'Key secret'],
	])('each type → also works in the HTTP Request node', async (type, sent) => {
		const { id, name } = credentials.create(type, { origin: service.origin, key: 'secret' });
		const parameters = {
			url: `${service.origin}/api`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: type,
			options: {},
		};
		const more = { typeVersion: 4.2, credentials: { [type]: { id, name } } };
		const result = await engine.run(chain(step('Get', 'n8n-nodes-base.httpRequest', parameters, more)), {
			credentials,
		});
		expect(result.items('Get').map(({ json }) => json)).toEqual([{ call: 1 }]);
		expect(service.calls).toEqual([sent]);
	});

	it('OAuth2 type → n8n’s own token request, and the token is stored', async () => {
		const type = 'fixtureOAuth2Api';
		const { id } = credentials.create(type, {
			origin: service.origin,
			clientId: 'a',
			clientSecret: 'b',
			accessTokenUrl: 'http://pinned.invalid/never',
		});
		expect((await call(id, type)).error).toBeUndefined();
		expect(service.minted).toEqual(['/oauth/token']);
		expect(service.calls).toEqual(['Bearer token-1']);
		expect(credentials.stored(id)).toMatchObject({ oauthTokenData: { access_token: 'token-1' } });
	});
});

describe('test of a credential', () => {
	it('hook returns a token → signs in, sends the request and stores the token', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin });
		const answer = await engine.testCredential(credentials, id);
		expect(answer).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(credentials.stored(id)).toMatchObject({ accessToken: 'token-1' });
	});

	it('hook throws → its sentence is shown', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin, tenant: 'refused' });
		const answer = await engine.testCredential(credentials, id);
		expect(answer).toEqual({ status: 'Error', message: 'The tenant is refused: choose another.' });
	});

	it('request is rejected → its status text is shown', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin });
		service.answerNext(403);
		expect(await engine.testCredential(credentials, id)).toEqual({ status: 'Error', message: 'Forbidden' });
	});
});
