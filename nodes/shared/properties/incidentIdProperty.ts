import type { INodeProperties } from 'n8n-workflow';

/** Matches both addresses of an incident in the portal: `/incidents/48213` and `/incident2/48213/overview?tid=…`. */
const URL_PATTERN = 'https://[^/]+/incident(?:s|2)/([0-9]+)(?:[/?#].*)?';

/** Selects one incident from a list, by ID, or by the address of its page in the portal. */
export const incidentIdProperty: INodeProperties = {
	displayName: 'Incident',
	name: 'incidentId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The incident to read or update',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Select an incident...',
			typeOptions: { searchListMethod: 'searchIncidents', searchable: true },
		},
		{
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 48213',
			validation: [
				{
					type: 'regex',
					properties: { regex: '^\\s*[0-9]{1,18}\\s*$', errorMessage: 'An incident ID is a whole number' },
				},
			],
		},
		{
			displayName: 'By URL',
			name: 'url',
			type: 'string',
			placeholder: 'e.g. https://security.microsoft.com/incident2/48213/overview',
			extractValue: { type: 'regex', regex: URL_PATTERN },
			validation: [
				{
					type: 'regex',
					properties: {
						regex: URL_PATTERN,
						errorMessage: 'Not the address of an incident in the Defender portal',
					},
				},
			],
		},
	],
};
