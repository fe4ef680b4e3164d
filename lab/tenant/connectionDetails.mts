import type { StandaloneTenant } from './standaloneTenant.mts';

type Lines = readonly (readonly [label: string, value: string])[];

/** Values for n8n's form of the application credential, by the labels of its fields. */
export function appCredentialFields({ tenant }: StandaloneTenant): Lines {
	const { tenantId, clientId, clientSecret, loginUrl, apiUrl, audience } = tenant.credential();
	return [
		['API', 'Microsoft Graph (Recommended)'],
		['Cloud', 'Custom'],
		['Directory (Tenant) ID', tenantId],
		['Application (Client) ID', clientId],
		['Client Authentication', 'Client Secret'],
		['Client Secret', clientSecret],
		['Login URL', loginUrl],
		['API URL', apiUrl],
		['Audience', audience],
	];
}

/** Values for n8n's form of the user credential, by the labels of its fields. */
export function userCredentialFields({ tenant }: StandaloneTenant): Lines {
	const { tenantId, clientId, clientSecret, loginUrl, apiUrl, audience } = tenant.userCredential();
	return [
		['API', 'Microsoft Graph (Recommended)'],
		['Cloud', 'Custom'],
		['Directory (Tenant) ID', tenantId],
		['Application (Client) ID', clientId],
		['Client Secret', clientSecret],
		['Permissions', 'Read and Respond'],
		['Login URL', loginUrl],
		['API URL', apiUrl],
		['Audience', audience],
	];
}

const WIDTH = 26;
const listed = (lines: Lines): string =>
	lines.map(([label, value]) => `  ${label.padEnd(WIDTH)}${value}`).join('\n');

/** The text that the command prints: addresses and credentials, including secrets. */
export function connectionDetails(alone: StandaloneTenant, scenario?: string): string {
	const { tenant, page } = alone;
	return `The practice tenant replaces Microsoft Defender XDR and Microsoft Entra ID on this computer.
Each start creates new secrets.

Page: ${page}
${scenario === undefined ? '' : `Scenario: ${scenario}\n`}
Credential "Microsoft Defender XDR App OAuth2 API"
${listed(appCredentialFields(alone))}

Credential "Microsoft Defender XDR User OAuth2 API"
${listed(userCredentialFields(alone))}
Sign in as
${listed([
	['User name', tenant.user.userPrincipalName],
	['Password', tenant.user.password],
])}
OAuth redirect URLs
${tenant.app.redirectUris.map((uri) => `  ${uri}`).join('\n')}

Ctrl+C stops it.
`;
}
