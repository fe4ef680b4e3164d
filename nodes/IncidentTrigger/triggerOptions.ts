import type { INodeProperties } from 'n8n-workflow';
import { RANGES } from './triggerRanges';

/** Numbers and choices that few workflows need to change. */
export const triggerOptions: INodeProperties[] = [
	{
		displayName: 'Include Alerts',
		name: 'includeAlerts',
		type: 'boolean',
		default: false,
		description:
			'Whether to read the alerts of each incident too, with the devices, users, files, IPs, URLs and mailboxes they name',
	},
	{
		displayName: 'Look Back (Minutes)',
		name: 'lookBack',
		type: 'number',
		typeOptions: { minValue: RANGES.lookBack[0], maxValue: RANGES.lookBack[1] },
		default: 60,
		description:
			'How late an incident may become visible and still be found; Defender shows some only after several minutes',
	},
	{
		displayName: 'Max per Poll',
		name: 'maxPerPoll',
		type: 'number',
		typeOptions: { minValue: RANGES.maxPerPoll[0], maxValue: RANGES.maxPerPoll[1] },
		default: 50,
		description: 'Max number of items of one execution; the rest follows in order with the next polls',
	},
	{
		displayName: 'Own Changes',
		name: 'ownChanges',
		type: 'options',
		default: 'include',
		description:
			'What to do with changes that this credential’s own application made; a signed-in user’s are not told apart',
		options: [
			{ name: 'Include', value: 'include', description: 'Report them like any other' },
			{ name: 'Mark', value: 'mark', description: 'Report them with ownChange set' },
			{
				name: 'Skip',
				value: 'skip',
				description: 'Leave out what certainly is our own; changes of others in the same moment go with it',
			},
		],
	},
	{
		displayName: 'Redeliver',
		name: 'redeliver',
		type: 'options',
		default: 'recent',
		description:
			'What to do after n8n was restarted, when workflows may not have come to an end with the last items',
		options: [
			{ name: 'Never', value: 'never', description: 'Go on with what is new' },
			{
				name: 'Recent Items',
				value: 'recent',
				description:
					'Give the items of its last five minutes again, with redelivered set, unless it was away for longer than Look Back',
			},
		],
	},
	{
		displayName: 'Settle Time (Minutes)',
		name: 'settleMinutes',
		type: 'number',
		typeOptions: { minValue: RANGES.settleMinutes[0], maxValue: RANGES.settleMinutes[1] },
		default: 0,
		description:
			'How old an incident must be to be reported as new, since Defender renames and merges young ones; 0 reports at once',
	},
	{
		displayName: 'Start From',
		name: 'startFrom',
		type: 'dateTime',
		default: '',
		description:
			'Also report what appeared or changed since this moment when the workflow is activated for the first time; empty starts now',
	},
	{
		displayName: 'Sweep (Minutes)',
		name: 'sweepMinutes',
		type: 'number',
		typeOptions: { minValue: RANGES.sweepMinutes[0], maxValue: RANGES.sweepMinutes[1] },
		default: 60,
		description:
			'How often all open incidents are read again, to find changes that do not move their update time; 0 never does',
	},
];
