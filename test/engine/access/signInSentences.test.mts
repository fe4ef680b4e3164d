import { describe, expect, it } from 'vitest';
import { benchPerFile } from '../../support/benchHooks.mts';
import { expectNoSecrets, our } from '../../support/practice.mts';
import { sameMessages, signInMessages } from '../../support/signInMessages.mts';
import { IDS, errorTexts } from '../../support/errorTexts.mts';
import { unreachableOrigin } from '../../support/unreachable.mts';

const current = benchPerFile();

const WRONG_SECRET =
	"Microsoft Entra ID rejected the Client Secret. Paste the secret's Value, not its Secret ID. Microsoft shows the value only once. If it is lost, create a new secret under Certificates & secrets in the app registration (AADSTS7000215, correlation id …)";

describe('sign-in that Entra ID refuses', () => {
	it('wrong secret → asks for the secret’s Value', async () => {
		expect(await signInMessages(current.bench, { clientSecret: 'Xy~8Q~not-the-right-one' })).toEqual(
			sameMessages(WRONG_SECRET),
		);
	});

	it('ID of the secret in place of its value → asks for the column next to it', async () => {
		expect(await signInMessages(current.bench, { clientSecret: current.bench.tenant.app.secretId })).toEqual(
			sameMessages(
				"Client Secret contains an ID instead of a secret. Paste the secret's Value from the column next to the Secret ID. Microsoft shows the value only once. If it is lost, create a new secret under Certificates & secrets in the app registration (AADSTS7000215, correlation id …)",
			),
		);
	});

	it('expired secret → asks for a new one', async () => {
		const app = current.bench.tenant.addApp({ roles: [], secretState: 'expired' });
		expect(
			await signInMessages(current.bench, { clientId: app.clientId, clientSecret: app.clientSecret }),
		).toEqual(
			sameMessages(
				'The Client Secret has expired. Create a new secret under Certificates & secrets in the app registration and paste its value into the credential (AADSTS7000222, correlation id …)',
			),
		);
	});

	it('unknown tenant → asks to check the tenant ID and the cloud', async () => {
		expect(await signInMessages(current.bench, { tenantId: '99999999-2222-4333-8444-555555555555' })).toEqual(
			sameMessages(
				'Microsoft Entra ID found no tenant "99999999-2222-4333-8444-555555555555". Check the Directory (Tenant) ID. Also check that Cloud in the credential is the tenant\'s cloud (AADSTS90002, correlation id …)',
			),
		);
	});

	it('unknown application → asks to check the IDs and the consent', async () => {
		expect(await signInMessages(current.bench, { clientId: '11111111-2222-4333-8444-555555555555' })).toEqual(
			sameMessages(
				`The application 11111111-2222-4333-8444-555555555555 does not exist in the tenant ${current.bench.tenant.id}. Check the Application (Client) ID and the Directory (Tenant) ID. Check that an administrator of this tenant has consented to the app (AADSTS700016, correlation id …)`,
			),
		);
	});

	it('audience that the tenant does not know → asks to check the cloud and the audience', async () => {
		expect(await signInMessages(current.bench, { audience: 'https://graph.microsoft.us' })).toEqual(
			sameMessages(
				'The tenant has no API "https://graph.microsoft.us". Check Cloud and Audience in the credential. If they are right, the API may not be set up in this tenant (AADSTS500011, correlation id …)',
			),
		);
	});
});

describe('token for another API', () => {
	it('API rejects it → the node names both hosts, and Test asks to check the cloud', async () => {
		current.bench.credentials.edit(current.bench.credentialId, {
			audience: 'https://api.security.microsoft.com',
		});
		const result = await current.bench.run(our('getIncidents'));
		const test = await current.bench.test();
		expect(errorTexts(current.bench, result)).toEqual({
			message: 'The token belongs to a different API or cloud',
			description: `Choose the tenant's cloud in the credential. With Cloud set to Custom, enter the audience that belongs to the API URL. The token is for "https://api.security.microsoft.com", but was sent to http://practice. (Status 401; code "InvalidAuthenticationToken"; Microsoft's message: Access token validation failure. Invalid audience.; ${IDS})`,
		});
		expect(test).toEqual({
			status: 'Error',
			message:
				"Microsoft Defender rejected a new token from Microsoft Entra ID. Check that Cloud is the tenant's cloud and that the audience belongs to the API.",
		});
		expectNoSecrets(current.bench, [result, test]);
	});
});

describe('sign-in without a response of Entra ID', () => {
	it('host not reachable → names the refused connection', async () => {
		const closed = await unreachableOrigin();
		expect(await signInMessages(current.bench, { loginUrl: closed })).toEqual(
			sameMessages(
				`The connection to ${closed} was refused. Check the port in the address, the firewall, and whether the proxy that n8n uses is running. (While signing in; the connection reported "${new URL(closed).host}".)`,
			),
		);
	});

	it('web page in place of a token → names the page and who can allow the request', async () => {
		current.bench.fault('html', { match: { kind: 'token' }, times: 'always' });
		expect(await signInMessages(current.bench, {})).toEqual(
			sameMessages(
				'A web page arrived instead of Microsoft Entra ID\'s response. Ask the administrator of the proxy, firewall or gateway between n8n and Microsoft to allow requests to http://practice. Permissions in Microsoft Entra ID are not the cause. (Status 200 from http://practice while signing in; it shows "Sign in to the proxy".)',
			),
		);
	});

	it('truncated response → asks to check the network', async () => {
		current.bench.fault('cut', { match: { kind: 'token' }, times: 'always' });
		expect(await signInMessages(current.bench, {})).toEqual(
			sameMessages(
				'The response of http://practice was truncated. Try again. If this happens again, check the network, proxy and firewall between n8n and Microsoft. (While signing in; the connection reported "stream has been aborted".)',
			),
		);
	});

	it('status 503 → asks to try again', async () => {
		current.bench.fault({ status: 503 }, { match: { kind: 'token' }, times: 'always' });
		expect(await signInMessages(current.bench, {})).toEqual(
			sameMessages(
				'Microsoft Entra ID is temporarily unavailable at http://practice (status 503). Try again in a few minutes.',
			),
		);
	});
});
