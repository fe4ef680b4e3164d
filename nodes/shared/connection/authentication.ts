import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

const APP = 'defenderXdrAppOAuth2Api';
const USER = 'defenderXdrUserOAuth2Api';

/** Credential types of the nodes. The value of the parameter Authentication is the type's name itself. */
export type CredentialType = typeof APP | typeof USER;

export function isCredentialType(name: unknown): name is CredentialType {
	return name === APP || name === USER;
}

/** Returns the context in which a credential of this type signs in. */
export function readContext(credential: CredentialType): 'application' | 'user' {
	return credential === APP ? 'application' : 'user';
}

export const credentials: INodeCredentialDescription[] = [
	{ name: APP, required: true, displayOptions: { show: { authentication: [APP] } } },
	{ name: USER, required: true, displayOptions: { show: { authentication: [USER] } } },
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
			description: 'As an Entra ID app with its own secret or certificate. Recommended for automation.',
		},
		{
			name: 'Signed-in User',
			value: USER,
			description: 'On behalf of a person, within the limits of their Defender role',
		},
	],
};
