import type { Behaviours } from '../behaviours.mts';
import type { IncidentRecord } from '../incidents/store.mts';
import { badRequest } from '../serviceError.mts';
import { FILTERABLE } from './filter.mts';
import { enumMembers, modelType, unfold } from './model.mts';

/** Compares two incidents for sorting. */
export type IncidentOrder = (a: IncidentRecord, b: IncidentRecord) => number;

/**
 * Reads `$orderby` as the tenant's `orderby` switch requires: honored, ignored or refused.
 * @returns undefined for the service's own order, newest first
 * @throws ServiceError 400 for a property that cannot be sorted by, and where the switch is `refused`
 */
export function readOrderBy(text: string | null, behaviours: Behaviours): IncidentOrder | undefined {
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
