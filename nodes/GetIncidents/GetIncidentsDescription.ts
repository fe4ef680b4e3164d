import type { INodeProperties } from 'n8n-workflow';
import { authenticationProperty } from '../shared/authentication';
import { severityOptions, statusOptions } from '../shared/incidentChoices';
import { incidentIdProperty } from '../shared/incidentLocator';
import { limitProperty, returnAllProperty } from '../shared/limitProperties';

const onlyMany = { show: { operation: ['getAll'] } };

const filters: INodeProperties = {
	displayName: 'Filters',
	name: 'filters',
	type: 'collection',
	placeholder: 'Add Filter',
	default: {},
	displayOptions: onlyMany,
	description: 'Conditions that an incident must all meet',
	options: [
		{
			displayName: 'Assigned To',
			name: 'assignedTo',
			type: 'string',
			default: '',
			placeholder: 'e.g. ann.ito@contoso.com',
			description: 'Owner exactly as Defender shows it, letter case included',
		},
		{
			displayName: 'Severity',
			name: 'severity',
			type: 'multiOptions',
			default: [],
			options: severityOptions,
			description: 'Any of these severities',
		},
		{
			displayName: 'Status',
			name: 'status',
			type: 'multiOptions',
			default: [],
			options: statusOptions,
			description: 'Any of these statuses; merged incidents (Redirected) only come when chosen here',
		},
		{
			displayName: 'Updated After',
			name: 'updatedAfter',
			type: 'dateTime',
			default: '',
			description:
				'Last changed at this moment or later; without an offset it is in the workflow’s time zone',
		},
	],
};

/** Parameters of the node; names and values are part of the public contract and never change. */
export const getIncidentsProperties: INodeProperties[] = [
	authenticationProperty,
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		default: 'getAll',
		description: 'What to do: retrieve one incident, or a list of them',
		options: [
			{
				name: 'Get',
				value: 'get',
				action: 'Get an incident',
				description: 'Retrieve one incident by its ID',
			},
			{
				name: 'Get Many',
				value: 'getAll',
				action: 'Get many incidents',
				description: 'Retrieve a list of incidents, most recently updated first',
			},
		],
	},
	{ ...incidentIdProperty, displayOptions: { show: { operation: ['get'] } } },
	{ ...returnAllProperty, displayOptions: onlyMany },
	{ ...limitProperty, displayOptions: { show: { operation: ['getAll'], returnAll: [false] } } },
	filters,
	{
		displayName: 'Output',
		name: 'output',
		type: 'options',
		default: 'incidents',
		description: 'What one item is; limits and filters count incidents in any case',
		options: [
			{
				name: 'Alerts',
				value: 'alerts',
				description: 'One item per alert of the incidents, with the ID, name and link of its incident',
			},
			{
				name: 'Evidence',
				value: 'evidence',
				description:
					'One item per IP address, URL, hash, user, device or other value that the alerts name, with its worst verdict',
			},
			{
				name: 'Incidents',
				value: 'incidents',
				description: 'One item per incident',
			},
		],
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		displayOptions: { show: { output: ['incidents'] } },
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		description: 'What else to read, and how',
		options: [
			{
				displayName: 'Include Alerts',
				name: 'includeAlerts',
				type: 'boolean',
				default: false,
				description:
					'Whether to read the alerts of each incident too, with the devices, users, files, IPs, URLs and mailboxes they name',
			},
		],
	},
];
