import type { INodeProperties } from 'n8n-workflow';
import { settableSeverityOptions, settableStatusOptions } from '../shared/properties/incidentChoices';
import { verdictOptions } from './verdictOptions';

/** The fields that an update can set; names and values are part of the public contract. */
export const updateFields = {
	assignedTo: {
		displayName: 'Assigned To',
		name: 'assignedTo',
		type: 'string',
		default: '',
		placeholder: 'e.g. ann.ito@contoso.com',
		description: 'User principal name of the new owner',
	},
	description: {
		displayName: 'Description',
		name: 'description',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'New description of the incident',
	},
	displayName: {
		displayName: 'Display Name',
		name: 'displayName',
		type: 'string',
		default: '',
		placeholder: 'e.g. Phishing wave against finance',
		description: 'New name of the incident',
	},
	resolvingComment: {
		displayName: 'Resolution Note',
		name: 'resolvingComment',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description:
			'Text of at most 30,000 characters that explains the resolution. It is a property of the incident, not a comment.',
	},
	severity: {
		displayName: 'Severity',
		name: 'severity',
		type: 'options',
		default: 'high',
		description: 'New severity; Defender may recalculate it when alerts change',
		options: settableSeverityOptions,
	},
	status: {
		displayName: 'Status',
		name: 'status',
		type: 'options',
		default: 'inProgress',
		description: 'New status of the incident',
		options: settableStatusOptions,
	},
	summary: {
		displayName: 'Summary',
		name: 'summary',
		type: 'string',
		typeOptions: { rows: 3 },
		default: '',
		description: 'New summary of the incident',
	},
	unassign: {
		displayName: 'Unassign',
		name: 'unassign',
		type: 'boolean',
		default: true,
		description: 'Whether to remove the owner',
	},
	verdict: {
		displayName: 'Verdict',
		name: 'verdict',
		type: 'options',
		default: 'truePositive:other',
		description:
			'Classification and determination together. An expression can return them joined by a colon, such as truePositive:malware, or as an object with both.',
		options: verdictOptions,
	},
} as const satisfies Record<string, INodeProperties>;

/** The collection *Update Fields*. */
export const updateFieldsProperty = {
	displayName: 'Update Fields',
	name: 'updateFields',
	type: 'collection',
	placeholder: 'Add Field',
	default: {},
	description: 'Fields to change; a field that already has the value is not written',
	options: Object.values(updateFields),
} as const satisfies INodeProperties;
