import type { IHttpRequestOptions } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { authorize, signIn } from '../../../defender/access/appSignIn.ts';
import { FRESH_SIGN_IN_HEADER } from '../../../defender/access/credential.ts';
import { readCredential } from '../../../defender/access/credential.ts';
import { customFields, fields, minting, mintingWithApi, TENANT } from '../../support/appCredential.mts';
import { thrown } from '../../support/defenderErrors.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

/**
 * Written down from Microsoft's pages: Graph "National cloud deployments", Entra "National clouds", Defender XDR
 * "supported APIs" and "US government". Cloud, API, sign-in, API host, audience, portal.
 */
const COM = 'https://login.microsoftonline.com';
const US = 'https://login.microsoftonline.us';
const GRAPH = 'https://graph.microsoft.com';
const HIGH = 'https://graph.microsoft.us';
const DOD = 'https://dod-graph.microsoft.us';
const OLD = 'https://api.security.microsoft.com';
const GCC_OLD = 'https://api-gcc.security.microsoft.us';
const GOV_OLD = 'https://api-gov.security.microsoft.us';
const ROWS: ReadonlyArray<readonly [string, string, string, string, string, string]> = [
	['global', 'graph', COM, GRAPH, GRAPH, 'https://security.microsoft.com'],
	['global', 'legacy', COM, OLD, OLD, 'https://security.microsoft.com'],
	['gcc', 'graph', COM, GRAPH, GRAPH, 'https://security.microsoft.com'],
	['gcc', 'legacy', COM, GCC_OLD, OLD, 'https://security.microsoft.com'],
	['gccHigh', 'graph', US, HIGH, HIGH, 'https://security.microsoft.us'],
	['gccHigh', 'legacy', US, GOV_OLD, OLD, 'https://security.microsoft.us'],
	['dod', 'graph', US, DOD, DOD, 'https://security.apps.mil'],
	['dod', 'legacy', US, GOV_OLD, OLD, 'https://security.apps.mil'],
];

describe('each cloud and API', () => {
	eachRow(ROWS)(
		'application → hosts of the cloud and the scope .default',
		(cloud, api, loginOrigin, apiOrigin, audience, portalOrigin) => {
			expect(readCredential(fields({ cloud, api }), 'application').endpoint).toEqual({
				api,
				cloud,
				context: 'application',
				tenantId: TENANT,
				loginOrigin,
				apiOrigin,
				audience,
				portalOrigin,
				scopes: [`${audience}/.default`],
			});
		},
	);

	eachRow(ROWS)(
		'signed-in user → hosts of the cloud',
		(cloud, api, loginOrigin, apiOrigin, audience, portalOrigin) => {
			expect(readCredential(fields({ cloud, api }), 'user').endpoint).toMatchObject({
				context: 'user',
				loginOrigin,
				apiOrigin,
				audience,
				portalOrigin,
			});
		},
	);

	eachRow(ROWS)(
		'application → token of the cloud’s login host, sent only to the cloud’s API',
		async (cloud, api, loginOrigin, apiOrigin, audience) => {
			const entra = minting();
			const credential = fields({ cloud, api });
			const minted = { ...credential, ...(await signIn(credential, entra.send, () => START)) };
			expect(entra.calls.map(({ url }) => url.replace(/\?.*/, ''))).toEqual([
				`${loginOrigin}/${TENANT}/oauth2/v2.0/token`,
			]);
			expect(new URLSearchParams(entra.calls[0]?.body).get('scope')).toBe(`${audience}/.default`);
			const request: IHttpRequestOptions = { url: '/v1.0/', headers: { [FRESH_SIGN_IN_HEADER]: 'test' } };
			expect(() => authorize(minted, request, START)).toThrow('renewed');
			const tested = mintingWithApi();
			await signIn(minted, tested.send, () => START);
			expect(tested.calls.map(({ url }) => new URL(url).origin)).toEqual([apiOrigin]);
			const test = authorize(minted, request, START);
			expect(new URL(test.url, test.baseURL).origin).toBe(apiOrigin);
			expect(() => authorize(minted, { url: `${apiOrigin}/x` }, START)).not.toThrow();
			for (const [, , login, otherApi] of ROWS)
				for (const origin of [login, otherApi])
					if (origin !== apiOrigin)
						expect(() => authorize(minted, { url: `${origin}/x` }, START)).toThrow(apiOrigin);
		},
	);
});

it('cloud Custom › either API → the addresses of the credential', () => {
	for (const api of ['graph', 'legacy']) {
		expect(readCredential(customFields({ api, audience: 'api://own' }), 'application').endpoint).toEqual({
			api,
			cloud: 'custom',
			context: 'application',
			tenantId: TENANT,
			loginOrigin: 'http://127.0.0.1:4011',
			apiOrigin: 'http://127.0.0.1:4012',
			audience: 'api://own',
			portalOrigin: 'https://security.microsoft.com',
			scopes: ['api://own/.default'],
		});
	}
});

describe('permissions of a signed-in user', () => {
	const scopesOf = (more: Readonly<Record<string, unknown>>) =>
		readCredential(fields(more), 'user').endpoint.scopes;

	eachRow([
		['graph', 'read', 'https://graph.microsoft.us/SecurityIncident.Read.All', 'ThreatHunting.Read.All'],
		[
			'graph',
			'respond',
			'https://graph.microsoft.us/SecurityIncident.ReadWrite.All',
			'ThreatHunting.Read.All',
		],
		['legacy', 'read', 'https://api.security.microsoft.com/Incident.Read', 'AdvancedHunting.Read'],
		['legacy', 'respond', 'https://api.security.microsoft.com/Incident.ReadWrite', 'AdvancedHunting.Read'],
	])(
		'each API and permission level → scopes of incidents and hunting',
		(api, permissions, incidents, hunting) => {
			const resource = incidents.slice(0, incidents.lastIndexOf('/'));
			expect(scopesOf({ cloud: 'gccHigh', api, permissions })).toEqual([
				incidents,
				`${resource}/${hunting}`,
				'offline_access',
			]);
		},
	);

	it('no choice → read-only scopes', () => {
		expect(scopesOf({})).toContain('https://graph.microsoft.com/SecurityIncident.Read.All');
	});

	it('unknown choice → an error that lists the choices', () => {
		const error = thrown(() => scopesOf({ permissions: 'everything' }));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'permissions' });
		expect(error).toMatchObject({
			message: '"everything" is not a valid choice for Permissions',
			description: 'Choose Read or Read and Respond.',
		});
	});
});

describe('invalid cloud, API or tenant', () => {
	eachRow([
		[
			'cloud',
			'china',
			'"china" is not a valid Cloud',
			'Choose Global, US GCC, US GCC High, US DoD or Custom. Microsoft Defender XDR has no API in China.',
		],
		[
			'cloud',
			'toString',
			'"toString" is not a valid Cloud',
			'Choose Global, US GCC, US GCC High, US DoD or Custom.',
		],
		[
			'api',
			'mde',
			'"mde" is not a valid API',
			'Choose Microsoft Graph or Microsoft 365 Defender API (legacy).',
		],
	])('unknown cloud or API → an error that lists the choices', (field, value, message, description) => {
		for (const context of ['application', 'user'] as const) {
			const error = thrown(() => readCredential(fields({ [field]: value }), context).endpoint);
			expect(error.reason).toEqual({ kind: 'invalidInput', field });
			expect(error).toMatchObject({ message, description });
		}
	});

	it('Custom without addresses → an error that names the empty field', () => {
		for (const field of ['loginUrl', 'apiUrl', 'audience']) {
			const error = thrown(() => readCredential(customFields({ [field]: '' }), 'user').endpoint);
			expect(error.reason).toEqual({ kind: 'invalidInput', field });
			expect(error.message).toContain('is empty');
		}
	});

	eachRow(['common', 'organizations', 'consumers'])(
		'tenant that is no single tenant → an error for an application and a user',
		(tenantId) => {
			const messageFor = (context: 'application' | 'user') =>
				thrown(() => readCredential(fields({ tenantId }), context).endpoint).message;
			expect(messageFor('application')).toBe(`"${tenantId}" is not the ID of a single tenant`);
			expect(messageFor('user')).toBe(`"${tenantId}" is not the ID of a single tenant`);
		},
	);
});
