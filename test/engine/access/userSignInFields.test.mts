import { beforeAll, describe, expect, it } from 'vitest';
import { CredentialStore, type Engine } from '../../../lab/engine/engine.mts';
import { ourEngine } from '../../support/practice.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const TENANT = '3c7f5a10-6b2d-4e88-a1c9-5d0e9b8a7f61';
const FIELDS = { tenantId: TENANT, clientId: '0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f' };

let engine: Engine;
beforeAll(async () => {
	engine = await ourEngine();
}, 60_000);

/** What n8n makes of the credential's fields, its own expression engine included. */
function fieldsFor(more: Readonly<Record<string, string>>) {
	const store = new CredentialStore();
	const { id } = store.create('defenderXdrUserOAuth2Api', { ...FIELDS, ...more });
	return engine.readCredential(store, id);
}

/** Written down from Microsoft's documentation: national clouds, supported APIs, permissions of each operation. */
const COM = 'https://login.microsoftonline.com';
const US = 'https://login.microsoftonline.us';
const CUSTOM = 'http://127.0.0.1:4011';
const GRAPH_READ = (host: string) =>
	`${host}/SecurityIncident.Read.All ${host}/ThreatHunting.Read.All offline_access`;
const GRAPH_RESPOND = (host: string) =>
	`${host}/SecurityIncident.ReadWrite.All ${host}/ThreatHunting.Read.All offline_access`;
const OLD_READ =
	'https://api.security.microsoft.com/Incident.Read https://api.security.microsoft.com/AdvancedHunting.Read offline_access';
const OLD_RESPOND =
	'https://api.security.microsoft.com/Incident.ReadWrite https://api.security.microsoft.com/AdvancedHunting.Read offline_access';

const ROWS = [
	['global', 'graph', 'read', COM, GRAPH_READ('https://graph.microsoft.com')],
	['global', 'graph', 'respond', COM, GRAPH_RESPOND('https://graph.microsoft.com')],
	['global', 'legacy', 'read', COM, OLD_READ],
	['global', 'legacy', 'respond', COM, OLD_RESPOND],
	['gcc', 'graph', 'read', COM, GRAPH_READ('https://graph.microsoft.com')],
	['gcc', 'graph', 'respond', COM, GRAPH_RESPOND('https://graph.microsoft.com')],
	['gcc', 'legacy', 'read', COM, OLD_READ],
	['gcc', 'legacy', 'respond', COM, OLD_RESPOND],
	['gccHigh', 'graph', 'read', US, GRAPH_READ('https://graph.microsoft.us')],
	['gccHigh', 'graph', 'respond', US, GRAPH_RESPOND('https://graph.microsoft.us')],
	['gccHigh', 'legacy', 'read', US, OLD_READ],
	['gccHigh', 'legacy', 'respond', US, OLD_RESPOND],
	['dod', 'graph', 'read', US, GRAPH_READ('https://dod-graph.microsoft.us')],
	['dod', 'graph', 'respond', US, GRAPH_RESPOND('https://dod-graph.microsoft.us')],
	['dod', 'legacy', 'read', US, OLD_READ],
	['dod', 'legacy', 'respond', US, OLD_RESPOND],
	['custom', 'graph', 'read', CUSTOM, GRAPH_READ('api://practice')],
	['custom', 'graph', 'respond', CUSTOM, GRAPH_RESPOND('api://practice')],
	[
		'custom',
		'legacy',
		'read',
		CUSTOM,
		'api://practice/Incident.Read api://practice/AdvancedHunting.Read offline_access',
	],
	[
		'custom',
		'legacy',
		'respond',
		CUSTOM,
		'api://practice/Incident.ReadWrite api://practice/AdvancedHunting.Read offline_access',
	],
] as const;

describe('user credential, authorization URL and scopes', () => {
	eachRow(ROWS)(
		'each cloud, API and permission → its URL and scopes',
		(cloud, api, permissions, login, scope) => {
			const own = cloud === 'custom' ? { loginUrl: CUSTOM, apiUrl: CUSTOM, audience: 'api://practice' } : {};
			expect(fieldsFor({ cloud, api, permissions, ...own })).toMatchObject({
				authUrl: `${login}/${TENANT}/oauth2/v2.0/authorize`,
				accessTokenUrl: `${login}/${TENANT}/oauth2/v2.0/token`,
				scope,
			});
		},
	);

	it('grant type → code with PKCE, the secret in the body', () => {
		expect(fieldsFor({})).toMatchObject({
			grantType: 'pkce',
			authentication: 'body',
			authQueryParameters: 'response_mode=query&prompt=select_account',
			useDynamicClientRegistration: false,
			clientSecret: '',
		});
	});

	it('only IDs filled in → worldwide cloud, Graph, read', () => {
		expect(fieldsFor({})).toMatchObject({
			authUrl: `${COM}/${TENANT}/oauth2/v2.0/authorize`,
			scope: GRAPH_READ('https://graph.microsoft.com'),
		});
	});

	eachRow([COM, `${US}/`, 'https://localhost:8443', 'http://[::1]:4011', 'http://127.0.0.1:4011'])(
		'login URL of a custom cloud → used',
		(loginUrl) => {
			const token = `${loginUrl.replace(/\/$/, '')}/${TENANT}/oauth2/v2.0/token`;
			expect(fieldsFor({ cloud: 'custom', loginUrl })['accessTokenUrl']).toBe(token);
		},
	);

	it('stored hidden fields → ignored', () => {
		const evil = 'https://evil.example/token';
		expect(fieldsFor({ authUrl: evil, accessTokenUrl: evil, grantType: 'authorizationCode' })).toMatchObject({
			authUrl: `${COM}/${TENANT}/oauth2/v2.0/authorize`,
			accessTokenUrl: `${COM}/${TENANT}/oauth2/v2.0/token`,
			grantType: 'pkce',
		});
	});

	it('pasted spaces and slashes → removed', () => {
		const pasted = {
			cloud: 'custom',
			tenantId: ` ${TENANT}\n`,
			loginUrl: ' https://localhost:4443/ ',
			audience: ' https://graph.example// ',
		};
		expect(fieldsFor(pasted)).toMatchObject({
			accessTokenUrl: `https://localhost:4443/${TENANT}/oauth2/v2.0/token`,
			scope: GRAPH_READ('https://graph.example'),
		});
	});
});

describe('user credential, invalid choice', () => {
	const urlOf = (value: unknown) => new URL(typeof value === 'string' ? value : '');
	const hostOf = (fields: Readonly<Record<string, unknown>>) =>
		['authUrl', 'accessTokenUrl'].map((name) => urlOf(fields[name]).host);

	eachRow(['china', 'toString', 'valueOf'])('unknown cloud → the secret is sent nowhere', (cloud) => {
		const fields = fieldsFor({ cloud: `={{ "${cloud}" }}` });
		expect(hostOf(fields)).toEqual(['unknown-cloud.invalid', 'unknown-cloud.invalid']);
		expect(fields['scope']).toMatch(/^https:\/\/unknown-cloud\.invalid\//);
	});

	eachRow([
		'https://login.example',
		'https://login.microsoftonline.com.evil.example',
		'https://login-microsoftonline.com',
		'https://loginXmicrosoftonline.com',
		'http://login.microsoftonline.com',
		'http://login.example',
		'http://127.0.0.1.evil.example',
		'http://localhost.evil.example',
		'https://login.example/path',
		'https://user@login.example',
		'https://login.example?x=',
		'https://login.example#',
		'login.example',
		'',
	])('untrusted login URL → the secret is sent nowhere', (loginUrl) => {
		const host = 'login-url-must-be-a-microsoft-host.invalid';
		expect(hostOf(fieldsFor({ cloud: 'custom', loginUrl }))).toEqual([host, host]);
	});

	eachRow(['../../evil', 'x/../..', 'common?x=', 'a@b', '"}}'])(
		'tenant with path characters → stays one segment of the path',
		(tenantId) => {
			const url = urlOf(fieldsFor({ tenantId })['accessTokenUrl']);
			expect(url.origin).toBe(COM);
			expect(url.pathname).toBe(`/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`);
		},
	);

	it('unknown permissions → scopes that do not exist', () => {
		expect(fieldsFor({ permissions: '={{ "everything" }}' })['scope']).toBe(
			'https://graph.microsoft.com/unknown-permissions https://graph.microsoft.com/unknown-permissions offline_access',
		);
	});
});
