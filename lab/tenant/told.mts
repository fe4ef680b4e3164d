import type { Alone } from './alone.mts';

type Lines = readonly (readonly [label: string, value: string])[];

/** What n8n's form of the application credential holds, by the labels of its fields. */
export function appFields({ tenant }: Alone): Lines {
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

/** What n8n's form of the user credential holds, by the labels of its fields. */
export function userFields({ tenant }: Alone): Lines {
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

/** All that somebody needs to work with the tenant, secrets included. */
export function told(alone: Alone, scenario?: string): string {
	const { tenant, page } = alone;
	return `The practice tenant stands in for Microsoft Defender XDR and Microsoft Entra ID on this computer.
Its secrets are made anew at each start.

Page: ${page}
${scenario === undefined ? '' : `Scenario: ${scenario}\n`}
Credential "Microsoft Defender XDR App OAuth2 API"
${listed(appFields(alone))}

Credential "Microsoft Defender XDR User OAuth2 API"
${listed(userFields(alone))}
Sign in as
${listed([
	['User name', tenant.user.userPrincipalName],
	['Password', tenant.user.password],
])}
OAuth redirect addresses
${tenant.app.redirectUris.map((uri) => `  ${uri}`).join('\n')}

Ctrl+C ends it.
`;
}
