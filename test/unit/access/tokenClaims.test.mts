import { describe, expect, it } from 'vitest';
import { readTokenClaims } from '../../../defender/access/tokenClaims.ts';
import { token } from '../../support/appCredential.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('readTokenClaims', () => {
	it('token of an application → expiry and roles', () => {
		expect(readTokenClaims(token({ exp: 1_763_000_000, roles: ['A', 'B'] }))).toEqual({
			expiresAt: 1_763_000_000,
			permissions: ['A', 'B'],
		});
	});

	eachRow([
		[{ scp: 'A B' }, ['A', 'B']],
		[{ scp: ' A  ' }, ['A']],
		[{ scp: '' }, []],
		[{ scp: 'A', roles: ['Admin'] }, ['A']],
	])('token of a user → its scopes', (claims, permissions) => {
		expect(readTokenClaims(token(claims))?.permissions).toEqual(permissions);
	});

	eachRow([
		[{}, []],
		[{ exp: '1763000000', roles: [] }, []],
		[{ exp: null, roles: 'A' }, undefined],
		[{ roles: ['A', 1, null] }, undefined],
		[{ roles: null }, undefined],
		[{ roles: { 0: 'A' } }, undefined],
		[{ scp: ['A'], roles: ['B'] }, undefined],
	])(
		'claims without readable permissions → an empty list if there are none, undefined if unreadable',
		(claims, permissions) => {
			expect(readTokenClaims(token(claims))).toEqual({ expiresAt: undefined, permissions });
		},
	);

	eachRow([
		'',
		'opaque',
		'EwB4A8l6BAAU.',
		'a.b.c',
		`x.${Buffer.from('"text"').toString('base64url')}.y`,
		'..',
	])('text that is no JWT → undefined', (text) => {
		expect(readTokenClaims(text)).toBeUndefined();
	});
});
