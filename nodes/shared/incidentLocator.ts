import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';
import { invalidInput } from '../../defender/core/errors';
import { badIncidentId } from '../../defender/core/sentences/incidents';
import { IncidentReader } from '../../defender/tasks/readIncidents';
import { connect } from './connect';
import { toNodeError } from './toNodeError';

/** How many of the newest incidents From List offers and searches. */
const LISTED = 50;

/** Both forms of the portal's address: `/incidents/48213` and `/incident2/48213/overview?tid=…`. */
const URL_PATTERN = 'https://[^/]+/incident(?:s|2)/([0-9]+)(?:[/?#].*)?';

/** Where one incident is chosen: from a list, by id, or by the address of its page in the portal. */
export const incidentIdProperty: INodeProperties = {
	displayName: 'Incident',
	name: 'incidentId',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The incident to work on, given by its numeric ID',
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

/** @throws DefenderError `invalidInput`; an id is digits only, so nothing from outside can become part of a path */
export function readIncidentId(value: unknown): string {
	const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
	if (!/^\d{1,18}$/.test(text)) throw invalidInput('incidentId', badIncidentId(text));
	return text;
}

/** The newest incidents whose name or id contains the search text. */
export async function searchIncidents(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { api } = await connect(this, 'read');
	try {
		const query = { status: [], severity: [], assignedTo: undefined, updatedAfter: undefined };
		const found = await new IncidentReader(api, () => undefined).read({
			query,
			limit: LISTED,
			alerts: false,
		});
		const wanted = (filter ?? '').trim().toLowerCase();
		const shown = found.filter(({ id, displayName }) =>
			`${id} ${displayName ?? ''}`.toLowerCase().includes(wanted),
		);
		return {
			results: shown.map(({ id, displayName, severity, status, incidentWebUrl }) => ({
				name: `${id}: ${displayName ?? 'Unnamed'} (${severity}, ${status})`,
				value: id,
				...(incidentWebUrl === null ? {} : { url: incidentWebUrl }),
			})),
		};
	} catch (failure) {
		throw toNodeError(this.getNode(), failure);
	}
}
