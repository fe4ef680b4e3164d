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
const ROWS = [
	['global', 'graph', COM, GRAPH, GRAPH, 'https://security.microsoft.com'],
	['global', 'legacy', COM, OLD, OLD, 'https://security.microsoft.com'],
	['gcc', 'graph', COM, GRAPH, GRAPH, 'https://security.microsoft.com'],
	['gcc', 'legacy', COM, GCC_OLD, OLD, 'https://security.microsoft.com'],
	['gccHigh', 'graph', US, HIGH, HIGH, 'https://security.microsoft.us'],
	['gccHigh', 'legacy', US, GOV_OLD, OLD, 'https://security.microsoft.us'],
	['dod', 'graph', US, DOD, DOD, 'https://security.apps.mil'],
	['dod', 'legacy', US, GOV_OLD, OLD, 'https://security.apps.mil'],
] as const;

describe.each(ROWS)(
	'the cloud %s and the API %s',
	(cloud, api, loginOrigin, apiOrigin, audience, portalOrigin) => {
		it('have their hosts, and an application asks for the whole resource', () => {
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
		});

		it('have the same hosts for a signed-in user', () => {
			expect(readCredential(fields({ cloud, api }), 'user').endpoint).toMatchObject({
				context: 'user',
				loginOrigin,
				apiOrigin,
				audience,
				portalOrigin,
			});
		});

		it('get an application’s token from their own sign-in, and the token goes to their own API alone', async () => {
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
			for (const [, , login, other] of ROWS)
				for (const origin of [login, other])
					if (origin !== apiOrigin)
						expect(() => authorize(minted, { url: `${origin}/x` }, START)).toThrow(apiOrigin);
		});
	},
);

it('the cloud custom has the addresses it is given, for either API', () => {
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

describe('a signed-in user', () => {
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
		'of the API %s with the permissions to %s consents to %s and %s',
		(api, permissions, incidents, hunting) => {
			const resource = incidents.slice(0, incidents.lastIndexOf('/'));
			expect(scopesOf({ cloud: 'gccHigh', api, permissions })).toEqual([
				incidents,
				`${resource}/${hunting}`,
				'offline_access',
			]);
		},
	);

	it('entrusts reading alone when nothing is chosen', () => {
		expect(scopesOf({})).toContain('https://graph.microsoft.com/SecurityIncident.Read.All');
	});

	it('may not choose other permissions', () => {
		const error = thrown(() => scopesOf({ permissions: 'everything' }));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'permissions' });
		expect(error).toMatchObject({
			message: '"everything" is not a valid choice for Permissions',
			description: 'Choose Read or Read and Respond.',
		});
	});
});

describe('a combination that does not exist is refused with those that do', () => {
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
	])('%s %s', (field, value, message, description) => {
		for (const context of ['application', 'user'] as const) {
			const error = thrown(() => readCredential(fields({ [field]: value }), context).endpoint);
			expect(error.reason).toEqual({ kind: 'invalidInput', field });
			expect(error).toMatchObject({ message, description });
		}
	});

	it('custom without addresses', () => {
		for (const field of ['loginUrl', 'apiUrl', 'audience']) {
			const error = thrown(() => readCredential(customFields({ [field]: '' }), 'user').endpoint);
			expect(error.reason).toEqual({ kind: 'invalidInput', field });
			expect(error.message).toContain('is empty');
		}
	});

	eachRow(['common', 'organizations', 'consumers'])('the tenant %s, in both contexts', (tenantId) => {
		const refused = (context: 'application' | 'user') =>
			thrown(() => readCredential(fields({ tenantId }), context).endpoint).message;
		expect(refused('application')).toBe(`"${tenantId}" is not the ID of a single tenant`);
		expect(refused('user')).toBe(`"${tenantId}" is not the ID of a single tenant`);
	});
});
