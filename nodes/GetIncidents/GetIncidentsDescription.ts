import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { authenticationProperty } from '../shared/connection/authentication';
import { maxToolCallsOption } from '../shared/items/toolCalls';
import { incidentFilterProperties } from '../shared/properties/incidentFilters';
import { incidentIdProperty } from '../shared/properties/incidentIdProperty';
import { limitProperty, returnAllProperty } from '../shared/properties/limitProperties';
import { includeAlertsProperty, simplifyProperty } from '../shared/properties/outputProperties';

const onlyMany = { show: { operation: ['getAll'] } };

const operationProperty = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'getAll',
	description: 'How many incidents to read',
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
} as const satisfies INodeProperties;

/** The node's operations: a copy, because n8n adds its own entry to the list above. */
export const operations = operationProperty.options.map(({ value }) => value);

export const filtersProperty = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	displayOptions: onlyMany,
	description: 'Only return incidents that match all of these',
	options: incidentFilterProperties,
} as const satisfies INodeProperties;

export const outputProperty = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'incidents',
	description: 'What each output item represents; limits and filters always apply to incidents',
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
				'One item per IP address, URL, hash, user, device or other value in the alerts, with its most severe verdict',
		},
		{
			name: 'Incidents',
			value: 'incidents',
			description: 'One item per incident',
		},
		{
			name: 'Targets',
			value: 'targets',
			description:
				'One item per account, device, email message of one recipient, and file on a device, with the IDs that response actions need',
		},
	],
} as const satisfies INodeProperties;

const mergedOptions = [
	{ name: 'Follow', value: 'follow', description: 'Return the target incident, without duplicates' },
	{ name: 'Keep', value: 'keep', description: 'Return the merged incident itself' },
	{ name: 'Skip', value: 'skip', description: 'Skip the incident' },
] as const satisfies INodePropertyOptions[];

const onlyManyOptions = { show: { '/operation': ['getAll'] } };

/** Parameters of the collection *Options*, whose merged incidents have another default for each operation. */
export const optionParameters = {
	includeAlerts: includeAlertsProperty,
	maxScanned: {
		displayName: 'Max Scanned',
		name: 'maxScanned',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 2000,
		displayOptions: { show: { '/operation': ['getAll'], '/returnAll': [false] } },
		description:
			'Maximum number of incidents to read while searching for matches, plus at most one page. A hint reports when this maximum is reached.',
	},
	mergedOfMany: {
		displayName: 'Merged Incidents',
		name: 'merged',
		type: 'options',
		default: 'skip',
		displayOptions: onlyManyOptions,
		description: 'What to do with incidents that were merged into another one',
		options: mergedOptions,
	},
	mergedOfOne: {
		displayName: 'Merged Incidents',
		name: 'merged',
		type: 'options',
		default: 'follow',
		displayOptions: { show: { '/operation': ['get'] } },
		description: 'What to do if the incident was merged into another one',
		options: mergedOptions,
	},
	sort: {
		displayName: 'Sort',
		name: 'sort',
		type: 'options',
		default: 'updatedDesc',
		displayOptions: onlyManyOptions,
		description: 'Order of the incidents; Limit keeps the first ones',
		options: [
			{ name: 'Highest Priority First', value: 'priorityDesc' },
			{ name: 'Newest First', value: 'createdDesc' },
			{ name: 'Oldest First', value: 'createdAsc' },
			{ name: 'Recently Updated First', value: 'updatedDesc' },
		],
	},
} as const satisfies Record<string, INodeProperties>;

export const optionsProperty = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	description: 'Additional options',
	options: [
		optionParameters.includeAlerts,
		optionParameters.maxScanned,
		maxToolCallsOption,
		optionParameters.mergedOfMany,
		optionParameters.mergedOfOne,
		optionParameters.sort,
	],
} as const satisfies INodeProperties;

/** Parameters of the node. Their names and values are a public contract and never change. */
export const getIncidentsProperties: INodeProperties[] = [
	authenticationProperty,
	operationProperty,
	{ ...incidentIdProperty, displayOptions: { show: { operation: ['get'] } } },
	{ ...returnAllProperty, displayOptions: onlyMany },
	{ ...limitProperty, displayOptions: { show: { operation: ['getAll'], returnAll: [false] } } },
	filtersProperty,
	outputProperty,
	{ ...simplifyProperty, displayOptions: { show: { output: ['incidents'] } } },
	optionsProperty,
];
