import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { sameMessages, signInMessages, type SignInMessages } from '../../support/signInMessages.mts';

const current = benchPerFile();

/** An invalid field fails when the node connects, which separates message and advice. */
const fieldMessages = (message: string, description: string): SignInMessages => ({
	message,
	description,
	test: `${message}. ${description}`,
});

describe('credential field', () => {
	current.eachRow([
		[
			'a malformed tenant id',
			{ tenantId: 'contoso' },
			'"contoso" is not a Directory (Tenant) ID',
			'Enter the GUID, or a domain that is verified in the tenant. Copy the Directory (tenant) ID on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'the shared endpoint as tenant',
			{ tenantId: 'common' },
			'"common" is not the ID of a single tenant',
			'Enter the ID of your own tenant. Copy the Directory (tenant) ID on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'a path smuggled into the tenant id',
			{ tenantId: '../../evil.example' },
			'"../../evil.example" is not a Directory (Tenant) ID',
			'Enter the GUID, or a domain that is verified in the tenant. Copy the Directory (tenant) ID on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'an empty tenant id',
			{ tenantId: ' ' },
			'Directory (Tenant) ID is empty',
			'Enter the GUID, or a domain that is verified in the tenant. Copy the Directory (tenant) ID on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'plain http to another machine as login host',
			{ loginUrl: 'http://login.example' },
			'Login URL does not use https',
			'Enter a URL that starts with https, so that secrets and tokens are encrypted. Plain http is allowed only on the n8n server itself (127.0.0.1, localhost).',
		],
		[
			'plain http to another machine as API',
			{ apiUrl: 'http://graph.example' },
			'API URL does not use https',
			'Enter a URL that starts with https, so that secrets and tokens are encrypted. Plain http is allowed only on the n8n server itself (127.0.0.1, localhost).',
		],
		[
			'an API URL with a path',
			{ apiUrl: 'https://graph.example/v1.0' },
			'API URL contains more than a host',
			'Enter only "https://graph.example". The node adds the paths.',
		],
	])(
		'invalid tenant ID or URL → error that names it before any request',
		async (_, fields, message, description) => {
			const before = current.bench.practice.calls.length;
			expect(await signInMessages(current.bench, fields)).toEqual(fieldMessages(message, description));
			expect(current.bench.practice.calls.length).toBe(before);
		},
	);

	current.eachRow([
		[
			'an application id that is no GUID',
			{ clientId: 'my-app' },
			'Application (Client) ID is not a GUID. Copy the Application (client) ID on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'a missing secret',
			{ clientSecret: '' },
			'Client Secret is empty. Create a client secret under Certificates & secrets in the app registration and paste its value.',
		],
	])(
		'invalid application ID or secret → error that names it before any request',
		async (_, fields, message) => {
			const before = current.bench.practice.calls.length;
			expect(await signInMessages(current.bench, fields)).toEqual(sameMessages(message));
			expect(current.bench.practice.calls.length).toBe(before);
		},
	);

	it('spaces around pasted values → ignored', async () => {
		const { tenantId, clientId, clientSecret } = current.bench.tenant.credential();
		current.bench.credentials.edit(current.bench.credentialId, {
			tenantId: ` ${tenantId.toUpperCase()}\n`,
			clientId: `${clientId} `,
			clientSecret: `\t${clientSecret}\n`,
		});
		expect(await current.bench.test()).toEqual({ status: 'OK', message: 'Connection successful!' });
	});
});
