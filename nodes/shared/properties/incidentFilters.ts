import type { INodeProperties } from 'n8n-workflow';
import {
	classificationOptions,
	determinationOptions,
	detectionSourceOptions,
	serviceSourceOptions,
	severityOptions,
	statusOptions,
} from './incidentChoices';

/** Filters by what an incident is. */
export const stateFilters = {
	assignedTo: {
		displayName: 'Assigned To',
		name: 'assignedTo',
		type: 'string',
		default: '',
		placeholder: 'e.g. ann.ito@contoso.com',
		description: 'Sign-in name of the owner, case-insensitive',
	},
	classification: {
		displayName: 'Classification',
		name: 'classification',
		type: 'multiOptions',
		default: [],
		options: classificationOptions,
		description: 'Any of these classifications',
	},
	detectionSource: {
		displayName: 'Detection Source',
		name: 'detectionSource',
		type: 'multiOptions',
		default: [],
		options: detectionSourceOptions,
		description: 'At least one alert was raised by one of these sensors; requires reading alerts',
	},
	determination: {
		displayName: 'Determination',
		name: 'determination',
		type: 'multiOptions',
		default: [],
		options: determinationOptions,
		description: 'Any of these determinations',
	},
	excludeTags: {
		displayName: 'Exclude Tags',
		name: 'excludeTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. triaged, test',
		description:
			'None of these custom or system tags, comma-separated and case-insensitive; an expression may return a list',
	},
	minPriority: {
		displayName: 'Minimum Priority',
		name: 'minPriority',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 0,
		description: 'Lowest priority score, 0 to 100; incidents without a score are left out',
	},
	nameContains: {
		displayName: 'Name Contains',
		name: 'nameContains',
		type: 'string',
		default: '',
		placeholder: 'e.g. ransomware',
		description: 'Part of the incident’s name, case-insensitive; spaces count',
	},
	serviceSource: {
		displayName: 'Service Source',
		name: 'serviceSource',
		type: 'multiOptions',
		default: [],
		options: serviceSourceOptions,
		description: 'At least one alert comes from one of these products; requires reading alerts',
	},
	severity: {
		displayName: 'Severity',
		name: 'severity',
		type: 'multiOptions',
		default: [],
		options: severityOptions,
		description: 'Any of these severities',
	},
	status: {
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		default: [],
		options: statusOptions,
		description: 'Any of these statuses; merged incidents (Redirected) are returned only if chosen here',
	},
	tags: {
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'e.g. vip, phishing',
		description:
			'At least one of these custom or system tags, comma-separated and case-insensitive; an expression may return a list',
	},
	unassigned: {
		displayName: 'Unassigned',
		name: 'unassigned',
		type: 'boolean',
		default: true,
		description: 'Whether to return only incidents without an owner',
	},
} as const satisfies Record<string, INodeProperties>;

/** Filters by date, and by the service's own filter language. */
export const listFilters = {
	createdAfter: {
		displayName: 'Created After',
		name: 'createdAfter',
		type: 'dateTime',
		default: '',
		description: 'Created at this time or later; without an offset, it is in the workflow’s time zone',
	},
	createdBefore: {
		displayName: 'Created Before',
		name: 'createdBefore',
		type: 'dateTime',
		default: '',
		description: 'Created before this time; without an offset, it is in the workflow’s time zone',
	},
	odata: {
		displayName: 'OData Filter',
		name: 'odata',
		type: 'string',
		default: '',
		placeholder: "e.g. severity eq 'high' or status eq 'inProgress'",
		description:
			'Additional condition in Microsoft Graph’s filter language; sent unchanged and evaluated only by the service',
	},
	updatedAfter: {
		displayName: 'Updated After',
		name: 'updatedAfter',
		type: 'dateTime',
		default: '',
		description: 'Last updated at this time or later; without an offset, it is in the workflow’s time zone',
	},
	updatedBefore: {
		displayName: 'Updated Before',
		name: 'updatedBefore',
		type: 'dateTime',
		default: '',
		description: 'Last updated before this time; without an offset, it is in the workflow’s time zone',
	},
} as const satisfies Record<string, INodeProperties>;

/** In the order of their labels, as n8n requires. */
function sorted(properties: readonly INodeProperties[]): INodeProperties[] {
	return [...properties].sort((a, b) => (a.displayName < b.displayName ? -1 : 1));
}

/** The collection *Filters* of a trigger. */
export const stateFilterProperties = sorted(Object.values(stateFilters));

/** The collection *Filters* of a list of incidents. */
export const incidentFilterProperties = sorted([
	...Object.values(stateFilters),
	...Object.values(listFilters),
]);
