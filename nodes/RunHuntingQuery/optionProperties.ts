import type { INodeProperties } from 'n8n-workflow';
import { maxToolCallsOption } from '../shared/items/toolCalls';

/** String columns of the hunting tables that contain JSON. @see https://learn.microsoft.com/defender-xdr/advanced-hunting-schema-tables */
const JSON_COLUMNS = [
	'AdditionalFields',
	'AttackTechniques',
	'AuthenticationDetails',
	'AuthenticationProcessingDetails',
	'Categories',
	'ConditionalAccessPolicies',
	'ConnectedNetworks',
	'IPAddresses',
	'LoggedOnUsers',
	'LogonType',
	'NetworkLocationDetails',
	'RawEventData',
	'UrlChain',
];

/** Parameters of the collection *Options*. */
export const optionParameters = {
	escapeFormulas: {
		displayName: 'Escape Formulas',
		name: 'escapeFormulas',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/output': ['file'], '/fileFormat': ['csv'] } },
		description:
			'Whether to put an apostrophe before =, +, - and @ (also full-width) where a spreadsheet would run a formula: at the start of a text, and after a semicolon, tab, vertical bar or line break. Some spreadsheets start a new cell there.',
	},
	expressions: {
		displayName: 'Expressions in Query',
		name: 'expressions',
		type: 'options',
		default: 'refuse',
		displayOptions: { show: { '/operation': ['query'] } },
		description:
			'What to do when an expression inserts values into the query text, where they become code: a quote in a file name changes what runs. Values under Parameters are always safe. A query that consists of a single field, node output or model output runs unchanged, so use only trusted sources.',
		options: [
			{
				name: 'Refuse',
				value: 'refuse',
				description: 'Stop with a message that explains how to use Parameters instead',
			},
			{ name: 'Warn', value: 'warn', description: 'Run the query and show a hint' },
		],
	},
	fileName: {
		displayName: 'File Name',
		name: 'fileName',
		type: 'string',
		default: '',
		displayOptions: { show: { '/output': ['file'] } },
		placeholder: 'e.g. hunt.csv',
		description: 'Name of the output file',
	},
	forExcel: {
		displayName: 'For Excel',
		name: 'forExcel',
		type: 'boolean',
		default: false,
		displayOptions: { show: { '/output': ['file'], '/fileFormat': ['csv'] } },
		description:
			'Whether to start the file with a byte order mark, so that Excel shows accented letters and Chinese, Japanese or Korean text correctly. Other programs may read it as part of the first column’s name.',
	},
	maxWait: {
		displayName: 'Max Wait',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 3600 },
		default: 60,
		description:
			'Maximum seconds that all hunts of this execution wait in total while Microsoft throttles them. Its CPU quota renews every 900 seconds. The value of the first item applies.',
	},
	onTruncation: {
		displayName: 'On Truncation',
		name: 'onTruncation',
		type: 'options',
		default: 'hint',
		description:
			'What to do when rows may be missing: the result has the maximum size (100,000 rows or 50 MB), Microsoft returned an error with the rows, or some rows are malformed. A result truncated by your own Limit never fails.',
		options: [
			{
				name: 'Fail',
				value: 'fail',
				description: 'Stop with a message that explains how to narrow the query',
			},
			{ name: 'Show Hint', value: 'hint', description: 'Return the available rows and show a hint' },
			{
				name: 'Split',
				value: 'split',
				description:
					'Run the query again for slices of its time range and join their rows; show a hint if that is not possible',
			},
		],
	},
	parseJson: {
		displayName: 'Parse JSON In',
		name: 'parseJson',
		type: 'multiOptions',
		default: [],
		description:
			'Columns of type string whose text is read as JSON, so that expressions can use its fields. An expression can name other columns. Dynamic columns are always read.',
		options: JSON_COLUMNS.map((name) => ({ name, value: name })),
	},
	quotaShare: {
		displayName: 'Quota Share',
		name: 'quotaShare',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 80,
		description:
			'Maximum percentage of the tenant’s 45 hunts per minute that this execution uses. The rest remains for people who hunt in the portal. The value of the first item applies.',
	},
	splitMax: {
		displayName: 'Maximum Slices',
		name: 'splitMax',
		type: 'number',
		typeOptions: { minValue: 2, maxValue: 32 },
		default: 32,
		description:
			'Maximum number of time slices with On Truncation set to Split. Each slice needs up to two requests of the tenant’s hunting quota.',
	},
	rawValues: {
		displayName: 'Raw Values',
		name: 'rawValues',
		type: 'boolean',
		default: false,
		description:
			'Whether to keep values as Microsoft sends them: 0 and 1 instead of false and true, and an empty object instead of null',
	},
} as const satisfies Record<string, INodeProperties>;

export const optionsProperty = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	description: 'Additional options for the result and for Microsoft’s limits',
	options: [
		optionParameters.escapeFormulas,
		optionParameters.expressions,
		optionParameters.fileName,
		optionParameters.forExcel,
		optionParameters.maxWait,
		optionParameters.splitMax,
		maxToolCallsOption,
		optionParameters.onTruncation,
		optionParameters.parseJson,
		optionParameters.quotaShare,
		optionParameters.rawValues,
	],
} as const satisfies INodeProperties;
