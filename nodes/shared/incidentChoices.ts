import type { INodePropertyOptions } from 'n8n-workflow';

/** Severities as the portal calls them, alphabetically as n8n wants lists of five. */
export const severityOptions: INodePropertyOptions[] = [
	{ name: 'High', value: 'high' },
	{ name: 'Informational', value: 'informational' },
	{ name: 'Low', value: 'low' },
	{ name: 'Medium', value: 'medium' },
	{ name: 'Unknown', value: 'unknown' },
];

/** Every status an incident can be found in. */
export const statusOptions: INodePropertyOptions[] = [
	{ name: 'Active', value: 'active' },
	{ name: 'Awaiting Action', value: 'awaitingAction', description: 'Set by Microsoft Defender Experts' },
	{ name: 'In Progress', value: 'inProgress' },
	{ name: 'Redirected', value: 'redirected', description: 'Merged into another incident' },
	{ name: 'Resolved', value: 'resolved' },
];
