import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/connection/authentication';
import { limitProperty, returnAllProperty } from '../shared/properties/limitProperties';
import { libraryFieldProperties } from './libraryFields';
import { EVERY_HUNT, huntProperties, incidentProperties } from './libraryProperties';
import { optionsProperty } from './optionProperties';
import { resultProperties } from './resultProperties';
import { timeRangeProperties } from './timeRangeProperties';
import { valuesProperty } from './valuesProperty';

const operationProperty = {
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	default: 'query',
	description: 'The kind of hunt to run',
	options: [
		{
			name: 'Run Library Hunt',
			value: 'library',
			action: 'Run a library hunt',
			description:
				'Answer one of 25 questions with a tested query, for an incident or for values of your own',
		},
		{
			name: 'Run Query',
			value: 'query',
			action: 'Run a hunting query',
			description: 'Run a KQL query over the advanced hunting tables',
		},
	],
} as const satisfies INodeProperties;

/** The node's operations: a copy, because n8n adds its own entry to the list above. */
export const operations = operationProperty.options.map(({ value }) => value);

const forQuery = { show: { operation: ['query'] } };

export const queryProperty = {
	displayName: 'Query',
	name: 'query',
	type: 'string',
	displayOptions: forQuery,
	typeOptions: { rows: 8 },
	default: '',
	required: true,
	placeholder: 'e.g. DeviceProcessEvents | where DeviceName == _p_device | project Timestamp, FileName',
	description:
		'KQL over the advanced hunting tables. Pass values with Parameters: the node refuses an expression that inserts values into the query, unless the option Expressions in Query allows it.',
} as const satisfies INodeProperties;

/** A summary always reads the hunt's own maximum. */
const forLibraryRows = {
	show: { operation: ['library'], output: ['rows', 'table', 'file'] },
	hide: { hunt: [EVERY_HUNT] },
};

/** The default is more than n8n's usual 50: rows are small, and a hunt rarely makes sense with a few of them. */
export const rowLimitProperty = {
	...limitProperty,
	default: 1000,
} as const satisfies INodeProperties;

const limitProperties: INodeProperties[] = [
	{ ...returnAllProperty, displayOptions: forQuery },
	{ ...rowLimitProperty, displayOptions: { show: { ...forQuery.show, returnAll: [false] } } },
	{ ...returnAllProperty, displayOptions: forLibraryRows },
	{
		...rowLimitProperty,
		displayOptions: { ...forLibraryRows, show: { ...forLibraryRows.show, returnAll: [false] } },
	},
];

/** Parameters of the node; names and values are part of the public contract and never change. */
export const runHuntingQueryProperties: INodeProperties[] = [
	authenticationProperty,
	operationProperty,
	queryProperty,
	{ ...valuesProperty, displayOptions: forQuery },
	...huntProperties,
	...libraryFieldProperties,
	...incidentProperties,
	...timeRangeProperties,
	...limitProperties,
	...resultProperties,
	optionsProperty,
];
