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
		description: 'User principal name of the owner, case-insensitive',
	},
	classification: {
		displayName: 'Classification',
		name: 'classification',
		type: 'multiOptions',
		default: [],
		options: classificationOptions,
		description: 'Classifications to match',
	},
	detectionSource: {
		displayName: 'Detection Source',
		name: 'detectionSource',
		type: 'multiOptions',
		default: [],
		options: detectionSourceOptions,
		description: 'Sensors that raised at least one of the alerts; requires reading alerts',
	},
	determination: {
		displayName: 'Determination',
		name: 'determination',
		type: 'multiOptions',
		default: [],
		options: determinationOptions,
		description: 'Determinations to match',
	},
	excludeTags: {
		displayName: 'Exclude Tags',
		name: 'excludeTags',
		type: 'string',
		default: '',
		placeholder: 'e.g. triaged, test',
		description:
			'Custom or system tags that an incident must not have, comma-separated and case-insensitive; an expression may return a list',
	},
	minPriority: {
		displayName: 'Minimum Priority',
		name: 'minPriority',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 0,
		description: 'Lowest priority score to match, from 0 to 100; incidents without a score do not match',
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
		description: 'Products that raised at least one of the alerts; requires reading alerts',
	},
	severity: {
		displayName: 'Severity',
		name: 'severity',
		type: 'multiOptions',
		default: [],
		options: severityOptions,
		description: 'Severities to match',
	},
	status: {
		displayName: 'Status',
		name: 'status',
		type: 'multiOptions',
		default: [],
		options: statusOptions,
		description: 'Statuses to match; merged incidents (Redirected) are returned only if chosen here',
	},
	tags: {
		displayName: 'Tags',
		name: 'tags',
		type: 'string',
		default: '',
		placeholder: 'e.g. vip, phishing',
		description:
			'Custom or system tags, of which an incident must have at least one, comma-separated and case-insensitive; an expression may return a list',
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
		description: 'Created at this time or later; uses the workflow’s time zone unless it has an offset',
	},
	createdBefore: {
		displayName: 'Created Before',
		name: 'createdBefore',
		type: 'dateTime',
		default: '',
		description: 'Created before this time; uses the workflow’s time zone unless it has an offset',
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
		description: 'Last updated at this time or later; uses the workflow’s time zone unless it has an offset',
	},
	updatedBefore: {
		displayName: 'Updated Before',
		name: 'updatedBefore',
		type: 'dateTime',
		default: '',
		description: 'Last updated before this time; uses the workflow’s time zone unless it has an offset',
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
