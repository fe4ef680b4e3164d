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

/** What is reported of a credential with these fields, in full. */
function reported(more: Readonly<Record<string, unknown>>, context: 'application' | 'user' = 'application') {
	const error = thrown(() => readCredential(customFields({ ...SECRETS, ...more }), context).endpoint);
	return { ...error.reason, text: `${error.message} ${error.description}` };
}

describe('a secret in a field that messages show', () => {
	eachRow(OPEN.flatMap((field) => VALUES.map((secret) => [field, secret] as const)))(
		'%s = %j → is refused without being shown',
		(field, secret) => {
			for (const context of ['application', 'user'] as const) {
				const { text, ...trouble } = reported({ [field]: secret }, context);
				expect(trouble).toEqual({ kind: 'invalidInput', field });
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
		['in other letter case, padded', 'cloud', ` ${SECRETS.clientSecret.toLowerCase()}\n`],
		['a key without its line breaks', 'api', KEY.replace(/\n/g, ' ')],
	])('%s → is refused without being shown', (_, field, value) => {
		const { text, ...trouble } = reported({ [field]: value });
		expect(trouble).toEqual({ kind: 'invalidInput', field });
		expect(text.toLowerCase()).not.toContain(value.trim().slice(0, 12).toLowerCase());
	});

	it('a short passphrase that occurs in an address by chance → is no reason to refuse', () => {
		const own = fields({
			passphrase: 'microsoft',
			clientSecret: 'Pa55-word~value',
			tenantId: TENANT,
			clientId: CLIENT,
		});
		expect(readCredential(own, 'application').endpoint.tenantId).toBe(TENANT);
	});
});
