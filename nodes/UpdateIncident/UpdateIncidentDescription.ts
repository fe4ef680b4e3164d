import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/connection/authentication';
import { incidentIdProperty } from '../shared/properties/incidentIdProperty';
import { onlyIfProperty, optionsProperty } from './conditionProperties';
import { updateFieldsProperty } from './updateFieldsProperty';

/** The node's operations. */
export const operations = ['update'] as const;

export const tagsModeProperty = {
	displayName: 'Tags Mode',
	name: 'tagsMode',
	type: 'options',
	default: 'keep',
	description: 'What to do with the custom tags of the incident',
	options: [
		{ name: 'Add', value: 'add', description: 'Add these tags to the existing ones' },
		{ name: 'Keep', value: 'keep', description: 'Do not change the tags' },
		{ name: 'Remove', value: 'remove', description: 'Remove these tags and keep the others' },
		{ name: 'Replace', value: 'replace', description: 'Replace all existing tags with these' },
	],
} as const satisfies INodeProperties;

export const tagsProperty = {
	displayName: 'Tags',
	name: 'tags',
	type: 'string',
	default: '',
	displayOptions: { show: { tagsMode: ['add', 'remove', 'replace'] } },
	placeholder: 'e.g. phishing, tier2',
	description:
		'Custom tags, separated by commas. An expression can also return a list; with Replace, an empty list removes all tags.',
} as const satisfies INodeProperties;

export const commentProperty = {
	displayName: 'Comment to Add',
	name: 'comment',
	type: 'string',
	typeOptions: { rows: 3 },
	default: '',
	description: 'Plain text of at most 30,000 characters. Comments cannot be edited or deleted later.',
} as const satisfies INodeProperties;

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
	tagsModeProperty,
	tagsProperty,
	commentProperty,
	onlyIfProperty,
	optionsProperty,
];
