import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/connection/authentication';
import { incidentIdProperty } from '../shared/properties/incidentIdProperty';
import { onlyIfProperty, optionsProperty } from './conditionProperties';
import { updateFieldsProperty } from './updateFieldsProperty';

/** The node's operations. */
export const operations = ['update'] as const;

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
				description: 'Change the status, verdict, owner, texts, tags or comments of one incident',
			},
		],
	},
	incidentIdProperty,
	updateFieldsProperty,
	{
		displayName: 'Tags Mode',
		name: 'tagsMode',
		type: 'options',
		default: 'keep',
		description: 'What to do with the custom tags of the incident',
		options: [
			{ name: 'Add', value: 'add', description: 'Keep the tags that stand and add these' },
			{ name: 'Keep', value: 'keep', description: 'Leave the tags as they are' },
			{ name: 'Remove', value: 'remove', description: 'Take these tags away and keep the others' },
			{ name: 'Replace', value: 'replace', description: 'Take all tags away and set these' },
		],
	},
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		displayOptions: { show: { tagsMode: ['add', 'remove', 'replace'] } },
		placeholder: 'e.g. phishing, tier2',
		description:
			'Custom tags, separated by commas; an expression may give a list, and an empty list replaces all tags by none',
	},
	{
		displayName: 'Comment to Add',
		name: 'comment',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'Plain text of at most 30,000 characters; comments cannot be changed or removed later',
	},
	onlyIfProperty,
	optionsProperty,
];
