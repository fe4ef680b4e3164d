import type { INodeProperties } from 'n8n-workflow';

/** *Parameters*: the values bound into the query. */
export const valuesProperty: INodeProperties = {
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
						{ name: 'Boolean', value: 'bool' },
						{
							name: 'Date and Time',
							value: 'datetime',
							description: 'Without an offset in the time zone of the workflow',
						},
						{ name: 'Dynamic', value: 'dynamic', description: 'A list or an object, or JSON' },
						{ name: 'GUID', value: 'guid' },
						{ name: 'Long', value: 'long', description: 'A whole number' },
						{ name: 'Real', value: 'real', description: 'A number with decimals' },
						{ name: 'String', value: 'string' },
						{ name: 'String List', value: 'stringList', description: 'For in, in~ and has_any' },
						{ name: 'Timespan', value: 'timespan', description: 'For example 90m, 7d or PT1H30M' },
					],
				},
				{
					displayName: 'Value',
					name: 'value',
					type: 'string',
					default: '',
					placeholder: 'e.g. lt-0471.corp.contoso.com',
					description:
						'The value; expressions may give lists, numbers, dates and objects as they are. A list may also be JSON, or separated by commas or lines.',
				},
			],
		},
	],
};
