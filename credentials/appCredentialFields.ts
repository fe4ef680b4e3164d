import type { INodeProperties } from 'n8n-workflow';
import { apiFields, clientIdField, cloudField, customAddressFields, tenantIdField } from './endpointFields';

const onlySecret = { show: { clientAuthentication: ['clientSecret'] } };
const onlyCertificate = { show: { clientAuthentication: ['certificate'] } };

/** Fields of the application credential. Their names are part of the public contract and never change. */
export const appCredentialFields: INodeProperties[] = [
	cloudField,
	tenantIdField,
	clientIdField,
	{
		displayName: 'Client Authentication',
		name: 'clientAuthentication',
		type: 'options',
		default: 'clientSecret',
		description: 'How the application authenticates',
		options: [
			{ name: 'Certificate', value: 'certificate', description: 'A private key, which n8n never sends' },
			{
				name: 'Client Secret',
				value: 'clientSecret',
				description: 'A password of the application, which n8n sends to Microsoft',
			},
		],
	},
	{
		displayName: 'Client Secret',
		name: 'clientSecret',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		required: true,
		displayOptions: onlySecret,
		description: "The secret's Value (not its Secret ID) from Certificates & secrets in the app registration",
	},
	{
		displayName: 'Certificate',
		name: 'certificate',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		displayOptions: onlyCertificate,
		placeholder: '-----BEGIN CERTIFICATE-----',
		description:
			'RSA certificate in PEM format, the one that is uploaded under Certificates & secrets in the app registration. Paste its private key in the field below.',
	},
	{
		displayName: 'Private Key',
		name: 'privateKey',
		type: 'string',
		typeOptions: { rows: 4, password: true },
		default: '',
		required: true,
		displayOptions: onlyCertificate,
		placeholder: '-----BEGIN PRIVATE KEY-----',
		description: 'Private key of the certificate in PEM format (PKCS#8 or PKCS#1)',
	},
	{
		displayName: 'Passphrase',
		name: 'passphrase',
		type: 'string',
		typeOptions: { password: true },
		default: '',
		displayOptions: onlyCertificate,
		description: 'Passphrase of the private key. Leave empty if the key is not encrypted.',
	},
	...customAddressFields,
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
	...apiFields,
];
