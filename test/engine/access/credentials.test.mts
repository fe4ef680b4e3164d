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

describe('an expirable token', () => {
	it('is minted once, stored, and reused by the next run', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin });
		expect((await call(id)).status).toBe('success');
		expect(credentials.stored(id)).toMatchObject({ accessToken: 'token-1' });
		await call(id);
		expect(service.minted).toEqual(['/common/token']);
		expect(service.calls).toEqual(['Bearer token-1', 'Bearer token-1']);
	});

	it('is minted again after a 401, and the call is repeated once with it', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin, accessToken: 'old' });
		service.answerNext(401);
		expect((await call(id)).status).toBe('success');
		expect(service.calls).toEqual(['Bearer old', 'Bearer token-1']);
		expect(credentials.stored(id)).toMatchObject({ accessToken: 'token-1' });
	});

	it('is minted exactly once when the second answer is 401 too', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin, accessToken: 'old' });
		service.answerNext(401, 401, 401);
		expect((await call(id)).error).toMatchObject({ httpCode: '401' });
		expect(service.minted).toHaveLength(1);
		expect(service.calls).toHaveLength(2);
	});

	it('is kept after a 403', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin, accessToken: 'old' });
		service.answerNext(403);
		expect((await call(id)).error).toMatchObject({ httpCode: '403' });
		expect(service.minted).toEqual([]);
		expect(credentials.stored(id)).toMatchObject({ accessToken: 'old' });
	});

	it('is stored with the rest of what the hook returned', async () => {
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

	it('does not overwrite a field that the user gave by expression', async () => {
		const tenant = '={{ $("Start").first().json.tenant }}';
		const { id } = credentials.create(TYPE, { origin: service.origin, tenant });
		const workflow = chain(caller(`${service.origin}/api`, { type: TYPE, id }));
		await engine.run(workflow, { credentials, pinData: { Start: [{ json: { tenant: 'fabrikam' } }] } });
		expect(service.minted).toEqual(['/fabrikam/token']);
		expect(credentials.stored(id)).toMatchObject({ tenant, mintedFor: 'fabrikam' });
	});
});

describe('a credential', () => {
	it('that does not exist is an error of the node', async () => {
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

	it('of an OAuth2 type inherits n8n’s token request and stores the answer', async () => {
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

describe('the test of a credential', () => {
	it('signs in, calls, and stores the token', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin });
		const answer = await engine.testCredential(credentials, id);
		expect(answer).toEqual({ status: 'OK', message: 'Connection successful!' });
		expect(credentials.stored(id)).toMatchObject({ accessToken: 'token-1' });
	});

	it('shows the sentence that the hook threw', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin, tenant: 'refused' });
		const answer = await engine.testCredential(credentials, id);
		expect(answer).toEqual({ status: 'Error', message: 'The tenant is refused: choose another.' });
	});

	it('shows the status text of a refused call', async () => {
		const { id } = credentials.create(TYPE, { origin: service.origin });
		service.answerNext(403);
		expect(await engine.testCredential(credentials, id)).toEqual({ status: 'Error', message: 'Forbidden' });
	});
});
