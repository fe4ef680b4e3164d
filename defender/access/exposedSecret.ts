import { invalidInput } from '../core/errors';
import { exposedSecret } from './sentences/accessText';

/** Names and labels of the fields that appear in messages and URLs. */
const OPEN_FIELDS = [
	{ name: 'tenantId', label: 'Directory (Tenant) ID' },
	{ name: 'clientId', label: 'Application (Client) ID' },
	{ name: 'loginUrl', label: 'Login URL' },
	{ name: 'apiUrl', label: 'API URL' },
	{ name: 'audience', label: 'Audience' },
	{ name: 'cloud', label: 'Cloud' },
	{ name: 'api', label: 'API' },
	{ name: 'permissions', label: 'Permissions' },
	{ name: 'clientAuthentication', label: 'Client Authentication' },
] as const;

/** A shorter text, such as a passphrase of one word, may be part of another one by chance. */
const MIN_PART = 16;

/**
 * Refuses a field that contains a secret of the same credential, or consists of a part of one (16 characters or more). An
 * expression can copy a secret into a field whose value appears in messages and in the URLs of requests.
 * @throws DefenderError `invalidInput` that names the field
 */
export function refuseExposedSecret(
	texts: Readonly<Record<(typeof OPEN_FIELDS)[number]['name'], string>>,
	secrets: readonly string[],
): void {
	const compared = secrets.map(comparable);
	for (const { name, label } of OPEN_FIELDS) {
		const value = comparable(texts[name]);
		if (compared.some((secret) => overlaps(value, secret))) throw invalidInput(name, exposedSecret(label));
	}
}

function overlaps(value: string, secret: string): boolean {
	if (value === secret) return true;
	const [part, whole] = value.length < secret.length ? [value, secret] : [secret, value];
	return part.length >= MIN_PART && whole.includes(part);
}

/** Ignores whitespace and case, which pasting, single-line fields and host names change. */
function comparable(text: string): string {
	return text.replace(/\s/g, '').toLowerCase();
}
