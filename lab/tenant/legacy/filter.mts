import type { Behaviours } from '../behaviours.mts';
import type { FilterDialect, FilterProperty } from '../odata/filter.mts';
import { pascal } from './names.mts';

const text = { kind: 'text', nullable: false } as const;
const instant = { kind: 'instant', nullable: false } as const;

const FILTERABLE: Readonly<Record<string, FilterProperty>> = {
	lastUpdateTime: { ...instant, valueOf: ({ lastUpdateDateTime }) => lastUpdateDateTime },
	createdTime: { ...instant, valueOf: ({ createdDateTime }) => createdDateTime },
	status: {
		...text,
		members: ['Active', 'InProgress', 'Resolved', 'Redirected'],
		valueOf: ({ status }) => pascal(status),
	},
	assignedTo: { ...text, valueOf: ({ assignedTo }) => assignedTo },
};

/** How the older API reads `$filter`: four properties, comparisons joined by `and`, and nothing else. */
export const legacyFilter = ({
	lowerFilter,
	ownerCase,
}: Pick<Behaviours, 'lowerFilter' | 'ownerCase'>): FilterDialect => ({
	entity: 'Microsoft.Mtp.Incident',
	filterable: new Map(Object.entries(FILTERABLE)),
	others: new Set([
		'incidentId',
		'redirectIncidentId',
		'incidentName',
		'classification',
		'determination',
		'severity',
		'tags',
		'comments',
		'alerts',
	]),
	or: false,
	ne: false,
	null: false,
	parentheses: false,
	lower: lowerFilter === 'honored',
	anyCase: new Set(ownerCase === 'insensitive' ? ['assignedTo'] : []),
});
