import { describe, expect, it } from 'vitest';
import { readTokenClaims } from '../../../defender/access/tokenClaims.ts';
import { token } from '../../fixtures/appCredential.mts';

describe('readTokenClaims', () => {
	it('reads expiry and roles', () => {
		expect(readTokenClaims(token({ exp: 1_763_000_000, roles: ['A', 'B'] }))).toEqual({
			expiresAt: 1_763_000_000,
			roles: ['A', 'B'],
		});
	});

	it.each([
		[{}, { expiresAt: undefined, roles: [] }],
		[
			{ exp: '1763000000', roles: 'A' },
			{ expiresAt: undefined, roles: [] },
		],
		[
			{ exp: null, roles: ['A', 1, null] },
			{ expiresAt: undefined, roles: ['A'] },
		],
	])('takes what is there of %j', (claims, read) => {
		expect(readTokenClaims(token(claims))).toEqual(read);
	});

	it.each([
		'',
		'opaque',
		'EwB4A8l6BAAU.',
		'a.b.c',
		`x.${Buffer.from('"text"').toString('base64url')}.y`,
		'..',
	])('knows nothing of %j', (text) => {
		expect(readTokenClaims(text)).toBeUndefined();
	});
});
