import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/connection/authentication';
import { limitProperty, returnAllProperty } from '../shared/properties/limitProperties';
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
			name: 'Run Query',
			value: 'query',
			action: 'Run a hunting query',
			description: 'Run a KQL query over the advanced hunting tables',
		},
	],
} as const satisfies INodeProperties;

/** The node's operations: a copy, because n8n adds its own entry to the list above. */
export const operations = operationProperty.options.map(({ value }) => value);

export const queryProperty = {
	displayName: 'Query',
	name: 'query',
	type: 'string',
	typeOptions: { rows: 8 },
	default: '',
	required: true,
	placeholder: 'e.g. DeviceProcessEvents | where DeviceName == _p_device | project Timestamp, FileName',
	description:
		'KQL over the advanced hunting tables. Pass values with Parameters: the node refuses an expression that inserts values into the query, unless the option Expressions in Query allows it.',
} as const satisfies INodeProperties;

/** The default is more than n8n's usual 50: rows are small, and a hunt rarely makes sense with a few of them. */
export const rowLimitProperty = {
	...limitProperty,
	default: 1000,
	displayOptions: { show: { returnAll: [false] } },
} as const satisfies INodeProperties;

/** Parameters of the node; names and values are part of the public contract and never change. */
export const runHuntingQueryProperties: INodeProperties[] = [
	authenticationProperty,
	operationProperty,
	queryProperty,
	valuesProperty,
	...timeRangeProperties,
	returnAllProperty,
	rowLimitProperty,
	...resultProperties,
	optionsProperty,
];
