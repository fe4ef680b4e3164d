import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../defender/access/credential.ts';
import type { PermissionLevel } from '../../../defender/access/endpoint.ts';
import { refuseUnusableSignIn } from '../../../defender/access/userSignIn.ts';
import { CLIENT, TENANT } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { storedTokens } from '../../support/storedTokens.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const OTHER = '99999999-2222-4333-8444-555555555555';

/** The error about a sign-in before the first request; undefined if it is usable. */
function errorText(data: unknown, level: PermissionLevel = 'respond', more: object = {}): string | undefined {
	const fields = {
		tenantId: TENANT,
		clientId: CLIENT,
		permissions: 'respond',
		oauthTokenData: data,
		...more,
	};
	try {
		refuseUnusableSignIn(readCredential(fields, 'user'), level, START);
		return undefined;
	} catch (failure) {
		return failure instanceof Error ? failure.message : 'no Error';
	}
}

describe('refuseUnusableSignIn', () => {
	it('fitting or opaque token → no error', () => {
		expect(errorText(storedTokens())).toBeUndefined();
		expect(errorText({ access_token: 'opaque' })).toBeUndefined();
		expect(errorText(storedTokens({ scp: 'SecurityIncident.ReadWrite.All' }), 'read')).toBeUndefined();
	});

	eachRow([
		['no account is connected', {}, /^No account is connected/],
		['other tenant', storedTokens({ tid: OTHER }), /^The account was connected to a different tenant/],
		['other cloud', storedTokens({ aud: 'https://graph.microsoft.us' }), /to a different API or cloud/],
		[
			'other API, named by its ID',
			storedTokens({ aud: '8ee8fdad-f234-4243-8f3b-15c294843740' }),
			/to a different API/,
		],
		['missing permission', storedTokens({ scp: 'ThreatHunting.Read.All' }), /does not have the permission/],
		[
			'expired without a refresh token',
			storedTokens({ exp: START / 1000 }, { refresh_token: '' }),
			/has expired$/,
		],
	])('unusable sign-in → an error that names the reason', (_, data, sentence) => {
		expect(errorText(data)).toMatch(sentence);
	});

	eachRow([
		['a tenant named by its domain', storedTokens({ tid: OTHER }), { tenantId: 'contoso.com' }],
		['Graph, named by its ID', storedTokens({ aud: '00000003-0000-0000-c000-000000000000' }), {}],
		['a resource that no cloud has', storedTokens({ aud: 'api://mine' }), {}],
		['an expired token that can be renewed', storedTokens({ exp: START / 1000 }), {}],
		[
			'a token that expires in one millisecond',
			{ access_token: 'opaque', n8n_expires_at: String(START + 1) },
			{},
		],
	])('sign-in that may be usable → no error', (_, data, more) => {
		expect(errorText(data, 'respond', more)).toBeUndefined();
	});

	it('read-only credential → an error only for writes, whatever the token allows', () => {
		const reading = { permissions: 'read' };
		expect(errorText(storedTokens(), 'respond', reading)).toBe('The credential is read-only');
		expect(errorText(storedTokens(), 'read', reading)).toBeUndefined();
		expect(errorText(storedTokens(), 'hunt', reading)).toBeUndefined();
	});
});
