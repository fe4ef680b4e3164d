import { describe, expect, it } from 'vitest';
import { readStoredSignIn } from '../../../defender/access/storedSignIn.ts';
import { TENANT } from '../../support/appCredential.mts';
import { START } from '../../support/fakeHost.mts';
import { GRAPH, RESPOND_SCOPES, storedTokens } from '../../support/storedTokens.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

describe('readStoredSignIn', () => {
	eachRow([undefined, null, 'text', 7, {}, { access_token: '' }, { access_token: 7 }])(
		'no token → undefined',
		(data) => {
			expect(readStoredSignIn(data)).toBeUndefined();
		},
	);

	it('readable token → its own claims', () => {
		expect(readStoredSignIn(storedTokens())).toEqual({
			permissions: RESPOND_SCOPES.split(' '),
			audience: GRAPH,
			tenantId: TENANT,
			expiresAt: START + 60_000,
			canBeRenewed: true,
		});
	});

	it('opaque token → what the token response contained', () => {
		const scope = ` ${GRAPH}/SecurityIncident.Read.All  openid `;
		expect(readStoredSignIn({ access_token: 'opaque', scope, n8n_expires_at: String(START) })).toEqual({
			permissions: ['SecurityIncident.Read.All', 'openid'],
			audience: GRAPH,
			tenantId: undefined,
			expiresAt: START,
			canBeRenewed: false,
		});
	});

	it('readable token without scopes → scopes of the token response', () => {
		expect(readStoredSignIn(storedTokens({ scp: undefined }, { scope: 'A.B' }))?.permissions).toEqual([
			'A.B',
		]);
	});

	eachRow([undefined, '', 'soon', '0', '-1'])(
		'opaque token without a valid expiry → no expiry, permissions or audience',
		(n8n_expires_at) => {
			const read = readStoredSignIn({ access_token: 'opaque', n8n_expires_at });
			expect([read?.expiresAt, read?.permissions, read?.audience]).toEqual([undefined, undefined, undefined]);
		},
	);
});
