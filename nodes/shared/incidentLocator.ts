import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodeProperties,
} from 'n8n-workflow';
import { isGuid } from '../../defender/access/fields';
import { asDefenderError, DefenderError, invalidInput } from '../../defender/core/errors';
import { badIncidentId, otherTenant, searchBound } from '../../defender/core/sentences/incidents';
import type { Incident } from '../../defender/incidents/incident';
import { EVERYTHING } from '../../defender/incidents/query';
import { IncidentReader, READ_DEFAULTS } from '../../defender/tasks/readIncidents';
import { connect } from './connect';
import { toNodeError } from './toNodeError';

/** How many of the most recently updated incidents From List offers and searches: at most eight calls. */
const SEARCHED = 199;

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

/**
 * The chosen incident's id.
 * @param tenantId of the credential; the address of another tenant's incident is refused, since its number means another one here
 * @throws DefenderError `invalidInput`
 */
export function readChosenIncident(context: IExecuteFunctions, index: number, tenantId: string): string {
	const named = tenantInAddress(context.getNodeParameter('incidentId', index, ''));
	// A domain cannot be compared with an id.
	if (named !== undefined && isGuid(tenantId) && named !== tenantId.toLowerCase())
		throw invalidInput('incidentId', otherTenant(named, tenantId));
	return readIncidentId(context.getNodeParameter('incidentId', index, '', { extractValue: true }));
}

/** The tenant that the address of an incident's page names, in lower case. */
function tenantInAddress(chosen: unknown): string | undefined {
	if (typeof chosen !== 'object' || chosen === null || !('mode' in chosen) || !('value' in chosen))
		return undefined;
	if (chosen.mode !== 'url' || typeof chosen.value !== 'string') return undefined;
	const [, tid = ''] = /[?&]tid=([^&#\s]*)/i.exec(chosen.value) ?? [];
	return isGuid(tid) ? tid.toLowerCase() : undefined;
}

/**
 * The most recently updated incidents whose name or id contains the search text, and the one with that very id, however old.
 * When there are more than are searched, the last entry says so.
 */
export async function searchIncidents(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { api } = await connect(this, 'read');
	try {
		const reader = new IncidentReader(api, () => undefined);
		const wanted = (filter ?? '').trim();
		const request = { ...READ_DEFAULTS, query: EVERYTHING, limit: SEARCHED + 1 } as const;
		const { found } = await reader.read(request);
		const searched = found.slice(0, SEARCHED).map(({ incident }) => incident);
		const hits = searched.filter((incident) => nameOf(incident).toLowerCase().includes(wanted.toLowerCase()));
		const byId = await readById(reader, wanted, hits);
		return { results: [...byId, ...hits].map(entryOf).concat(found.length > SEARCHED ? [boundEntry()] : []) };
	} catch (failure) {
		throw toNodeError(this.getNode(), failure);
	}
}

/** An incident that is too old for the list, by its id. */
async function readById(
	reader: IncidentReader,
	wanted: string,
	hits: readonly Incident[],
): Promise<readonly Incident[]> {
	if (!/^\d{1,18}$/.test(wanted) || hits.some(({ id }) => id === wanted)) return [];
	try {
		return (await reader.get(wanted, { alerts: false, merged: 'keep' })).map(({ incident }) => incident);
	} catch (failure) {
		if (failure instanceof DefenderError && failure.trouble.kind === 'notFound') return [];
		throw asDefenderError(failure);
	}
}

function nameOf({ id, displayName, severity, status }: Incident): string {
	return `${id}: ${displayName ?? 'Unnamed'} (${severity}, ${status})`;
}

function entryOf(incident: Incident): INodeListSearchItems {
	const { id, incidentWebUrl } = incident;
	return {
		name: nameOf(incident),
		value: id,
		...(incidentWebUrl === null ? {} : { url: incidentWebUrl }),
	};
}

function boundEntry(): INodeListSearchItems {
	return { name: searchBound(SEARCHED), value: '' };
}
