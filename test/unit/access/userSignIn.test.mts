import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../defender/access/credential.ts';
import type { PermissionLevel } from '../../../defender/access/endpoint.ts';
import { readStoredSignIn } from '../../../defender/access/storedSignIn.ts';
import { refuseUnusableSignIn } from '../../../defender/access/userSignIn.ts';
import { CLIENT, TENANT, token } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const GRAPH = 'https://graph.microsoft.com';
const RESPOND = 'SecurityIncident.ReadWrite.All ThreatHunting.Read.All';
const OTHER = '99999999-2222-4333-8444-555555555555';

const stored = readStoredSignIn;
const signIn = (claims: object, more: object = {}) => ({
	access_token: token({ aud: GRAPH, tid: TENANT, scp: RESPOND, exp: START / 1000 + 60, ...claims }),
	refresh_token: 'r',
	...more,
});

/** What is said of a sign-in before the first call; undefined where it is good. */
function said(data: unknown, level: PermissionLevel = 'respond', more: object = {}): string | undefined {
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

describe('what n8n has stored of a sign-in', () => {
	eachRow([undefined, null, 'text', 7, {}, { access_token: '' }, { access_token: 7 }])(
		'is none in %j',
		(data) => {
			expect(stored(data)).toBeUndefined();
		},
	);

	it('is read from a token that tells of itself', () => {
		expect(stored(signIn({}))).toEqual({
			permissions: RESPOND.split(' '),
			audience: GRAPH,
			tenantId: TENANT,
			expiresAt: START + 60_000,
			canBeRenewed: true,
		});
	});

	it('is read from what came with a token that does not', () => {
		const scope = ` ${GRAPH}/SecurityIncident.Read.All  openid `;
		expect(stored({ access_token: 'opaque', scope, n8n_expires_at: String(START) })).toEqual({
			permissions: ['SecurityIncident.Read.All', 'openid'],
			audience: GRAPH,
			tenantId: undefined,
			expiresAt: START,
			canBeRenewed: false,
		});
	});

	it('takes the scopes that came along where the token names none', () => {
		expect(stored(signIn({ scp: undefined }, { scope: 'A.B' }))?.permissions).toEqual(['A.B']);
	});

	eachRow([undefined, '', 'soon', '0', '-1'])('has no known end with %j', (n8n_expires_at) => {
		const read = stored({ access_token: 'opaque', n8n_expires_at });
		expect([read?.expiresAt, read?.permissions, read?.audience]).toEqual([undefined, undefined, undefined]);
	});
});

describe('before the first call', () => {
	it('nothing is said of a sign-in that fits, or of which nothing is known', () => {
		expect(said(signIn({}))).toBeUndefined();
		expect(said({ access_token: 'opaque' })).toBeUndefined();
		expect(said(signIn({ scp: 'SecurityIncident.ReadWrite.All' }), 'read')).toBeUndefined();
	});

	eachRow([
		['nobody is connected', {}, /^No account is connected/],
		['the tenant is another', signIn({ tid: OTHER }), /^The account was connected to a different tenant/],
		['the cloud is another', signIn({ aud: 'https://graph.microsoft.us' }), /to a different API or cloud/],
		[
			'the API is another, told by its id',
			signIn({ aud: '8ee8fdad-f234-4243-8f3b-15c294843740' }),
			/to a different API/,
		],
		['it lacks a permission', signIn({ scp: 'ThreatHunting.Read.All' }), /does not have the permission/],
		['it is over', signIn({ exp: START / 1000 }, { refresh_token: '' }), /has expired$/],
	])('it is said that %s', (_, data, sentence) => {
		expect(said(data)).toMatch(sentence);
	});

	eachRow([
		['a tenant named by its domain', signIn({ tid: OTHER }), { tenantId: 'contoso.com' }],
		['Graph told by its id', signIn({ aud: '00000003-0000-0000-c000-000000000000' }), {}],
		['a resource that no cloud has', signIn({ aud: 'api://mine' }), {}],
		['an end that a renewal puts off', signIn({ exp: START / 1000 }), {}],
		['a last millisecond', { access_token: 'opaque', n8n_expires_at: String(START + 1) }, {}],
	])('nothing is held against %s', (_, data, more) => {
		expect(said(data, 'respond', more)).toBeUndefined();
	});

	it('a credential for reading does not write, whatever its token may do', () => {
		const reading = { permissions: 'read' };
		expect(said(signIn({}), 'respond', reading)).toBe('The credential is read-only');
		expect(said(signIn({}), 'read', reading)).toBeUndefined();
		expect(said(signIn({}), 'hunt', reading)).toBeUndefined();
	});
});
