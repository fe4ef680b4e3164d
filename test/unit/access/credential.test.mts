import { describe, expect, it } from 'vitest';
import { readCredential } from '../../../defender/access/credential.ts';
import { clientOf, CLIENT, customFields, fields, TENANT } from '../../support/appCredential.mts';
import { thrown } from '../../support/defenderErrors.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const SECRET = 'fixed~secret';
const fixedFields = (more: object = {}) => fields({ clientSecret: SECRET, ...more });

describe('readAppClient', () => {
	it('Global cloud → its hosts', () => {
		const access = clientOf(fixedFields());
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

	it('spaces around every field → the same client', () => {
		const withSpaces = (text: unknown) => `\n ${String(text)}\t `;
		const trimmed = customFields({ clientSecret: SECRET });
		const padded = Object.fromEntries(
			Object.entries(trimmed).map(([name, value]) => [name, withSpaces(value)]),
		);
		expect(clientOf(padded)).toEqual(clientOf(trimmed));
	});

	eachRow([TENANT, TENANT.toUpperCase(), 'contoso.com', 'contoso.onmicrosoft.com', 'a-b.c-d.example'])(
		'tenant as GUID or domain → lower case',
		(tenantId) => {
			expect(clientOf(fixedFields({ tenantId })).endpoint.tenantId).toBe(tenantId.toLowerCase());
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
	])('missing or invalid field → an error that names it', (field, value, message) => {
		const error = thrown(() => clientOf(fixedFields({ [field]: value })));
		expect(error.reason).toEqual({ kind: 'invalidInput', field });
		expect(error.message).toBe(message);
		expect(error.description).not.toBe('');
		expect(error.message + error.description).not.toContain(SECRET);
	});
});

describe('readAppClient › own addresses', () => {
	eachRow([
		'http://127.0.0.1:4011',
		'http://127.1.2.3:80',
		'http://localhost:4011',
		'http://[::1]:4011',
		'https://localhost:8443/',
	])('loopback address with http, or any https address → its origin', (url) => {
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
	)('invalid address → an error that names field and reason', ({ field, label, value, why }) => {
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
	])('audience → its default scope', (audience, scope) => {
		expect(clientOf(customFields({ audience })).endpoint.scopes).toEqual([scope]);
	});

	eachRow(['', 'graph', 'http://graph.microsoft.com', 'https://', 'api://x https://graph.microsoft.com'])(
		'invalid audience → an error',
		(audience) => {
			expect(thrown(() => clientOf(customFields({ audience }))).reason).toEqual({
				kind: 'invalidInput',
				field: 'audience',
			});
		},
	);

	it('Global cloud → own addresses are ignored', () => {
		const { endpoint } = clientOf(customFields({ cloud: 'global', loginUrl: 'nonsense' }));
		expect(endpoint.apiOrigin).toBe('https://graph.microsoft.com');
	});
});

describe('tokenKey', () => {
	const base = customFields({ clientSecret: SECRET });
	const keyOf = (more: object = {}) => clientOf({ ...base, ...more }).tokenKey;

	eachRow([
		['tenantId', 'contoso.com'],
		['clientId', TENANT],
		['clientSecret', 'other'],
		['cloud', 'global'],
		['loginUrl', 'http://127.0.0.1:5011'],
		['apiUrl', 'http://127.0.0.1:5012'],
		['audience', 'https://other.example'],
	])('other value of a field → another key', (field, value) => {
		expect(keyOf({ [field]: value })).not.toBe(keyOf());
	});

	eachRow([
		['tenantId', TENANT.toUpperCase()],
		['clientId', CLIENT.toUpperCase()],
		['clientSecret', ` ${SECRET} `],
		['loginUrl', 'http://127.0.0.1:4011/'],
		['audience', 'https://graph.microsoft.com/'],
		['accessToken', 'anything'],
		['tokenFor', 'anything'],
	])('other spelling of a field, or a stored token → the same key', (field, value) => {
		expect(keyOf({ [field]: value })).toBe(keyOf());
	});

	it('secret → only a digest', () => {
		expect(keyOf()).toMatch(/^[0-9a-f]{64}$/);
	});
});

it('readCredential › no secret → the endpoint', () => {
	expect(readCredential({ tenantId: 'contoso.com' }, 'user').endpoint).toMatchObject({
		cloud: 'global',
		context: 'user',
		tenantId: 'contoso.com',
	});
});
