import type { INodeProperties } from 'n8n-workflow';
import { includeAlertsProperty } from '../shared/properties/outputProperties';

/** Options that few workflows need to change. Their literals also define how `readTriggerSettings` reads them. */
export const triggerOptions = {
	acknowledgeAfter: {
		displayName: 'Acknowledge After (Minutes)',
		name: 'acknowledgeAfter',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1_440 },
		default: 15,
		description:
			'How long the workflow may take to set Acknowledge Tag. Only applies if Acknowledge Tag is set.',
	},
	acknowledgeTag: {
		displayName: 'Acknowledge Tag',
		name: 'acknowledgeTag',
		type: 'string',
		default: '',
		description:
			'Custom tag that the workflow sets at its end, with Update Incident. A new incident that is still open and lacks the tag is delivered again, with redelivered set to true. If empty, the trigger does not wait for a tag.',
	},
	acknowledgeTimes: {
		displayName: 'Acknowledge Times',
		name: 'acknowledgeTimes',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 100 },
		default: 3,
		description:
			'Maximum number of redeliveries of an incident that lacks Acknowledge Tag. The item’s field attempt contains their count.',
	},
	includeAlerts: {
		...includeAlertsProperty,
		description:
			'Whether each item contains the alerts of its incident, with devices, accounts, files and other entities. Without this option, only items of New and Alerts Added contain them. Each item with alerts takes one request.',
	},
	lookBack: {
		displayName: 'Look Back (Minutes)',
		name: 'lookBack',
		type: 'number',
		typeOptions: { minValue: 5, maxValue: 1_440 },
		default: 60,
		description:
			'How far back to look for incidents that appear late. Defender shows some only after several minutes.',
	},
	maxPerPoll: {
		displayName: 'Max per Poll',
		name: 'maxPerPoll',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 500 },
		default: 50,
		description: 'Maximum number of items per execution. Remaining items follow in order in later polls.',
	},
	ownChanges: {
		displayName: 'Own Changes',
		name: 'ownChanges',
		type: 'options',
		default: 'include',
		description:
			'How to report changes made by the application of this credential. Changes by a signed-in user cannot be recognized.',
		options: [
			{ name: 'Include', value: 'include', description: 'Report them like any other' },
			{ name: 'Mark', value: 'mark', description: 'Report them with ownChange set to true' },
			{
				name: 'Skip',
				value: 'skip',
				description:
					'Do not report changes that this application certainly made. Concurrent changes by others are skipped too.',
			},
		],
	},
	redeliver: {
		displayName: 'Redeliver',
		name: 'redeliver',
		type: 'options',
		default: 'recent',
		description:
			'What to do after a restart of n8n, when workflows may not have finished processing the last items',
		options: [
			{ name: 'Never', value: 'never', description: 'Only report new changes' },
			{
				name: 'Recent Items',
				value: 'recent',
				description:
					'Emit the items of the last five minutes again, with redelivered set to true, unless n8n was down longer than Look Back',
			},
		],
	},
	settleMinutes: {
		displayName: 'Settle Time (Minutes)',
		name: 'settleMinutes',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1_440 },
		default: 0,
		description:
			'How old an incident must be before it is reported as new, because Defender renames and merges young ones. Set to 0 to report immediately.',
	},
	startFrom: {
		displayName: 'Start From',
		name: 'startFrom',
		type: 'dateTime',
		default: '',
		description:
			'At the first activation, also report incidents that appeared or changed since this time. If empty, the trigger starts now.',
	},
	sweepMinutes: {
		displayName: 'Sweep (Minutes)',
		name: 'sweepMinutes',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1_440 },
		default: 60,
		description:
			'How often to read all open incidents again, to find changes that leave their update time unchanged. Set to 0 to turn this off.',
	},
} as const satisfies Record<string, INodeProperties>;
