import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../defender/access/credential.ts';
import { clientOf, CLIENT, customFields, fields, TENANT } from '../../support/appCredential.mts';
import { thrown } from '../../support/defenderErrors.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const SECRET = 'fixed~secret';
const fixed = (more: object = {}) => fields({ clientSecret: SECRET, ...more });

describe('readAppClient', () => {
	it('gives the worldwide cloud’s hosts', () => {
		const access = clientOf(fixed());
		expect(access).toMatchObject({
			clientId: CLIENT,
			checkedCredential: { kind: 'clientSecret', clientSecret: SECRET },
		});
		expect(access.endpoint).toEqual({
			api: 'graph',
			cloud: 'global',
			context: 'application',
			tenantId: TENANT,
			loginOrigin: 'https://login.microsoftonline.com',
			apiOrigin: 'https://graph.microsoft.com',
			audience: 'https://graph.microsoft.com',
			portalOrigin: 'https://security.microsoft.com',
			scopes: ['https://graph.microsoft.com/.default'],
		});
	});

	it('trims pasted blanks everywhere, and then signs in for the same fields', () => {
		const padded = (text: unknown) => `\n ${String(text)}\t `;
		const clean = customFields({ clientSecret: SECRET });
		const messy = Object.fromEntries(Object.entries(clean).map(([name, value]) => [name, padded(value)]));
		expect(clientOf(messy)).toEqual(clientOf(clean));
	});

	eachRow([TENANT, TENANT.toUpperCase(), 'contoso.com', 'contoso.onmicrosoft.com', 'a-b.c-d.example'])(
		'takes the tenant %s',
		(tenantId) => {
			expect(clientOf(fixed({ tenantId })).endpoint.tenantId).toBe(tenantId.toLowerCase());
		},
	);

	eachRow([
		['tenantId', '', 'Directory (Tenant) ID is empty'],
		['tenantId', undefined, 'Directory (Tenant) ID is empty'],
		['tenantId', 'common', '"common" is not the ID of a single tenant'],
		['tenantId', 'Organizations', '"organizations" is not the ID of a single tenant'],
		['tenantId', 'contoso', '"contoso" is not a Directory (Tenant) ID'],
		['tenantId', `${TENANT}x`, `"${TENANT}x" is not a Directory (Tenant) ID`],
		['tenantId', 'contoso.com/../x', '"contoso.com/../x" is not a Directory (Tenant) ID'],
		['tenantId', 'a@contoso.com', '"a@contoso.com" is not a Directory (Tenant) ID'],
		['clientId', '', 'Application (Client) ID is not a GUID'],
		['clientId', 'contoso.com', 'Application (Client) ID is not a GUID'],
		['clientId', `{${CLIENT}}`, 'Application (Client) ID is not a GUID'],
		['clientSecret', '', 'Client Secret is empty'],
		['clientSecret', '   ', 'Client Secret is empty'],
		['clientSecret', 7, 'Client Secret is empty'],
		['cloud', 'mars', '"mars" is not a valid Cloud'],
	])('refuses %s %j: %s', (field, value, message) => {
		const error = thrown(() => clientOf(fixed({ [field]: value })));
		expect(error.reason).toEqual({ kind: 'invalidInput', field });
		expect(error.message).toBe(message);
		expect(error.description).not.toBe('');
		expect(error.message + error.description).not.toContain(SECRET);
	});
});

describe('addresses of one’s own', () => {
	eachRow([
		'http://127.0.0.1:4011',
		'http://127.1.2.3:80',
		'http://localhost:4011',
		'http://[::1]:4011',
		'https://localhost:8443/',
	])('may be %s', (url) => {
		const { endpoint } = clientOf(customFields({ loginUrl: url, apiUrl: url }));
		expect([endpoint.loginOrigin, endpoint.apiOrigin]).toEqual([new URL(url).origin, new URL(url).origin]);
	});

	const WRONG = [
		['', 'is empty'],
		['graph.microsoft.com', 'is not a URL'],
		['http://graph.microsoft.com', 'does not use https'],
		['http://localhost.evil.example', 'does not use https'],
		['http://127.0.0.1.evil.example', 'does not use https'],
		['http://10.0.0.1', 'does not use https'],
		['ftp://127.0.0.1', 'does not use https'],
		['https://login.example/path', 'contains more than a host'],
		['https://login.example/?x=1', 'contains more than a host'],
		['https://login.example/#x', 'contains more than a host'],
		['https://user@login.example', 'contains more than a host'],
		['https://user:hidden@login.example', 'contains more than a host'],
		['https://:hidden@login.example', 'contains more than a host'],
	] as const;
	eachRow(
		WRONG.flatMap(([value, why]) =>
			(
				[
					['loginUrl', 'Login URL'],
					['apiUrl', 'API URL'],
				] as const
			).map(([field, label]) => ({ field, label, value, why })),
		),
	)('$field $value is refused because it $why', ({ field, label, value, why }) => {
		const error = thrown(() => clientOf(customFields({ [field]: value })));
		expect(error.reason).toEqual({ kind: 'invalidInput', field });
		expect(error.message).toContain(label);
		expect(error.message).toContain(why);
		expect(error.message + error.description).not.toContain('hidden');
	});

	eachRow([
		['https://graph.microsoft.com', 'https://graph.microsoft.com/.default'],
		['https://graph.microsoft.com///', 'https://graph.microsoft.com/.default'],
		['api://practice', 'api://practice/.default'],
	])('take the audience %s as the scope %s', (audience, scope) => {
		expect(clientOf(customFields({ audience })).endpoint.scopes).toEqual([scope]);
	});

	eachRow(['', 'graph', 'http://graph.microsoft.com', 'https://', 'api://x https://graph.microsoft.com'])(
		'refuse the audience %j',
		(audience) => {
			expect(thrown(() => clientOf(customFields({ audience }))).reason).toEqual({
				kind: 'invalidInput',
				field: 'audience',
			});
		},
	);

	it('are not looked at in the worldwide cloud', () => {
		const { endpoint } = clientOf(customFields({ cloud: 'global', loginUrl: 'nonsense' }));
		expect(endpoint.apiOrigin).toBe('https://graph.microsoft.com');
	});
});

describe('tokenKey', () => {
	const base = customFields({ clientSecret: SECRET });
	const of = (more: object = {}) => clientOf({ ...base, ...more }).tokenKey;

	eachRow([
		['tenantId', 'contoso.com'],
		['clientId', TENANT],
		['clientSecret', 'other'],
		['cloud', 'global'],
		['loginUrl', 'http://127.0.0.1:5011'],
		['apiUrl', 'http://127.0.0.1:5012'],
		['audience', 'https://other.example'],
	])('changes with %s', (field, value) => {
		expect(of({ [field]: value })).not.toBe(of());
	});

	eachRow([
		['tenantId', TENANT.toUpperCase()],
		['clientId', CLIENT.toUpperCase()],
		['clientSecret', ` ${SECRET} `],
		['loginUrl', 'http://127.0.0.1:4011/'],
		['audience', 'https://graph.microsoft.com/'],
		['accessToken', 'anything'],
		['tokenFor', 'anything'],
	])('does not change with the spelling of %s', (field, value) => {
		expect(of({ [field]: value })).toBe(of());
	});

	it('shows nothing of the secret', () => {
		expect(of()).toMatch(/^[0-9a-f]{64}$/);
	});
});

it('reads an endpoint without a secret, as a node does', () => {
	expect(readCredential({ tenantId: 'contoso.com' }, 'user').endpoint).toMatchObject({
		cloud: 'global',
		context: 'user',
		tenantId: 'contoso.com',
	});
});
