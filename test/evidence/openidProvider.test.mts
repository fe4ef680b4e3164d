import { createHash, randomBytes } from 'node:crypto';
import { ClientOAuth2, type ClientOAuth2Options } from '@n8n/client-oauth2';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { getAppToken } from '../../defender/access/appToken.ts';
import type { SendRequest } from '../../defender/access/sendRequest.ts';
import { CredentialStore } from '../../lab/engine/engine.mts';
import { eachRow } from '../../lab/test/support/eachRow.mts';
import { ourEngine } from '../support/practice.mts';
import { clientOf, customFields, TENANT } from '../support/appCredential.mts';
import { makeCertificate, type MadeCertificate } from '../../lab/test/support/certificates.mts';
import { Browser } from './openidBrowser.mts';
import { AUDIENCE, certificateClient, startOpenidServer, type OpenidServer } from './openidServer.mts';

/** A certified OpenID server as a witness: what passes there is right by the standards, not only by our own tenant. */
const CALLBACK = 'http://127.0.0.1:5678/rest/oauth2-credential/callback';
const secret = () => randomBytes(24).toString('base64url');
const SECRETS = { app: secret(), user: secret() };
const APPS = {
	secret: '0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e01',
	certificate: '0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e02',
	confidential: '0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e03',
	open: '0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e04',
};

let made: MadeCertificate;
let server: OpenidServer;
beforeAll(async () => {
	// The server says at length that its defaults are not meant for production.
	for (const kind of ['info', 'warn'] as const) vi.spyOn(console, kind).mockImplementation(() => {});
	made = await makeCertificate();
	const noRedirect = { redirect_uris: [], response_types: [] };
	const user = { redirect_uris: [CALLBACK], grant_types: ['authorization_code', 'refresh_token'] };
	const post = 'client_secret_post' as const;
	server = await startOpenidServer(TENANT, [
		await certificateClient(APPS.certificate, made.certificate),
		{
			...noRedirect,
			client_id: APPS.secret,
			client_secret: SECRETS.app,
			token_endpoint_auth_method: post,
			grant_types: ['client_credentials'],
		},
		{ ...user, client_id: APPS.confidential, client_secret: SECRETS.user, token_endpoint_auth_method: post },
		{ ...user, client_id: APPS.open, token_endpoint_auth_method: 'none', application_type: 'native' },
	]);
}, 60_000);
afterAll(async () => {
	vi.restoreAllMocks();
	await server.close();
});

const overFetch: SendRequest = async ({ url, ...call }) => {
	const answer = await fetch(url, call.method === 'GET' ? { headers: call.headers } : call);
	return {
		status: answer.status,
		headers: Object.fromEntries(answer.headers),
		text: await answer.text(),
	};
};
const signIn = (fields: Readonly<Record<string, unknown>>) =>
	getAppToken(
		clientOf(customFields({ loginUrl: server.origin, audience: AUDIENCE, ...fields })),
		'',
		overFetch,
		Date.now,
	);

describe('app sign-in › certified OpenID server', () => {
	const certified = () => ({
		clientId: APPS.certificate,
		clientAuthentication: 'certificate',
		certificate: made.certificate,
		privateKey: made.privateKey,
	});

	it('certificate → token, with a PS256 assertion for the token endpoint', async () => {
		const accessToken = await signIn(certified());
		expect(server.takeRefusals()).toEqual([]);
		expect(decodeJwt(accessToken)).toMatchObject({ aud: AUDIENCE, client_id: APPS.certificate });
	});

	it('two sign-ins with one certificate → a new assertion each time', async () => {
		await signIn(certified());
		await signIn({
			...certified(),
			privateKey: made.key.export({ type: 'pkcs1', format: 'pem' }).toString(),
		});
		expect(server.takeRefusals()).toEqual([]);
	});

	it('client secret → token', async () => {
		const accessToken = await signIn({ clientId: APPS.secret, clientSecret: SECRETS.app });
		expect(decodeJwt(accessToken)).toMatchObject({ aud: AUDIENCE, client_id: APPS.secret });
		expect(server.takeRefusals()).toEqual([]);
	});

	it('private key of another certificate → refused', async () => {
		const other = await makeCertificate();
		await expect(signIn({ ...certified(), ...other })).rejects.toThrow('(invalid_client');
		expect(server.takeRefusals()).toHaveLength(1);
	});
});

/** What n8n makes of our credential, and how its OAuth2 controller turns that into a client: see handleCallback there. */
async function n8nClient(clientId: string, clientSecret: string) {
	const store = new CredentialStore();
	const { id } = store.create('defenderXdrUserOAuth2Api', {
		cloud: 'custom',
		tenantId: TENANT,
		clientId,
		clientSecret,
		permissions: 'respond',
		loginUrl: server.origin,
		apiUrl: server.origin,
		audience: AUDIENCE,
	});
	const fields = (await ourEngine()).readCredential(store, id);
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === 'string' ? value : '';
	};
	const verifier = secret() + secret();
	const challenge = createHash('sha256').update(verifier).digest('base64url');
	const options: ClientOAuth2Options = {
		clientId,
		...(clientSecret === '' ? {} : { clientSecret }),
		authorizationUri: text('authUrl'),
		accessTokenUri: text('accessTokenUrl'),
		scopes: [text('scope')],
		scopesSeparator: ' ',
		redirectUri: CALLBACK,
		authentication: 'body',
		state: secret(),
	};
	const query = {
		...Object.fromEntries(new URLSearchParams(text('authQueryParameters'))),
		code_challenge: challenge,
		code_challenge_method: 'S256',
	};
	const proof = { client_id: clientId, ...(clientSecret === '' ? {} : { client_secret: clientSecret }) };
	return {
		authorizeUrl: new ClientOAuth2({ ...options, query }).code.getUri(),
		redeem: async (address: URL, code_verifier = verifier) => {
			const { clientSecret: _, ...inBody } = options;
			const client = new ClientOAuth2(inBody);
			return await client.code.getToken(address.href, { body: { ...proof, code_verifier } });
		},
		renew: (data: Awaited<ReturnType<ClientOAuth2['code']['getToken']>>['data']) =>
			new ClientOAuth2(options).createToken(data).refresh(),
	};
}

const USER_APPS = [
	['confidential app', APPS.confidential, SECRETS.user],
	['public app', APPS.open, ''],
] as const;

/** The address to which the server sends the browser after the sign-in. */
const callbackOf = async (client: Awaited<ReturnType<typeof n8nClient>>) =>
	await new Browser(CALLBACK).follow(client.authorizeUrl, { login: 'analyst', password: 'any' });

describe('user sign-in › certified OpenID server', () => {
	eachRow(USER_APPS)(
		'authorization code with PKCE → token that can be renewed',
		async (_, clientId, clientSecret) => {
			const client = await n8nClient(clientId, clientSecret);
			const callback = await callbackOf(client);
			expect(Object.fromEntries(callback.searchParams)).not.toHaveProperty('error');
			const token = await client.redeem(callback);
			const scope = `${AUDIENCE}/SecurityIncident.ReadWrite.All ${AUDIENCE}/ThreatHunting.Read.All`;
			expect(decodeJwt(token.accessToken)).toMatchObject({ aud: AUDIENCE, client_id: clientId, scope });
			const renewed = await client.renew(token.data);
			expect(decodeJwt(renewed.accessToken)).toMatchObject({ aud: AUDIENCE, scope });
			expect(renewed.refreshToken).not.toBe(token.refreshToken);
			expect(server.granted.slice(-2)).toEqual(['authorization_code', 'refresh_token']);
			expect(server.takeRefusals()).toEqual([]);
		},
	);

	eachRow(USER_APPS)('wrong PKCE verifier → refused', async (_, clientId, clientSecret) => {
		const client = await n8nClient(clientId, clientSecret);
		await expect(client.redeem(await callbackOf(client), 'a'.repeat(43))).rejects.toThrow();
		expect(server.takeRefusals()).toEqual(['invalid_grant: code_verifier does not match code_challenge']);
	});
});
