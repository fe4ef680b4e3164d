import type { INodeProperties } from 'n8n-workflow';

/** *Time Range* and the fields of each of its choices. */
export const timeRangeProperties: INodeProperties[] = [
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
			{ name: 'Between', value: 'between', description: 'From one date to another, or until now' },
			{ name: 'ISO 8601', value: 'iso', description: 'A duration or an interval, as Microsoft takes it' },
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
	{
		displayName: 'From',
		name: 'from',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { timeRange: ['between'] } },
		description: 'Beginning of the range; without an offset in the time zone of the workflow',
	},
	{
		displayName: 'To',
		name: 'to',
		type: 'dateTime',
		default: '',
		displayOptions: { show: { timeRange: ['between'] } },
		description: 'End of the range, now if empty; without an offset in the time zone of the workflow',
	},
	{
		displayName: 'Timespan',
		name: 'timespan',
		type: 'string',
		default: '',
		placeholder: 'e.g. P7D/2026-11-08T00:00:00Z',
		displayOptions: { show: { timeRange: ['iso'] } },
		description:
			'A duration back from now, or an interval. Dates without an offset are in the time zone of the workflow.',
	},
];
