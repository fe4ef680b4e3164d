import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/connection/authentication';
import { limitProperty, returnAllProperty } from '../shared/properties/limitProperties';
import { resultProperties } from './resultProperties';
import { timeRangeProperties } from './timeRangeProperties';
import { valuesProperty } from './valuesProperty';

/** More than n8n's usual 50: rows are small, and a hunt rarely makes sense with a few of them. */
const DEFAULT_ROWS = 1_000;

/** The node's operations. */
export const operations = ['query'] as const;

/** Parameters of the node; names and values are part of the public contract and never change. */
export const runHuntingQueryProperties: INodeProperties[] = [
	authenticationProperty,
	{
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
	},
	{
		displayName: 'Query',
		name: 'query',
		type: 'string',
		typeOptions: { rows: 8 },
		default: '',
		required: true,
		placeholder: 'e.g. DeviceProcessEvents | where DeviceName == _p_device | project Timestamp, FileName',
		description:
			'KQL over the advanced hunting tables. Pass values with Parameters: the node refuses an expression that inserts values into the query, unless the option Expressions in Query allows it.',
	},
	valuesProperty,
	...timeRangeProperties,
	returnAllProperty,
	{ ...limitProperty, default: DEFAULT_ROWS, displayOptions: { show: { returnAll: [false] } } },
	...resultProperties,
];
