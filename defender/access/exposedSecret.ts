import { invalidInput } from '../core/errors';
import { exposedSecret } from './sentences/accessText';
import type { Fields } from './fields';

/** Fields that appear in messages and addresses, as the credential shows them. */
const OPEN_FIELDS: Readonly<Record<string, string>> = {
	tenantId: 'Directory (Tenant) ID',
	clientId: 'Application (Client) ID',
	loginUrl: 'Login URL',
	apiUrl: 'API URL',
	audience: 'Audience',
	cloud: 'Cloud',
	api: 'API',
	permissions: 'Permissions',
	clientAuthentication: 'Client Authentication',
};

/** A shorter text may be part of another one by chance, as a passphrase of one word is. */
const MIN_PART = 16;

/** The secrets that a credential holds: what its user typed, and the tokens that n8n stores with it. */
export function secretsOf(fields: Fields): readonly string[] {
	const { clientSecret, privateKey, passphrase, accessToken, oauthTokenData } = fields;
	const tokens =
		typeof oauthTokenData === 'object' && oauthTokenData !== null ? Object.entries(oauthTokenData) : [];
	const issued = tokens
		.filter(([name]) => /^(?:access|refresh|id)_?token$/i.test(name))
		.map(([, token]) => token);
	return [clientSecret, privateKey, passphrase, accessToken, ...issued].filter(
		(secret): secret is string => typeof secret === 'string' && secret.trim() !== '',
	);
}

/**
 * Refuses a field that contains a secret of the same credential, or consists of a part of one (16 characters or more). An
 * expression can copy a secret into a field, whose value appears in messages and in the addresses that are called.
 * @throws DefenderError `invalidInput` naming the field
 */
export function refuseExposedSecret(fields: Fields): void {
	const secrets = secretsOf(fields).map(comparable);
	for (const [name, label] of Object.entries(OPEN_FIELDS)) {
		const value = fields[name];
		if (typeof value !== 'string') continue;
		if (secrets.some((secret) => overlaps(comparable(value), secret))) {
			throw invalidInput(name, exposedSecret(label));
		}
	}
}

function overlaps(value: string, secret: string): boolean {
	if (value === secret) return true;
	const [part, whole] = value.length < secret.length ? [value, secret] : [secret, value];
	return part.length >= MIN_PART && whole.includes(part);
}

/** Without whitespace and letter case, which pasting, single-line fields and host names change. */
function comparable(text: string): string {
	return text.replace(/\s/g, '').toLowerCase();
}
