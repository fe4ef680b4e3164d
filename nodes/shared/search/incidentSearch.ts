import type { ILoadOptionsFunctions, INodeListSearchItems, INodeListSearchResult } from 'n8n-workflow';
import { asDefenderError, isNotFound } from '../../../defender/core/errors';
import { malformedLeftOut } from '../../../defender/core/sentences/malformedText';
import type { Incident } from '../../../defender/incidents/incident';
import { EVERYTHING } from '../../../defender/incidents/query';
import { IncidentReader } from '../../../defender/tasks/read/incidentReader';
import { BASIC_READ } from '../../../defender/tasks/read/readSettings';
import { connect } from '../connection/connect';
import { toNodeError } from '../connection/toNodeError';
import { searchBound } from './searchText';

/** Number of the most recently updated incidents that *From List* offers and searches. Takes at most eight requests. */
const SEARCHED = 199;

/**
 * Finds the most recently updated incidents whose name or ID contains the search text, and the incident of any age whose ID
 * is the search text. If older incidents were not searched, or some could not be read, an entry at the end explains it.
 */
export async function searchIncidents(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { api } = await connect(this, 'read');
	try {
		const reader = new IncidentReader(api, () => undefined);
		const searchText = (filter ?? '').trim();
		const request = { ...BASIC_READ, query: EVERYTHING, limit: SEARCHED + 1 } as const;
		const { found, malformed } = await reader.read(request);
		const searched = found.slice(0, SEARCHED).map(({ incident }) => incident);
		const hits = searched.filter((incident) =>
			nameOf(incident).toLowerCase().includes(searchText.toLowerCase()),
		);
		const byId = await readById(reader, searchText, hits);
		const remarks = [
			...(found.length > SEARCHED ? [searchBound(SEARCHED)] : []),
			...(malformed.length === 0 ? [] : [malformedLeftOut(malformed)]),
		];
		return { results: [...[...byId, ...hits].map(entryOf), ...remarks.map(remarkEntry)] };
	} catch (failure) {
		throw toNodeError(this.getNode(), failure);
	}
}

/** Reads an incident by its ID, which may be too old for the list. */
async function readById(
	reader: IncidentReader,
	id: string,
	hits: readonly Incident[],
): Promise<readonly Incident[]> {
	if (!/^\d{1,18}$/.test(id) || hits.some((hit) => hit.id === id)) return [];
	try {
		return (await reader.readOne(id, { alerts: false, merged: 'keep' })).map(({ incident }) => incident);
	} catch (failure) {
		if (isNotFound(failure)) return [];
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

/** Choosing this entry selects no incident. */
function remarkEntry(name: string): INodeListSearchItems {
	return { name, value: '' };
}
