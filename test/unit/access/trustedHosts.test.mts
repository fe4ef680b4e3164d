import { describe, expect, it } from 'vitest';
import { readAppClient } from '../../../defender/access/appSignIn.ts';
import { readCredential } from '../../../defender/access/credential.ts';
import { canReceiveSecret, canReceiveToken } from '../../../defender/access/trustedHosts.ts';
import { customFields } from '../../support/appCredential.mts';
import { thrown } from '../../support/defenderErrors.mts';
import { START } from '../../support/fakeHost.mts';
import { eachRow } from '../../../lab/test/support/eachRow.mts';

const GRAPH = 'https://graph.microsoft.com';
const EVIL = [
	'https://evil.example',
	'https://login.microsoftonline.com.evil.example',
	'https://login.microsoftonline.com:8443',
	'https://microsoftonline.com',
	'https://127.0.0.1.evil.example',
	'https://localhost.evil.example',
	'https://10.0.0.1',
];

describe('client secret', () => {
	eachRow(EVIL)('foreign login host → not sent', (loginUrl) => {
		expect(canReceiveSecret(loginUrl)).toBe(false);
		const error = thrown(() => readAppClient(customFields({ loginUrl }), START));
		expect(error.reason).toEqual({ kind: 'invalidInput', field: 'loginUrl' });
		expect(error.message).toBe(`The secret is not sent to the login host "${loginUrl}"`);
		expect(error.description).toBe(
			"Enter one of Microsoft's login hosts, such as https://login.microsoftonline.com, or an address on the n8n server itself (localhost). To use your own login host, set Client Authentication to Certificate.",
		);
	});

	eachRow([
		'https://login.microsoftonline.com',
		'https://LOGIN.microsoftonline.us/',
		'http://127.0.0.1:4011',
		'https://localhost:4443',
		'http://[::1]:80',
	])('login host of Microsoft or of this computer → sent', (loginUrl) => {
		expect(() => readAppClient(customFields({ loginUrl }), START)).not.toThrow();
	});

	it('credential of a user, foreign login host → neither secret nor refresh token is sent', () => {
		for (const clientSecret of ['value', '']) {
			const own = customFields({ loginUrl: 'https://evil.example', clientSecret });
			const error = thrown(
				() => readCredential({ ...own, clientAuthentication: 'certificate' }, 'user').endpoint,
			);
			expect(error.reason).toEqual({ kind: 'invalidInput', field: 'loginUrl' });
		}
	});

	it('certificate instead of a secret → any login host, because an assertion names its audience', () => {
		const own = { loginUrl: 'https://login.example', clientAuthentication: 'certificate' };
		expect(readCredential(customFields(own), 'application').endpoint.loginOrigin).toBe(
			'https://login.example',
		);
	});
});

describe('access token', () => {
	eachRow([
		'https://evil.example',
		'https://graph.microsoft.com.evil.example',
		'https://graph.microsoft.com:8443',
		'https://evil.microsoft.com',
		'https://security.microsoft.com.evil.example',
		'https://x.y.security.microsoft.com',
		'https://10.0.0.1',
	])('foreign API host → not sent for an application or a user', (apiUrl) => {
		for (const context of ['application', 'user'] as const) {
			const error = thrown(() => readCredential(customFields({ apiUrl }), context).endpoint);
			expect(error.reason).toEqual({ kind: 'invalidInput', field: 'apiUrl' });
			expect(error.message).toBe(`A token for "${GRAPH}" is not sent to "${apiUrl}"`);
		}
	});

	eachRow([
		['https://vault.azure.net', 'https://evil.example'],
		['https://outlook.office365.com', 'https://evil.example'],
		[GRAPH, 'https://evil.example'],
		['https://evil.example:443@graph.microsoft.com', 'https://evil.example'],
	])('audience and API host of different owners → not sent', (audience, apiOrigin) => {
		expect(canReceiveToken(apiOrigin, audience)).toBe(false);
	});

	eachRow([
		[GRAPH, 'https://graph.microsoft.us'],
		['https://api.security.microsoft.com', 'https://api-eu.security.microsoft.com'],
		['https://api.security.microsoft.com', 'https://api-gov.security.microsoft.us'],
		[GRAPH, 'http://127.0.0.1:4012'],
		['https://gateway.example', 'https://gateway.example'],
		['api://practice', 'https://gateway.example'],
	])('audience and API host of the same owner → sent', (audience, apiUrl) => {
		expect(readCredential(customFields({ audience, apiUrl }), 'application').endpoint.apiOrigin).toBe(apiUrl);
	});
});
