import type { INodeProperties } from 'n8n-workflow';

const onlyCustom = { show: { cloud: ['custom'] } };

export const cloudField: INodeProperties = {
	displayName: 'Cloud',
	name: 'cloud',
	type: 'options',
	default: 'global',
	description: 'The Microsoft cloud of the tenant',
	options: [
		{ name: 'Custom', value: 'custom', description: 'Your own URLs, for example of a practice tenant' },
		{ name: 'Global', value: 'global', description: 'The worldwide Microsoft cloud' },
		{ name: 'US DoD', value: 'dod', description: 'Department of Defense (L5), dod-graph.microsoft.us' },
		{ name: 'US GCC', value: 'gcc', description: 'Government Community Cloud (moderate)' },
		{ name: 'US GCC High', value: 'gccHigh', description: 'Government cloud (L4), graph.microsoft.us' },
	],
};

export const tenantIdField: INodeProperties = {
	displayName: 'Directory (Tenant) ID',
	name: 'tenantId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 3c7f5a10-6b2d-4e88-a1c9-5d0e9b8a7f61',
	description: 'From the Overview page of the app registration in Microsoft Entra ID',
};

export const clientIdField: INodeProperties = {
	displayName: 'Application (Client) ID',
	name: 'clientId',
	type: 'string',
	default: '',
	required: true,
	placeholder: 'e.g. 0b1f7c9e-1d2a-4c3b-8e5f-6a7b8c9d0e1f',
	description: 'From the Overview page of the app registration in Microsoft Entra ID',
};

/** URLs that the form shows only with the cloud Custom. */
export const customAddressFields: INodeProperties[] = [
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
		description: 'Host of the API, without a path. The token is sent only to this host.',
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
];

/** Last in both forms, because most tenants never change it. The notice appears only with the older API. */
export const apiFields: INodeProperties[] = [
	{
		displayName: 'API',
		name: 'api',
		type: 'options',
		default: 'graph',
		description:
			'API to use. Keep Microsoft Graph unless the app has only Microsoft Threat Protection permissions.',
		options: [
			{
				name: 'Microsoft 365 Defender API (legacy)',
				value: 'legacy',
				description: 'For apps that have only Microsoft Threat Protection permissions',
			},
			{
				name: 'Microsoft Graph (Recommended)',
				value: 'graph',
				description: 'The current API, version 1.0',
			},
		],
	},
	{
		displayName:
			'Hunting on this API stops on 2027-02-01. No end date has been announced for its incidents. It reads and updates fewer fields than Microsoft Graph. With the cloud Custom, its audience is https://api.security.microsoft.com. How to migrate: <a href="https://github.com/n8n-defender-xdr/n8n-nodes-microsoft-defender-xdr/blob/main/docs/moving-to-graph.md">Moving to Microsoft Graph</a>',
		name: 'apiNotice',
		type: 'notice',
		default: '',
		displayOptions: { show: { api: ['legacy'] } },
	},
];
