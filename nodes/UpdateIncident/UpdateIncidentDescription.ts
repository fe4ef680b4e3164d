import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/authentication';
import { incidentIdProperty } from '../shared/incidentLocator';
import { verdictOptions } from './verdictOptions';

const updateFields: INodeProperties = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'Fields to change; a field that already holds the value is not written',
	options: [
		{
			displayName: 'Assigned To',
			name: 'assignedTo',
			type: 'string',
			default: '',
			placeholder: 'e.g. ann.ito@contoso.com',
			description: 'User principal name of the new owner',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'options',
			default: 'inProgress',
			description: 'New status of the incident',
			options: [
				{ name: 'Active', value: 'active' },
				{ name: 'In Progress', value: 'inProgress' },
				{
					name: 'Resolved',
					value: 'resolved',
					description: 'Also resolves all active alerts of the incident',
				},
			],
		},
		{
			displayName: 'Verdict',
			name: 'verdict',
			type: 'options',
			default: 'truePositive:other',
			description:
				'Classification and determination together; an expression gives them joined by a colon, such as truePositive:malware',
			options: verdictOptions,
		},
	],
};

/** Parameters of the node; names and values are part of the public contract and never change. */
export const updateIncidentProperties: INodeProperties[] = [
	authenticationProperty,
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'update',
		description: 'What to do with the incident',
		options: [
			{
				name: 'Update',
				value: 'update',
				action: 'Update an incident',
				description: 'Change the status, verdict, owner, tags or comments of one incident',
			},
		],
	},
	incidentIdProperty,
	updateFields,
	{
		displayName: 'Tags Mode',
		name: 'tagsMode',
		type: 'options',
		default: 'keep',
		description: 'What to do with the custom tags of the incident',
		options: [
			{ name: 'Add', value: 'add', description: 'Keep the tags that stand and add these' },
			{ name: 'Keep', value: 'keep', description: 'Leave the tags as they are' },
		],
	},
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		displayOptions: { show: { tagsMode: ['add'] } },
		placeholder: 'e.g. phishing, tier2',
		description: 'Custom tags, separated by commas; an expression may give a list',
	},
	{
		displayName: 'Comment to Add',
		name: 'comment',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Plain text of at most 30,000 characters; comments cannot be changed or removed later',
	},
];
