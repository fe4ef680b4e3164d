import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

const APP = 'defenderXdrAppOAuth2Api';

/** Credential types that the nodes accept; the parameter's value is the type's name itself. */
export type CredentialType = typeof APP;

export function isCredentialType(name: unknown): name is CredentialType {
	return name === APP;
}

export const credentials: INodeCredentialDescription[] = [
	{ name: APP, required: true, displayOptions: { show: { authentication: [APP] } } },
];

export const authenticationProperty: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	default: APP,
	description: 'How n8n signs in to Microsoft Defender XDR',
	options: [
		{
			name: 'Application',
			value: APP,
			description: 'As an Entra ID app with its own secret; recommended for automation',
		},
	],
};
