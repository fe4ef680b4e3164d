import type { INodeProperties } from 'n8n-workflow';
import {
	apiField,
	apiNotice,
	clientIdField,
	cloudField,
	customAddressFields,
	tenantIdField,
} from './endpointFields';
import { authorizeUrlExpression, scopeExpression, tokenUrlExpression } from './userSignInExpressions';

const hidden = (displayName: string, name: string, value: string): INodeProperties => ({
	displayName,
	name,
	type: 'hidden',
	default: value,
});

/**
 * Fields of the user credential beyond those of n8n's `oAuth2Api`; a field of the same name replaces the inherited one in
 * its place. Names are part of the public contract and never change.
 */
export const userCredentialFields: INodeProperties[] = [
	hidden('Grant Type', 'grantType', 'pkce'),
	hidden('Authorization URL', 'authUrl', authorizeUrlExpression),
	hidden('Access Token URL', 'accessTokenUrl', tokenUrlExpression),
	clientIdField,
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		description:
			"The secret's Value (not its Secret ID), for an app whose redirect URL is registered as Web; leave it empty for an app that registers it under Mobile and desktop applications",
	},
	hidden('Scope', 'scope', scopeExpression),
	hidden('Auth URI Query Parameters', 'authQueryParameters', 'response_mode=query&prompt=select_account'),
	hidden('Authentication', 'authentication', 'body'),
	apiField,
	apiNotice,
	cloudField,
	tenantIdField,
	{
		displayName: 'Permissions',
		name: 'permissions',
		type: 'options',
		default: 'read',
		description: 'How much the signed-in user entrusts to n8n; connect anew after changing it',
		options: [
			{ name: 'Read', value: 'read', description: 'Read incidents and run hunting queries' },
			{ name: 'Read and Respond', value: 'respond', description: 'Also update incidents' },
		],
	},
	...customAddressFields,
	{
		displayName: 'Allowed HTTP Request Domains',
		name: 'allowedHttpRequestDomains',
		type: 'options',
		default: 'none',
		description:
			"Hosts to which n8n's HTTP Request and GraphQL nodes may send this sign-in. The Defender XDR nodes do not need it.",
		options: [
			{ name: 'All', value: 'all', description: 'Any address, even outside Microsoft' },
			{
				name: 'None',
				value: 'none',
				description: 'The HTTP Request and GraphQL nodes cannot use this credential',
			},
			{
				name: 'Specific Domains',
				value: 'domains',
				description: 'Addresses in these domains, even through a proxy that the node names',
			},
		],
	},
	{
		displayName: 'Allowed Domains',
		name: 'allowedDomains',
		type: 'string',
		default: '',
		placeholder: 'e.g. graph.microsoft.com',
		description: 'Comma-separated list of host names; *.example.com stands for all hosts of a domain',
		displayOptions: { show: { allowedHttpRequestDomains: ['domains'] } },
	},
	{
		displayName:
			'After changing the API, cloud, tenant, application or permissions, connect the account again: n8n keeps the old sign-in until then',
		name: 'reconnectNotice',
		type: 'notice',
		default: '',
	},
];
