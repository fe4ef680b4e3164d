import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/connection/authentication';
import { stateFilterProperties } from '../shared/properties/incidentFilters';
import { triggerOptions } from './triggerOptions';
import { simplifyProperty } from '../shared/properties/outputProperties';

export const eventsProperty = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	required: true,
	default: ['created'],
	description: 'Events that start the workflow. Each item lists all events that occurred.',
	options: [
		{
			name: 'Alerts Added',
			value: 'alertsAdded',
			description: 'Alerts were added to the incident. Requires reading alerts.',
		},
		{ name: 'Assigned', value: 'assigned', description: 'The owner changed or was removed' },
		{ name: 'Commented', value: 'commented', description: 'A comment was added' },
		{
			name: 'Merged',
			value: 'merged',
			description: 'The incident was merged into another one, whose ID is in mergedInto',
		},
		{
			name: 'New (First Time It Matches)',
			value: 'created',
			description:
				'The incident matches the filters for the first time, for example because it is new or its severity was raised',
		},
		{
			name: 'Severity Changed',
			value: 'severityChanged',
			description: 'The severity was raised or lowered',
		},
		{
			name: 'Status Changed',
			value: 'statusChanged',
			description: 'The incident was set to In Progress, resolved or reopened',
		},
		{ name: 'Tagged', value: 'tagged', description: 'Custom or system tags changed' },
		{
			name: 'Updated',
			value: 'updated',
			description: 'Any change, including ones without a specific event',
		},
		{
			name: 'Verdict Changed',
			value: 'verdictChanged',
			description: 'Classification or determination changed',
		},
	],
} as const satisfies INodeProperties;

export const filtersProperty = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	description:
		'Only report incidents that match all of these after the change. Merges are reported for any status.',
	options: stateFilterProperties,
} as const satisfies INodeProperties;

export const optionsProperty = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	description: 'Additional options',
	options: Object.values<INodeProperties>(triggerOptions),
} satisfies INodeProperties;

/** Parameters of the node; names and values are part of the public contract and never change. */
export const incidentTriggerProperties: INodeProperties[] = [
	authenticationProperty,
	eventsProperty,
	filtersProperty,
	simplifyProperty,
	optionsProperty,
];
