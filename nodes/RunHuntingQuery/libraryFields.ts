import type { INodeProperties } from 'n8n-workflow';
import type { EntityField, HuntField } from '../../defender/hunting/library/libraryHunt';
import { forLibrary, huntsWith } from './libraryProperties';

const LISTS = 'Enter several values as a list, or as text separated by commas or line breaks.';

function field<Name extends HuntField>(name: Name, property: Omit<INodeProperties, 'name'>) {
	return {
		...property,
		name,
		displayOptions: forLibrary({ entitiesFrom: ['fields'], hunt: huntsWith(name) }),
	};
}

function list<Name extends EntityField | 'processId'>(
	name: Name,
	displayName: string,
	placeholder: string,
	description: string,
) {
	const property = { displayName, type: 'string', default: '', placeholder: `e.g. ${placeholder}` } as const;
	return field(name, { ...property, description: `${description}. ${LISTS}` });
}

/** The values that library hunts search for: one vocabulary for all hunts, each field shown where a hunt uses it. */
export const libraryFields = {
	devices: list(
		'devices',
		'Devices',
		'lt-0471.corp.contoso.com',
		'Names with or without domain, or device IDs of Defender for Endpoint',
	),
	users: list(
		'users',
		'Users',
		'j.okafor@contoso.com',
		'User principal names, object IDs, SIDs, DOMAIN\\account or account names',
	),
	hashes: list('hashes', 'File Hashes', 'e3b0c44298fc1c149afbf4c8996fb924…', 'SHA-256, SHA-1 or MD5'),
	ips: list('ips', 'IP Addresses', '198.51.100.77', 'IPv4 or IPv6 addresses'),
	domains: list('domains', 'Domains', 'telemetry-sync.example', 'Domains, including their subdomains'),
	urls: list('urls', 'URLs', 'https://login-contoso.example/session', 'Complete URLs'),
	messageIds: list(
		'messageIds',
		'Message IDs',
		'0c1d2e3f-1111-2222-3333-444455556666',
		'Network message IDs or Internet message IDs',
	),
	senders: list(
		'senders',
		'Senders',
		'accounts@billing-portal.example',
		'Email addresses or domains of senders',
	),
	subject: field('subject', {
		displayName: 'Subject',
		type: 'string',
		default: '',
		placeholder: 'e.g. Overdue: Invoice 2211',
		description: 'Text that the subject contains, case-insensitive',
	}),
	apps: list('apps', 'Apps', 'Docs Sync Helper', 'Application IDs or names'),
	processId: list('processId', 'Process ID', '4711', 'IDs of processes on the devices'),
	around: field('around', {
		displayName: 'Around',
		type: 'dateTime',
		default: '',
		description:
			'Time to search around, instead of in the time range. Uses the workflow’s time zone unless the date has an offset.',
	}),
} as const;

export const thresholdProperty = {
	displayName: 'Threshold',
	name: 'threshold',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: 1_000_000 },
	default: 0,
	displayOptions: forLibrary({ hunt: [...huntsWith('threshold'), 'all'] }),
	description: 'Minimum number that the hunt reports; set to 0 to use the hunt’s own default',
} satisfies INodeProperties;

export const baselineDaysProperty = {
	displayName: 'Baseline Days',
	name: 'baselineDays',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 29 },
	default: 14,
	displayOptions: forLibrary({ hunt: [...huntsWith('baselineDays'), 'all'] }),
	description: 'Number of days before the time range with which the hunt compares it',
} satisfies INodeProperties;

/** In the order of the editor. */
export const libraryFieldProperties: INodeProperties[] = [
	...Object.values(libraryFields),
	thresholdProperty,
	baselineDaysProperty,
];
