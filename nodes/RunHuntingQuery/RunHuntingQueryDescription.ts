import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/authentication';
import { limitProperty, returnAllProperty } from '../shared/limitProperties';

/** Rows of a hunt are small and few of them seldom tell a story, so more than n8n's usual 50 come by default. */
const DEFAULT_ROWS = 1_000;

const parameters: INodeProperties = {
	displayName: 'Parameters',
	name: 'parameters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Parameter',
	default: {},
	description:
		'Values for the query. A parameter named <code>device</code> is written <code>_p_device</code> in the KQL; whatever its value holds, it stays a value.',
	options: [
		{
			displayName: 'Parameter',
			name: 'values',
			values: [
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. device',
					description: 'Letters, digits and underscores; write it with the prefix _p_ in the query',
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					default: 'string',
					description: 'What the value is in the query',
					options: [
						{ name: 'String', value: 'string' },
						{ name: 'String List', value: 'stringList', description: 'For in, in~ and has_any' },
					],
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. lt-0471.corp.contoso.com',
					description:
						'The value; a list may come from an expression, as JSON, or separated by commas or lines',
				},
			],
		},
	],
};

/** Parameters of the node; names and values are part of the public contract and never change. */
export const runHuntingQueryProperties: INodeProperties[] = [
	authenticationProperty,
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'query',
		description: 'What to run',
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
			'KQL over the advanced hunting tables. Pass values with Parameters, not by expressions inside the query.',
	},
	parameters,
	{
		displayName: 'Time Range',
		name: 'timeRange',
		type: 'options',
		default: 'last',
		description: 'How far back the query looks; a narrower filter in the query still counts',
		options: [
			{
				name: 'API Default',
				value: 'apiDefault',
				description: 'The last 30 days; the most expensive choice',
			},
			{ name: 'Last', value: 'last', description: 'A span back from now' },
		],
	},
	{
		displayName: 'Amount',
		name: 'lastAmount',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		displayOptions: { show: { timeRange: ['last'] } },
		description: 'How many of the units to look back',
	},
	{
		displayName: 'Unit',
		name: 'lastUnit',
		type: 'options',
		default: 'days',
		displayOptions: { show: { timeRange: ['last'] } },
		description: 'Unit of the amount',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
	},
	returnAllProperty,
	{ ...limitProperty, default: DEFAULT_ROWS, displayOptions: { show: { returnAll: [false] } } },
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'rows',
		description: 'The form in which the result is returned',
		options: [{ name: 'Rows', value: 'rows', description: 'One item per row' }],
	},
];
