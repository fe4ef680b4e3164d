import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectNoSecrets, our, startBench, type Bench } from './practice.mts';

let bench: Bench;
let closedOrigin: string;
beforeAll(async () => {
	bench = await startBench();
	closedOrigin = await originNobodyListensAt();
});
afterAll(() => bench.close());
afterEach(() => {
	bench.tenant.faults.clear();
	bench.credentials.write(bench.credentialId, { ...bench.tenant.credential() });
});

async function originNobodyListensAt(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}`;
}

const CORRELATION = /, correlation id [0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\)/;

/** Correlation ids differ from call to call; everything else is compared to the letter. */
const settled = (text: string | undefined) =>
	text?.replace(CORRELATION, ', correlation id …)').replaceAll(bench.practice.origin, 'http://practice');

interface Told {
	readonly message: string | undefined;
	readonly description: string | undefined;
	readonly test: string | undefined;
}

/** What the user is told at run time and by Test, after making sure that nothing leaked and no API call was made. */
async function toldFor(fields: Record<string, string>): Promise<Told> {
	bench.credentials.edit(bench.credentialId, fields);
	const before = bench.apiCalls().length;
	const result = await bench.run(our('getIncidents'));
	const test = await bench.test();
	expect(bench.apiCalls().length).toBe(before);
	expect(result.status).toBe('error');
	expect(test.status).toBe('Error');
	expectNoSecrets(bench, [result, test]);
	return {
		message: settled(result.error?.message),
		description: settled(result.error?.description),
		test: settled(test.message),
	};
}

const OPEN_CREDENTIAL = 'Open the credential, correct it, and use its Test button.';

/** A sentence of Entra ID's refusal reads the same in both places. */
const bothSay = (message: string): Told => ({ message, description: OPEN_CREDENTIAL, test: message });

/** A field that cannot be right is found when the node connects, which tells message and advice apart. */
const fieldSays = (message: string, description: string): Told => ({
	message,
	description,
	test: `${message}. ${description}`,
});

const WRONG_SECRET =
	"Microsoft Entra ID did not accept the Client Secret. Paste the secret's Value, not its Secret ID; the value is shown only once, so create a new secret under Certificates & secrets if it is lost (AADSTS7000215, correlation id …)";

describe('a sign-in that Entra ID refuses says what to do', () => {
	it('for a wrong secret', async () => {
		expect(await toldFor({ clientSecret: 'Xy~8Q~not-the-right-one' })).toEqual(bothSay(WRONG_SECRET));
	});

	it('for the id of the secret pasted in place of its value', async () => {
		expect(await toldFor({ clientSecret: bench.tenant.app.secretId })).toEqual(bothSay(WRONG_SECRET));
	});

	it('for an expired secret', async () => {
		const app = bench.tenant.addApp({ roles: [], secretState: 'expired' });
		expect(await toldFor({ clientId: app.clientId, clientSecret: app.clientSecret })).toEqual(
			bothSay(
				'The Client Secret has expired. Create a new secret under Certificates & secrets of the app registration and paste its value into the credential (AADSTS7000222, correlation id …)',
			),
		);
	});

	it('for an unknown tenant', async () => {
		expect(await toldFor({ tenantId: '99999999-2222-4333-8444-555555555555' })).toEqual(
			bothSay(
				'Microsoft Entra ID does not know the tenant "99999999-2222-4333-8444-555555555555". Check the Directory (Tenant) ID, and that the credential\'s cloud is the one the tenant lives in (AADSTS90002, correlation id …)',
			),
		);
	});

	it('for an unknown application', async () => {
		expect(await toldFor({ clientId: '11111111-2222-4333-8444-555555555555' })).toEqual(
			bothSay(
				`The application 11111111-2222-4333-8444-555555555555 is not known in the tenant ${bench.tenant.id}. Check the Application (Client) ID and the Directory (Tenant) ID, and that an administrator of this tenant has consented to the app (AADSTS700016, correlation id …)`,
			),
		);
	});

	it('for an audience that the tenant does not know', async () => {
		expect(await toldFor({ audience: 'https://graph.microsoft.us' })).toEqual(
			bothSay(
				'The tenant has no API "https://graph.microsoft.us". Check the credential\'s cloud and audience; the API may also never have been set up in this tenant (AADSTS500011, correlation id …)',
			),
		);
	});
});

describe('a token for an API that is not the one called', () => {
	it('is told with the audience, at run time and by Test', async () => {
		bench.credentials.edit(bench.credentialId, { audience: 'https://api.security.microsoft.com' });
		const result = await bench.run(our('getIncidents'));
		const test = await bench.test();
		expect(result.error?.message).toBe('Microsoft Defender did not accept the sign-in');
		expect(result.error?.description).toBe(
			'A new token was fetched and refused as well. Check that the credential\'s cloud is the tenant\'s cloud and that the audience "https://api.security.microsoft.com" belongs to the API.',
		);
		expect(test).toEqual({
			status: 'Error',
			message:
				"Microsoft Defender did not accept the sign-in, although Microsoft Entra ID gave a token. Check that the credential's cloud is the tenant's cloud and that the audience belongs to the API.",
		});
		expectNoSecrets(bench, [result, test]);
	});
});

describe('a sign-in without an answer of Entra ID says what to do', () => {
	it('when the login host cannot be reached', async () => {
		expect(await toldFor({ loginUrl: closedOrigin })).toEqual(
			bothSay(
				`${closedOrigin} could not be reached to sign in. Check the network, proxy and firewall between n8n and Microsoft.`,
			),
		);
	});

	it('when a web page comes in place of a token', async () => {
		bench.fault('html', { match: { kind: 'token' }, times: 'always' });
		expect(await toldFor({})).toEqual(
			bothSay(
				"http://practice answered the sign-in with something that is not Microsoft Entra ID's (status 200). A proxy or firewall may answer in its place, or the Login URL is wrong.",
			),
		);
	});

	it('when the answer is cut', async () => {
		bench.fault('cut', { match: { kind: 'token' }, times: 'always' });
		expect(await toldFor({})).toEqual(
			bothSay(
				'http://practice could not be reached to sign in. Check the network, proxy and firewall between n8n and Microsoft.',
			),
		);
	});

	it('when Entra ID is out of order', async () => {
		bench.fault({ status: 503 }, { match: { kind: 'token' }, times: 'always' });
		expect(await toldFor({})).toEqual(
			bothSay(
				'Microsoft Entra ID refused the sign-in. Look the code up in the sign-in logs of Microsoft Entra ID (service principal sign-ins) (AADSTS90055, correlation id …)',
			),
		);
	});
});

describe('a field of the credential that cannot be right is named before anything is sent', () => {
	it.each([
		[
			'a malformed tenant id',
			{ tenantId: 'contoso' },
			'"contoso" is not a Directory (Tenant) ID',
			'Enter the GUID, or a domain verified in the tenant; the id stands on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'the shared endpoint as tenant',
			{ tenantId: 'common' },
			'An application cannot sign in at "common"',
			'Enter the id of your own directory; it is the Directory (tenant) ID on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'a path smuggled into the tenant id',
			{ tenantId: '../../evil.example' },
			'"../../evil.example" is not a Directory (Tenant) ID',
			'Enter the GUID, or a domain verified in the tenant; the id stands on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'an empty tenant id',
			{ tenantId: ' ' },
			'The Directory (Tenant) ID is empty',
			'Enter the GUID, or a domain verified in the tenant; the id stands on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'plain http to another machine as login host',
			{ loginUrl: 'http://login.example' },
			'The Login URL does not use https',
			'Secrets and tokens only travel encrypted; plain http is accepted for this computer (127.0.0.1, localhost) alone.',
		],
		[
			'plain http to another machine as API',
			{ apiUrl: 'http://graph.example' },
			'The API URL does not use https',
			'Secrets and tokens only travel encrypted; plain http is accepted for this computer (127.0.0.1, localhost) alone.',
		],
		[
			'an API URL with a path',
			{ apiUrl: 'https://graph.example/v1.0' },
			'The API URL holds more than a host',
			'Enter only "https://graph.example"; paths are added by the node.',
		],
	])('for %s', async (_, fields, message, description) => {
		const before = bench.practice.calls.length;
		expect(await toldFor(fields)).toEqual(fieldSays(message, description));
		expect(bench.practice.calls.length).toBe(before);
	});

	it.each([
		[
			'an application id that is no GUID',
			{ clientId: 'my-app' },
			'The Application (Client) ID is not a GUID. Copy the Application (client) ID on the Overview page of the app registration in Microsoft Entra ID.',
		],
		[
			'a missing secret',
			{ clientSecret: '' },
			'The Client Secret is empty. Create a client secret under Certificates & secrets of the app registration and paste its value.',
		],
	])('for %s', async (_, fields, message) => {
		const before = bench.practice.calls.length;
		expect(await toldFor(fields)).toEqual(bothSay(message));
		expect(bench.practice.calls.length).toBe(before);
	});

	it('but blanks around pasted values do no harm', async () => {
		const { tenantId, clientId, clientSecret } = bench.tenant.credential();
		bench.credentials.edit(bench.credentialId, {
			tenantId: ` ${tenantId.toUpperCase()}\n`,
			clientId: `${clientId} `,
			clientSecret: `\t${clientSecret}\n`,
		});
		expect(await bench.test()).toEqual({ status: 'OK', message: 'Connection successful!' });
	});
});
