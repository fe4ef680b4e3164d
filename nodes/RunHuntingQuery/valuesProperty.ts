import type { INodeProperties } from 'n8n-workflow';

/** The parameter *Parameters*: values to bind to the query. */
export const valuesProperty = {
	displayName: 'Parameters',
	name: 'parameters',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add Parameter',
	default: {},
	description:
		'Values for the query. In the KQL, write <code>_p_device</code> for a parameter named <code>device</code>. A value never runs as code, whatever it contains.',
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
					description: 'Letters, digits and underscores; add the prefix _p_ in the query',
				},
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					default: 'string',
					description: 'Type of the value in the query',
					options: [
						{ name: 'Boolean', value: 'bool' },
						{
							name: 'Date and Time',
							value: 'datetime',
							description: 'Uses the workflow’s time zone unless the value has an offset',
						},
						{ name: 'Dynamic', value: 'dynamic', description: 'A list, an object or JSON text' },
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
						'The value; an expression can return a list, number, date or object. A list can also be JSON, or text with commas or line breaks between the entries.',
				},
			],
		},
	],
} as const satisfies INodeProperties;
