import type { Behaviours } from '../behaviours.mts';
import type { IncidentRecord } from '../incidents/store.mts';
import { badRequest, ServiceError } from '../serviceError.mts';
import { readWhole, refuseUnknownOptions } from '../odata/options.mts';
import { readFilter } from '../odata/filter.mts';
import { graphFilter } from './filter.mts';
import { readOrderBy, type IncidentOrder } from './orderby.mts';

/** Largest `$top` of the list of incidents on the wire (the documentation's 1,000 is for alerts). */
const TOP_MAX = 50;

/** The query of a list call, checked and understood. */
export interface ListOptions {
	readonly matches: (incident: IncidentRecord) => boolean;
	/** Undefined: the service's own order. */
	readonly order: IncidentOrder | undefined;
	readonly top: number;
	readonly skip: number;
	readonly skipToken: string | undefined;
	readonly count: boolean;
	readonly expandAlerts: boolean;
}

const LIST_OPTIONS = ['$filter', '$top', '$skip', '$skiptoken', '$orderby', '$count', '$expand'];

/** Reads the options of `GET /security/incidents`. */
export function readListOptions(
	query: URLSearchParams,
	behaviours: Behaviours,
	evolved: boolean,
): ListOptions {
	refuseUnknownOptions(query, LIST_OPTIONS);
	const filter = query.get('$filter');
	return {
		matches: filter === null ? () => true : readFilter(filter, graphFilter(rulesOf(behaviours, evolved))),
		order: readOrderBy(query.get('$orderby'), behaviours),
		top: readTop(query.get('$top'), behaviours),
		skip: readWhole('$skip', query.get('$skip') ?? '0'),
		skipToken: query.get('$skiptoken') ?? undefined,
		count: readCount(query.get('$count')),
		expandAlerts: readExpand(query.get('$expand')),
	};
}

const rulesOf = ({ orFilter, lowerFilter, ownerCase }: Behaviours, evolved: boolean) => ({
	or: orFilter === 'honored',
	lower: lowerFilter === 'honored',
	anyOwnerCase: ownerCase === 'insensitive',
	evolved,
});

function readTop(text: string | null, behaviours: Behaviours): number {
	if (text === null) return behaviours.defaultPage;
	const top = readWhole('$top', text);
	if (top > TOP_MAX) {
		throw new ServiceError(
			400,
			'',
			`The limit of '${TOP_MAX}' for Top query has been exceeded. The value from the incoming request is '${top}'.`,
		);
	}
	if (top === 0) throw badRequest("Invalid value '0' for $top query option found.");
	return top;
}

function readCount(text: string | null): boolean {
	if (text === null || text === 'false') return false;
	if (text === 'true') return true;
	throw badRequest(
		`Invalid value '${text}' for $count query option found. Valid values are 'true' and 'false'.`,
	);
}

/** Only the alerts can be expanded, and nothing inside them. */
export function readExpand(text: string | null): boolean {
	if (text === null) return false;
	if (text === 'alerts') return true;
	throw badRequest(
		`Parsing OData Select and Expand failed: Could not find a property named '${text}' on type 'microsoft.graph.security.incident'.`,
	);
}
