import type { Behaviours } from '../behaviours.mts';
import type { IncidentRecord } from '../incidents/store.mts';
import { badRequest, ServiceError } from '../serviceError.mts';
import { readWhole, refuseUnknownOptions } from '../odata/options.mts';
import { readFilter } from '../odata/filter.mts';
import { FILTERABLE, graphFilter } from './filter.mts';
import { enumMembers, unfold, modelType } from './model.mts';

/** Largest `$top` of the list of incidents on the wire (the documentation's 1,000 is for alerts). */
export const TOP_MAX = 50;

/** The query of a list call, checked and understood. */
export interface ListOptions {
	readonly matches: (incident: IncidentRecord) => boolean;
	/** Undefined: the service's own order. */
	readonly order: ((a: IncidentRecord, b: IncidentRecord) => number) | undefined;
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
		order: readOrder(query.get('$orderby'), behaviours),
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

function readOrder(text: string | null, behaviours: Behaviours): ListOptions['order'] {
	if (text === null) return undefined;
	if (behaviours.orderby === 'refused')
		throw badRequest("The query option '$orderby' is not supported by this resource.");
	const comparers = text.split(',').map((part) => {
		const [, name = '', direction = 'asc'] = /^\s*(\w+)(?:\s+(asc|desc))?\s*$/.exec(part) ?? [];
		const field = FILTERABLE.find((known) => known === name);
		if (field === undefined) throw badRequest(`Invalid $orderby clause: could not sort by '${part.trim()}'.`);
		return comparerFor(field, direction === 'desc' ? -1 : 1);
	});
	if (behaviours.orderby === 'ignored') return undefined;
	return (a, b) => comparers.reduce((result, compare) => (result === 0 ? compare(a, b) : result), 0);
}

// Enumerations sort by the order of their members, null first, texts by code unit.
function comparerFor(field: (typeof FILTERABLE)[number], sign: number) {
	const members = enumMembers(unfold(modelType('incident').properties[field]?.type ?? '').item);
	const rank = (incident: IncidentRecord) => {
		const value = incident[field] ?? '';
		return members === undefined ? value : members.indexOf(value);
	};
	return (a: IncidentRecord, b: IncidentRecord): number => {
		const [x, y] = [rank(a), rank(b)];
		return x < y ? -sign : x > y ? sign : 0;
	};
}
