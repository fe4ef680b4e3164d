import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../defender/access/credential.ts';
import { CLIENT, customFields, fields, TENANT } from '../../support/appCredential.mts';
import { thrown } from '../../support/defenderErrors.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const KEY = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0B\n'.repeat(3)}-----END PRIVATE KEY-----\n`;
const SECRETS = {
	clientSecret: 'TOP~Secret~Value-0123456789',
	privateKey: KEY,
	passphrase: 'correct horse battery staple',
	accessToken: 'eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.signature',
	oauthTokenData: {
		access_token: 'opaque-access-token-1',
		refresh_token: 'opaque-refresh-token-1',
		expires_in: 1,
	},
};
const OPEN = ['tenantId', 'clientId', 'loginUrl', 'apiUrl', 'audience', 'cloud', 'api', 'permissions'];
const VALUES = [
	SECRETS.clientSecret,
	KEY,
	SECRETS.passphrase,
	SECRETS.accessToken,
	SECRETS.oauthTokenData.access_token,
	SECRETS.oauthTokenData.refresh_token,
];

/** Reason and full text of the error about a credential with these fields. */
function errorOf(more: Readonly<Record<string, unknown>>, context: 'application' | 'user' = 'application') {
	const error = thrown(() => readCredential(customFields({ ...SECRETS, ...more }), context).endpoint);
	return { ...error.reason, text: `${error.message} ${error.description}` };
}

describe('secret in a field that messages show', () => {
	eachRow(OPEN.flatMap((field) => VALUES.map((secret) => [field, secret] as const)))(
		'whole secret in each field → an error that does not show it',
		(field, secret) => {
			for (const context of ['application', 'user'] as const) {
				const { text, ...reason } = errorOf({ [field]: secret }, context);
				expect(reason).toEqual({ kind: 'invalidInput', field });
				expect(text).toMatch(/^[\w() ]+ contains a secret of this credential Enter another value\./);
				expect(text.toLowerCase()).not.toContain(secret.slice(0, 12).toLowerCase());
			}
		},
	);

	eachRow([
		['within a domain', 'tenantId', `${SECRETS.clientSecret}.example.com`],
		['within an address', 'loginUrl', `https://${SECRETS.clientSecret.toLowerCase()}.evil.example`],
		['cut off', 'tenantId', SECRETS.clientSecret.slice(0, 20)],
		['one line of a key', 'audience', 'MIIEvQIBADANBgkqhkiG9w0B'],
		['in another case, with spaces around it', 'cloud', ` ${SECRETS.clientSecret.toLowerCase()}\n`],
		['a key without its line breaks', 'api', KEY.replace(/\n/g, ' ')],
	])('part or other spelling of a secret → an error that does not show it', (_, field, value) => {
		const { text, ...reason } = errorOf({ [field]: value });
		expect(reason).toEqual({ kind: 'invalidInput', field });
		expect(text.toLowerCase()).not.toContain(value.trim().slice(0, 12).toLowerCase());
	});

	it('short passphrase that is part of an address → accepted', () => {
		const own = fields({
			passphrase: 'microsoft',
			clientSecret: 'Pa55-word~value',
			tenantId: TENANT,
			clientId: CLIENT,
		});
		expect(readCredential(own, 'application').endpoint.tenantId).toBe(TENANT);
	});
});
