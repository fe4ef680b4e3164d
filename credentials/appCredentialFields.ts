import type { INodeProperties } from 'n8n-workflow';

const onlyCustom = { show: { cloud: ['custom'] } };

/** Fields of the application credential; names are part of the public contract and never change. */
export const appCredentialFields: INodeProperties[] = [
	{
		displayName: 'Cloud',
		name: 'cloud',
		type: 'options',
		default: 'global',
		description: 'The Microsoft cloud in which the tenant lives',
		options: [
			{ name: 'Custom', value: 'custom', description: 'Own addresses, such as a practice tenant' },
			{ name: 'Global', value: 'global', description: 'The worldwide Microsoft cloud' },
		],
	},
	{
		displayName: 'Directory (Tenant) ID',
		name: 'tenantId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 3c7f5a10-6b2d-4e88-a1c9-5d0e9b8a7f61',
		description: 'From the Overview page of the app registration in Microsoft Entra ID',
	},
	{
		displayName: 'Application (Client) ID',
		name: 'clientId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f',
		description: 'From the Overview page of the app registration in Microsoft Entra ID',
	},
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		description: "The secret's Value (not its Secret ID) from Certificates & secrets of the app registration",
	},
	{
		displayName: 'Login URL',
		name: 'loginUrl',
		type: 'string',
		default: '',
		displayOptions: onlyCustom,
		placeholder: 'e.g. https://login.microsoftonline.com',
		description: 'Host that issues tokens, without a path',
	},
	{
		displayName: 'API URL',
		name: 'apiUrl',
		type: 'string',
		default: '',
		displayOptions: onlyCustom,
		placeholder: 'e.g. https://graph.microsoft.com',
		description: 'Host of the API, without a path. The token is sent nowhere else.',
	},
	{
		displayName: 'Audience',
		name: 'audience',
		type: 'string',
		default: 'https://graph.microsoft.com',
		displayOptions: onlyCustom,
		placeholder: 'e.g. https://graph.microsoft.com',
		description: 'Resource for which tokens are issued',
	},
	{
		displayName: 'Access Token',
		name: 'accessToken',
		type: 'hidden',
		typeOptions: { expirable: true, password: true },
		default: '',
	},
	{
		displayName: 'Token For',
		name: 'tokenFor',
		type: 'hidden',
		typeOptions: { password: true },
		default: '',
	},
];
