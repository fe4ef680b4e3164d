import type { INodeProperties } from 'n8n-workflow';
import { apiFields, clientIdField, cloudField, customAddressFields, tenantIdField } from './endpointFields';
import { authorizeUrlExpression, scopeExpression, tokenUrlExpression } from './userSignInExpressions';

const hidden = (displayName: string, name: string, value: string): INodeProperties => ({
	displayName,
	name,
	type: 'hidden',
	default: value,
});

/**
 * Fields of the user credential in addition to those of n8n's `oAuth2Api`. A field with the name of an inherited one replaces
 * it. Names are part of the public contract and never change.
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
			"The secret's Value (not its Secret ID), for an app whose redirect URL is registered as Web. Leave empty for an app whose redirect URL is registered under Mobile and desktop applications.",
	},
	hidden('Scope', 'scope', scopeExpression),
	hidden('Auth URI Query Parameters', 'authQueryParameters', 'response_mode=query&prompt=select_account'),
	hidden('Authentication', 'authentication', 'body'),
	cloudField,
	tenantIdField,
	{
		displayName: 'Permissions',
		name: 'permissions',
		type: 'options',
		default: 'read',
		description: 'Permissions to request. Reconnect after changing this.',
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
			{ name: 'All', value: 'all', description: 'Any URL, even outside Microsoft' },
			{
				name: 'None',
				value: 'none',
				description: 'The HTTP Request and GraphQL nodes cannot use this credential',
			},
			{
				name: 'Specific Domains',
				value: 'domains',
				description: 'URLs in these domains, even through a proxy that the node sets',
			},
		],
	},
	{
		displayName: 'Allowed Domains',
		name: 'allowedDomains',
		type: 'string',
		default: '',
		placeholder: 'e.g. graph.microsoft.com',
		description: 'Comma-separated list of host names. *.example.com matches all hosts of a domain.',
		displayOptions: { show: { allowedHttpRequestDomains: ['domains'] } },
	},
	{
		displayName:
			'Reconnect the account after changing Cloud, Directory (Tenant) ID, Application (Client) ID, Permissions or API. Until then, n8n keeps the old sign-in.',
		name: 'reconnectNotice',
		type: 'notice',
		default: '',
	},
	...apiFields,
];
