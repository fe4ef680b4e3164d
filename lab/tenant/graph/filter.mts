import type { FilterDialect, FilterProperty } from '../odata/filter.mts';
import { allProperties, enumMembers, settledMembers, unfold } from './model.mts';

/** The properties that "List incidents" of Graph v1.0 names as filterable. */
export const FILTERABLE = [
	'assignedTo',
	'classification',
	'createdDateTime',
	'determination',
	'lastUpdateDateTime',
	'severity',
	'status',
] as const;

export interface FilterRules {
	/** Whether `or`, `ne` and comparisons with null work. */
	readonly or: boolean;
	/** Whether `tolower()` works. */
	readonly lower: boolean;
	/** Whether owners are compared case-insensitively. */
	readonly anyOwnerCase: boolean;
	/** Whether enumeration members newer than `unknownFutureValue` may be named. */
	readonly evolved: boolean;
}

const properties = new Map(Object.entries(allProperties('incident')));

function filterProperty(name: (typeof FILTERABLE)[number], evolved: boolean): FilterProperty {
	const { type = '', nullable = false } = properties.get(name) ?? {};
	const { item } = unfold(type);
	const members = evolved ? enumMembers(item) : enumMembers(item) && settledMembers(item);
	return {
		kind: type === 'Edm.DateTimeOffset' ? 'instant' : 'text',
		nullable,
		...(members === undefined ? {} : { members }),
		valueOf: (incident) => incident[name],
	};
}

/** How Graph reads `$filter` on its list of incidents. */
export const graphFilter = ({ or, lower, anyOwnerCase, evolved }: FilterRules): FilterDialect => ({
	entity: 'microsoft.graph.security.incident',
	filterable: new Map(FILTERABLE.map((name) => [name, filterProperty(name, evolved)])),
	others: new Set(properties.keys()),
	or,
	ne: or,
	null: or,
	parentheses: true,
	lower,
	anyCase: new Set(anyOwnerCase ? ['assignedTo'] : []),
});
