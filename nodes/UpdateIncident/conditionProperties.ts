import type { INodeProperties } from 'n8n-workflow';
import { maxToolCallsOption } from '../shared/items/toolCalls';
import { statusOptions } from '../shared/properties/incidentChoices';

/** Conditions that must be true before an update. */
export const conditionParameters = {
	sameAsInput: {
		displayName: 'Same as Input',
		name: 'sameAsInput',
		type: 'boolean',
		default: true,
		description:
			'Whether status, owner, verdict and severity must still match the input item, so that later changes by an analyst are not overwritten',
	},
	status: {
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		default: ['active'],
		description: 'Statuses in which the incident can be updated',
		options: statusOptions.filter(({ value }) => value !== 'redirected'),
	},
	unassigned: {
		displayName: 'Unassigned',
		name: 'unassigned',
		type: 'boolean',
		default: true,
		description: 'Whether the incident must have no owner',
	},
	unchangedSince: {
		displayName: 'Unchanged Since',
		name: 'unchangedSince',
		type: 'dateTime',
		default: '',
		description:
			'Latest allowed time of the last update. Any alert activity counts as an update, so busy incidents rarely match.',
	},
	untouched: {
		displayName: 'Untouched',
		name: 'untouched',
		type: 'boolean',
		default: true,
		description: 'Whether the incident must be active and have no owner and no verdict',
	},
} as const satisfies Record<string, INodeProperties>;

/** The collection *Only If*. */
export const onlyIfProperty = {
	displayName: 'Only If',
	name: 'onlyIf',
	type: 'collection',
	placeholder: 'Add Condition',
	default: {},
	description:
		'Conditions that must all be true right before writing. Otherwise nothing is written and the outcome is conflict.',
	options: Object.values(conditionParameters),
} as const satisfies INodeProperties;

/** Parameters of the collection *Options*. */
export const optionParameters = {
	dryRun: {
		displayName: 'Dry Run',
		name: 'dryRun',
		type: 'boolean',
		default: true,
		description: 'Whether to write nothing and return an item that shows what would change',
	},
	merged: {
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
	onConflict: {
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
	requireVerdict: {
		displayName: 'Require Verdict',
		name: 'requireVerdict',
		type: 'boolean',
		default: true,
		description: 'Whether to resolve an incident only if it has a verdict',
	},
} as const satisfies Record<string, INodeProperties>;

export const optionsProperty = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	description: 'How to handle merged incidents and conflicts, and whether to write at all',
	options: [
		optionParameters.dryRun,
		maxToolCallsOption,
		optionParameters.merged,
		optionParameters.onConflict,
		optionParameters.requireVerdict,
	],
} as const satisfies INodeProperties;
