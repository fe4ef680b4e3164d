import type { INodeProperties } from 'n8n-workflow';
import { EVERY_HUNT, forLibrary } from './libraryProperties';

const forFiles = { show: { output: ['file'] }, hide: { hunt: [EVERY_HUNT] } };

export const outputProperty = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	default: 'rows',
	displayOptions: { show: { operation: ['query'] } },
	description: 'How to return the rows',
	options: [
		{ name: 'File', value: 'file', description: 'One item with a CSV or JSON file of all rows' },
		{ name: 'Rows', value: 'rows', description: 'One item per row' },
		{
			name: 'Table',
			value: 'table',
			description: 'One item with the columns, all rows, the row count, and whether rows may be missing',
		},
	],
} as const satisfies INodeProperties;

export const libraryOutputProperty = {
	...outputProperty,
	default: 'summary',
	displayOptions: { ...forLibrary(), hide: { hunt: [EVERY_HUNT] } },
	options: [
		outputProperty.options[0],
		outputProperty.options[1],
		{
			name: 'Summary',
			value: 'summary',
			description: 'One item with counts, what was searched, a text for a comment, and the first 20 rows',
		},
		outputProperty.options[2],
	],
} as const satisfies INodeProperties;

export const fileFormatProperty = {
	displayName: 'File Format',
	name: 'fileFormat',
	type: 'options',
	default: 'csv',
	displayOptions: forFiles,
	description: 'Format of the file',
	options: [
		{ name: 'CSV', value: 'csv', description: 'Comma-separated values in UTF-8, as in RFC 4180' },
		{ name: 'JSON', value: 'json', description: 'A list of objects, one per row' },
	],
} as const satisfies INodeProperties;

export const binaryProperty = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	description: 'Name of the binary field that will contain the file',
	hint: 'The name of the output binary field to put the file in',
	displayOptions: forFiles,
} as const satisfies INodeProperties;

export const onEmptyProperty = {
	displayName: 'If No Rows Are Found',
	name: 'onEmpty',
	type: 'options',
	default: 'nothing',
	displayOptions: { show: { output: ['rows'] }, hide: { hunt: [EVERY_HUNT] } },
	description: 'What to return when the hunt finds no rows. The other outputs always return one item.',
	options: [
		{
			name: 'Return an Item',
			value: 'item',
			description: 'One item in which rowCount is 0, so that the workflow continues',
		},
		{
			name: 'Return Nothing',
			value: 'nothing',
			description: 'No item, so that the workflow branch ends here',
		},
	],
} as const satisfies INodeProperties;

/** Parameters for the form of the result. */
export const resultProperties: INodeProperties[] = [
	outputProperty,
	libraryOutputProperty,
	fileFormatProperty,
	binaryProperty,
	onEmptyProperty,
];
