import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPractice, type Practice } from '../../../tenant/practice.mts';
import { anyText, tokenResponse, signIn, tokenForm } from '../../support/graphCaller.mts';

let practice: Practice;
beforeAll(async () => {
	practice = await startPractice();
});
afterAll(() => practice.close());

const newTenant = (options = {}) => practice.addTenant({ empty: true, ...options });

describe('Entra app token', () => {
	it('a valid request → bearer token and lifetime only', async () => {
		const tenant = newTenant();
		const { status, json, headers } = await tokenResponse(practice, tenant.id, tokenForm(tenant.app));
		expect(status).toBe(200);
		expect(json).toEqual({
			token_type: 'Bearer',
			expires_in: 3599,
			ext_expires_in: 3599,
			access_token: anyText,
		});
		expect(headers.get('cache-control')).toContain('no-store');
	});

	it('the token → a JWT with tenant, app and roles that the published keys verify', async () => {
		const tenant = newTenant({ tokenLifetimeSeconds: 600 });
		const token = await signIn(practice, tenant);
		const published = async (path: string) => (await fetch(`${practice.origin}/${tenant.id}${path}`)).text();
		const configuration = JSON.parse(await published('/v2.0/.well-known/openid-configuration')) as {
			jwks_uri: string;
		};
		const keySet = await published(new URL(configuration.jwks_uri).pathname.slice(37));
		const keys = createLocalJWKSet(JSON.parse(keySet) as JSONWebKeySet);
		const { payload } = await jwtVerify(token, keys, { audience: 'https://graph.microsoft.com' });
		expect(payload).toMatchObject({
			tid: tenant.id,
			appid: tenant.app.clientId,
			app_displayname: 'n8n automation',
			idtyp: 'app',
			roles: ['SecurityIncident.ReadWrite.All', 'ThreatHunting.Read.All'],
			jti: '1',
		});
		expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
		expect(Math.abs(Number(payload.iat) - Date.now() / 1000)).toBeLessThan(60);
	});

	it('an app without permissions → a token without roles', async () => {
		const tenant = newTenant();
		const app = tenant.addApp({ roles: [] });
		expect(decodeJwt(await signIn(practice, tenant, app))).not.toHaveProperty('roles');
	});

	it('roles changed later → the token keeps the roles of its API at sign-in', async () => {
		const tenant = newTenant();
		const app = tenant.addApp({ roles: ['ThreatHunting.Read.All', 'Incident.Read.All'] });
		const before = await signIn(practice, tenant, app);
		app.setRoles(['SecurityIncident.Read.All']);
		const after = await signIn(practice, tenant, app);
		expect(decodeJwt(before).roles).toEqual(['ThreatHunting.Read.All']);
		expect(decodeJwt(after).roles).toEqual(['SecurityIncident.Read.All']);
	});

	it('a verified domain for the tenant ID → accepted', async () => {
		const tenant = newTenant();
		const { status } = await tokenResponse(
			practice,
			`${tenant.id.slice(0, 8)}.onmicrosoft.com`,
			tokenForm(tenant.app),
		);
		expect(status).toBe(200);
	});

	it('a rotated secret → the old one is refused', async () => {
		const tenant = newTenant();
		const old = tokenForm(tenant.app);
		tenant.app.rotateSecret();
		expect((await tokenResponse(practice, tenant.id, old)).json.error_codes).toEqual([7000215]);
		expect((await tokenResponse(practice, tenant.id, tokenForm(tenant.app))).status).toBe(200);
	});

	it('the request ledger → contains the client library and no secret', async () => {
		const tenant = newTenant();
		await tokenResponse(practice, tenant.id, tokenForm(tenant.app, { 'x-client-SKU': 'msal.js.node' }));
		expect(tenant.calls).toHaveLength(1);
		expect(tenant.calls[0]).toMatchObject({
			kind: 'token',
			method: 'POST',
			path: `/${tenant.id}/oauth2/v2.0/token`,
			body: { grant_type: 'client_credentials', 'x-client-SKU': 'msal.js.node' },
			headers: { authorization: null },
			status: 200,
			tokenSequence: 1,
		});
	});
});
