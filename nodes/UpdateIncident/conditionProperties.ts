import type { INodeProperties } from 'n8n-workflow';
import { statusOptions } from '../shared/properties/incidentChoices';
import { maxToolCallsOption } from '../shared/items/toolCalls';

/** Conditions that must be true before an update. */
export const onlyIfProperty: INodeProperties = {
	displayName: 'Only If',
	name: 'onlyIf',
	type: 'collection',
	placeholder: 'Add Condition',
	default: {},
	description:
		'Conditions that must all be true right before writing. Otherwise nothing is written and the outcome is conflict.',
	options: [
		{
			displayName: 'Same as Input',
			name: 'sameAsInput',
			type: 'boolean',
			default: true,
			description:
				'Whether status, owner, verdict and severity must still match the input item, so that later changes by an analyst are not overwritten',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			default: ['active'],
			description: 'Statuses in which the incident can be updated',
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
				'Latest allowed time of the last update. Any alert activity counts as an update, so busy incidents rarely match.',
		},
		{
			displayName: 'Untouched',
			name: 'untouched',
			type: 'boolean',
			default: true,
			description: 'Whether the incident must be active and have no owner and no verdict',
		},
	],
};

export const optionsProperty: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	description: 'How to handle merged incidents and conflicts, and whether to write at all',
	options: [
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: true,
			description: 'Whether to write nothing and return an item that shows what would change',
		},
		maxToolCallsOption,
		{
			displayName: 'Merged Incident',
			name: 'merged',
			type: 'options',
			default: 'safe',
			description: 'What to do when Defender merged the incident into another one',
			options: [
				{ name: 'Fail', value: 'fail', description: 'Write nothing and fail the item' },
				{
					name: 'Follow',
					value: 'follow',
					description: 'Write the whole update to the incident it was merged into',
				},
				{
					name: 'Safe',
					value: 'safe',
					description: 'Write only the comment and added tags to the incident it was merged into',
				},
			],
		},
		{
			displayName: 'On Conflict',
			name: 'onConflict',
			type: 'options',
			default: 'item',
			description: 'What to do when the incident is not in the expected state and is not changed',
			options: [
				{ name: 'Fail', value: 'error', description: 'Fail the item' },
				{ name: 'Return Item', value: 'item', description: 'Return an item with the outcome conflict' },
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
