import type { INodeProperties } from 'n8n-workflow';
import { statusOptions } from '../shared/properties/incidentChoices';
import { maxToolCallsOption } from '../shared/items/toolCalls';

/** Under which conditions an update happens, and how. */
export const onlyIfProperty: INodeProperties = {
	displayName: 'Only If',
	name: 'onlyIf',
	type: 'collection',
	placeholder: 'Add Condition',
	default: {},
	description:
		'Conditions that must all hold right before writing; else nothing is written and the outcome is conflict',
	options: [
		{
			displayName: 'Same as Input',
			name: 'sameAsInput',
			type: 'boolean',
			default: true,
			description:
				'Whether status, owner, verdict and severity must still be those of the input item, so that nothing an analyst changed since is overwritten',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			default: ['active'],
			description: 'Statuses that the incident may have',
			options: statusOptions.filter(({ value }) => value !== 'redirected'),
		},
		{
			displayName: 'Unassigned',
			name: 'unassigned',
			type: 'boolean',
			default: true,
			description: 'Whether the incident must have no owner',
		},
		{
			displayName: 'Unchanged Since',
			name: 'unchangedSince',
			type: 'dateTime',
			default: '',
			description:
				'The last update must not be later than this; any news of an alert counts, so busy incidents rarely pass',
		},
		{
			displayName: 'Untouched',
			name: 'untouched',
			type: 'boolean',
			default: true,
			description: 'Whether the incident must be active, without owner and without verdict',
		},
	],
};

export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	description: 'What to do with merged incidents and conflicts, and whether to write at all',
	options: [
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: true,
			description:
				'Whether to read and decide only: the item tells what would change, and nothing is written',
		},
		maxToolCallsOption,
		{
			displayName: 'Merged Incident',
			name: 'merged',
			type: 'options',
			default: 'safe',
			description: 'What to do when Defender merged the incident into another one',
			options: [
				{ name: 'Fail', value: 'fail', description: 'Write nothing and fail' },
				{
					name: 'Follow',
					value: 'follow',
					description: 'Write everything to the incident it was merged into',
				},
				{
					name: 'Safe',
					value: 'safe',
					description: 'Put comment and added tags on the incident it was merged into, and leave the rest',
				},
			],
		},
		{
			displayName: 'On Conflict',
			name: 'onConflict',
			type: 'options',
			default: 'item',
			description: 'What to do when the incident is not as expected and is left alone',
			options: [
				{ name: 'Fail', value: 'error', description: 'The item fails' },
				{ name: 'Return Item', value: 'item', description: 'Go on with an item of outcome conflict' },
			],
		},
		{
			displayName: 'Require Verdict',
			name: 'requireVerdict',
			type: 'boolean',
			default: true,
			description: 'Whether to refuse to resolve an incident that has no verdict',
		},
	],
};
