import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/connection/authentication';
import { stateFilterProperties } from '../shared/properties/incidentFilters';
import { triggerOptions } from './triggerOptions';

/** Parameters of the node; names and values are part of the public contract and never change. */
export const incidentTriggerProperties: INodeProperties[] = [
	authenticationProperty,
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		required: true,
		default: ['created'],
		description: 'What the workflow starts for; an item names every event that holds for it',
		options: [
			{
				name: 'Alerts Added',
				value: 'alertsAdded',
				description: 'The incident has alerts that it did not have before; alerts are read to find out',
			},
			{ name: 'Assigned', value: 'assigned', description: 'The owner changed, or was taken away' },
			{ name: 'Commented', value: 'commented', description: 'A comment was added' },
			{
				name: 'Merged',
				value: 'merged',
				description: 'The incident was merged into another one; mergedInto names it',
			},
			{
				name: 'New (First Time It Matches)',
				value: 'created',
				description:
					'The incident matches the filters for the first time, such as when it is new or its severity was raised',
			},
			{
				name: 'Severity Changed',
				value: 'severityChanged',
				description: 'The severity was raised or lowered',
			},
			{
				name: 'Status Changed',
				value: 'statusChanged',
				description: 'The incident was set in progress, resolved or reopened',
			},
			{ name: 'Tagged', value: 'tagged', description: 'Custom or system tags changed' },
			{
				name: 'Updated',
				value: 'updated',
				description: 'Anything changed, also what has no event of its own',
			},
			{
				name: 'Verdict Changed',
				value: 'verdictChanged',
				description: 'Classification or determination changed',
			},
		],
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add Filter',
		default: {},
		description: 'Conditions that an incident must all meet after the change; Status does not hide a merge',
		options: stateFilterProperties,
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		description: 'What else to read, and how far back to look',
		options: triggerOptions,
	},
];
