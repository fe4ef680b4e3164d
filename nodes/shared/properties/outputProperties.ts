import type { INodeProperties } from 'n8n-workflow';

export const simplifyProperty = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
} as const satisfies INodeProperties;

export const includeAlertsProperty = {
	displayName: 'Include Alerts',
	name: 'includeAlerts',
	type: 'boolean',
	default: false,
	description:
		'Whether to also read the alerts of each incident, with their devices, users, files, IPs, URLs and mailboxes',
} as const satisfies INodeProperties;
