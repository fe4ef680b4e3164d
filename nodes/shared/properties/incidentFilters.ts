import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import {
	classificationOptions,
	determinationOptions,
	detectionSourceOptions,
	serviceSourceOptions,
	severityOptions,
	statusOptions,
} from './incidentChoices';

function choices(
	displayName: string,
	name: string,
	options: INodePropertyOptions[],
	description: string,
): INodeProperties {
	return { displayName, name, type: 'multiOptions', default: [], options, description };
}

function moment(displayName: string, name: string, what: string): INodeProperties {
	const zone = 'without an offset it is in the workflow’s time zone';
	return { displayName, name, type: 'dateTime', default: '', description: `${what}; ${zone}` };
}

/** Filters by what an incident is; dates and the service's own filter language are not among them. */
const byState: INodeProperties[] = [
	{
		displayName: 'Assigned To',
		name: 'assignedTo',
		type: 'string',
		default: '',
		placeholder: 'e.g. ann.ito@contoso.com',
		description: 'Sign-in name of the owner, case-insensitive',
	},
	choices('Classification', 'classification', classificationOptions, 'Any of these classifications'),
	choices(
		'Detection Source',
		'detectionSource',
		detectionSourceOptions,
		'At least one alert was raised by one of these sensors; alerts are read to find out',
	),
	choices('Determination', 'determination', determinationOptions, 'Any of these determinations'),
	{
		displayName: 'Exclude Tags',
		name: 'excludeTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. triaged, test',
		description:
			'None of these tags, separated by commas, custom or system, letter case aside; an expression may give a list',
	},
	{
		displayName: 'Minimum Priority',
		name: 'minPriority',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 0,
		description: 'Lowest priority score, 0 to 100; incidents without a score are left out',
	},
	{
		displayName: 'Name Contains',
		name: 'nameContains',
		type: 'string',
		default: '',
		placeholder: 'e.g. ransomware',
		description: 'Part of the incident’s name, blanks included, letter case aside',
	},
	choices(
		'Service Source',
		'serviceSource',
		serviceSourceOptions,
		'At least one alert comes from one of these products; alerts are read to find out',
	),
	choices('Severity', 'severity', severityOptions, 'Any of these severities'),
	choices(
		'Status',
		'status',
		statusOptions,
		'Any of these statuses; merged incidents (Redirected) only come when chosen here',
	),
	{
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'e.g. vip, phishing',
		description:
			'At least one of these tags, separated by commas, custom or system, letter case aside; an expression may give a list',
	},
	{
		displayName: 'Unassigned',
		name: 'unassigned',
		type: 'boolean',
		default: true,
		description: 'Whether to return only incidents without an owner',
	},
];

const byTimeAndText: INodeProperties[] = [
	moment('Created After', 'createdAfter', 'Created at this moment or later'),
	moment('Created Before', 'createdBefore', 'Created earlier than this moment'),
	{
		displayName: 'OData Filter',
		name: 'odata',
		type: 'string',
		default: '',
		placeholder: "e.g. severity eq 'high' or status eq 'inProgress'",
		description:
			'Condition in Microsoft Graph’s own filter language, in addition to the others; it is sent as it is, and only the service judges it',
	},
	moment('Updated After', 'updatedAfter', 'Last changed at this moment or later'),
	moment('Updated Before', 'updatedBefore', 'Last changed earlier than this moment'),
];

const byName = (a: INodeProperties, b: INodeProperties) => (a.displayName < b.displayName ? -1 : 1);

/** Filters by what an incident is, alphabetically. */
export const stateFilters: INodeProperties[] = [...byState].sort(byName);

/** All filters of a list of incidents, alphabetically as n8n wants them. */
export const incidentFilters: INodeProperties[] = [...byState, ...byTimeAndText].sort(byName);
