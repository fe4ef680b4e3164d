import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

export const timeRangeProperty = {
	displayName: 'Time Range',
	name: 'timeRange',
	type: 'options',
	default: 'last',
	description: 'How far back to search; a filter in the query can narrow this further',
	options: [
		{
			name: 'API Default',
			value: 'apiDefault',
			description: 'The last 30 days; uses the most CPU quota',
		},
		{ name: 'Between', value: 'between', description: 'From one date to another, or until now' },
		{ name: 'ISO 8601', value: 'iso', description: 'A duration or an interval in Microsoft’s notation' },
		{ name: 'Last', value: 'last', description: 'A period up to now' },
	],
} as const satisfies INodeProperties;

export const amountProperty = {
	displayName: 'Amount',
	name: 'lastAmount',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 1,
	displayOptions: { show: { timeRange: ['last'] } },
	description: 'Number of units to look back',
} as const satisfies INodeProperties;

export const unitProperty = {
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
} as const satisfies INodeProperties;

export const fromProperty = {
	displayName: 'From',
	name: 'from',
	type: 'dateTime',
	default: '',
	displayOptions: { show: { timeRange: ['between'] } },
	description: 'Start of the range. Uses the workflow’s time zone unless the date has an offset.',
} as const satisfies INodeProperties;

export const toProperty = {
	displayName: 'To',
	name: 'to',
	type: 'dateTime',
	default: '',
	displayOptions: { show: { timeRange: ['between'] } },
	description:
		'End of the range; leave empty for now. Uses the workflow’s time zone unless the date has an offset.',
} as const satisfies INodeProperties;

export const timespanProperty = {
	displayName: 'Timespan',
	name: 'timespan',
	type: 'string',
	default: '',
	placeholder: 'e.g. P7D/2026-11-08T00:00:00Z',
	displayOptions: { show: { timeRange: ['iso'] } },
	description:
		'A duration up to now, or an interval. Uses the workflow’s time zone unless a date has an offset.',
} as const satisfies INodeProperties;

/** The parameter *Time Range* and the parameters that each of its choices shows. */
const properties: readonly INodeProperties[] = [
	timeRangeProperty,
	amountProperty,
	unitProperty,
	fromProperty,
	toProperty,
	timespanProperty,
];

/** Returns the parameters with a further condition for showing them. */
function shownFor(show: IDisplayOptions['show']): INodeProperties[] {
	return properties.map((property) => ({
		...property,
		displayOptions: { show: { ...show, ...property.displayOptions?.show } },
	}));
}

/** Days that a library hunt searches by default: its questions look further back than most queries. */
const LIBRARY_DAYS = 7;

/** For queries, and for library hunts that do not take the time range of an incident. */
export const timeRangeProperties: INodeProperties[] = [
	...shownFor({ operation: ['query'] }),
	...shownFor({ operation: ['library'], entitiesFrom: ['fields'] }).map((property) =>
		property.name === amountProperty.name ? { ...property, default: LIBRARY_DAYS } : property,
	),
];
