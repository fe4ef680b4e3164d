import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { authenticationProperty } from '../shared/connection/authentication';
import { incidentFilters } from '../shared/properties/incidentFilters';
import { incidentIdProperty } from '../shared/properties/incidentIdProperty';
import { limitProperty, returnAllProperty } from '../shared/properties/limitProperties';
import { maxToolCallsOption } from '../shared/items/toolCalls';

const onlyMany = { show: { operation: ['getAll'] } };

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	displayOptions: onlyMany,
	description: 'Conditions that an incident must all meet',
	options: incidentFilters,
};

const mergedOptions: INodePropertyOptions[] = [
	{ name: 'Follow', value: 'follow', description: 'Give the incident it was merged into, once' },
	{ name: 'Keep', value: 'keep', description: 'Give the merged incident as it is' },
	{ name: 'Skip', value: 'skip', description: 'Give nothing for it' },
];

/** The node's operations. */
export const operations = ['get', 'getAll'] as const;

/** Parameters of the node; names and values are part of the public contract and never change. */
export const getIncidentsProperties: INodeProperties[] = [
	authenticationProperty,
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'getAll',
		description: 'What to do: retrieve one incident, or a list of them',
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get an incident',
				description: 'Retrieve one incident by its ID',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many incidents',
				description: 'Retrieve a list of incidents, most recently updated first',
			},
		],
	},
	{ ...incidentIdProperty, displayOptions: { show: { operation: ['get'] } } },
	{ ...returnAllProperty, displayOptions: onlyMany },
	{ ...limitProperty, displayOptions: { show: { operation: ['getAll'], returnAll: [false] } } },
	filters,
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'incidents',
		description: 'What one item is; limits and filters count incidents in any case',
		options: [
			{
				name: 'Alerts',
				value: 'alerts',
				description: 'One item per alert of the incidents, with the ID, name and link of its incident',
			},
			{
				name: 'Evidence',
				value: 'evidence',
				description:
					'One item per IP address, URL, hash, user, device or other value that the alerts name, with its worst verdict',
			},
			{
				name: 'Incidents',
				value: 'incidents',
				description: 'One item per incident',
			},
		],
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		displayOptions: { show: { output: ['incidents'] } },
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		description: 'What else to read, and how',
		options: [
			{
				displayName: 'Include Alerts',
				name: 'includeAlerts',
				type: 'boolean',
				default: false,
				description:
					'Whether to read the alerts of each incident too, with the devices, users, files, IPs, URLs and mailboxes they name',
			},
			{
				displayName: 'Max Scanned',
				name: 'maxScanned',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: 2000,
				displayOptions: { show: { '/operation': ['getAll'], '/returnAll': [false] } },
				description:
					'Maximum number of incidents to read in order to find as many as Limit says; one page more may be read. A hint reports when reading stopped there.',
			},
			maxToolCallsOption,
			{
				displayName: 'Merged Incidents',
				name: 'merged',
				type: 'options',
				default: 'skip',
				displayOptions: { show: { '/operation': ['getAll'] } },
				description: 'What to do with incidents that were merged into another one',
				options: mergedOptions,
			},
			{
				displayName: 'Merged Incidents',
				name: 'merged',
				type: 'options',
				default: 'follow',
				displayOptions: { show: { '/operation': ['get'] } },
				description: 'What to do when the incident was merged into another one',
				options: mergedOptions,
			},
			{
				displayName: 'Sort',
				name: 'sort',
				type: 'options',
				default: 'updatedDesc',
				displayOptions: { show: { '/operation': ['getAll'] } },
				description: 'Which incidents come first, and which are cut by Limit',
				options: [
					{ name: 'Highest Priority First', value: 'priorityDesc' },
					{ name: 'Newest First', value: 'createdDesc' },
					{ name: 'Oldest First', value: 'createdAsc' },
					{ name: 'Recently Updated First', value: 'updatedDesc' },
				],
			},
		],
	},
];
