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

/** How many of the most recently updated incidents From List offers and searches: at most eight calls. */
const SEARCHED = 199;

/**
 * The most recently updated incidents whose name or id contains the search text, and the one with that very id, however old.
 * When there are more than are searched, or some cannot be read, an entry at the end says so.
 */
export async function searchIncidents(
	this: ILoadOptionsFunctions,
	filter?: string,
): Promise<INodeListSearchResult> {
	const { api } = await connect(this, 'read');
	try {
		const reader = new IncidentReader(api, () => undefined);
		const wanted = (filter ?? '').trim();
		const request = { ...BASIC_READ, query: EVERYTHING, limit: SEARCHED + 1 } as const;
		const { found, malformed } = await reader.read(request);
		const searched = found.slice(0, SEARCHED).map(({ incident }) => incident);
		const hits = searched.filter((incident) => nameOf(incident).toLowerCase().includes(wanted.toLowerCase()));
		const byId = await readById(reader, wanted, hits);
		const remarks = [
			...(found.length > SEARCHED ? [searchBound(SEARCHED)] : []),
			...(malformed.length === 0 ? [] : [malformedLeftOut(malformed)]),
		];
		return { results: [...[...byId, ...hits].map(entryOf), ...remarks.map(remarkEntry)] };
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
		return (await reader.readOne(wanted, { alerts: false, merged: 'keep' })).map(({ incident }) => incident);
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

/** Choosing it chooses nothing. */
function remarkEntry(name: string): INodeListSearchItems {
	return { name, value: '' };
}
