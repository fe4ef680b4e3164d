import type { Incident } from '../incidents/incident';
import type { Difference } from './diff';
import { commentsWithMarks } from './marks';
import type { Field } from './snapshot';

/** Fields that Update Incident can write. Our application never adds alerts or system tags, nor changes the priority. */
const WRITABLE: ReadonlySet<Field> = new Set<Field>([
	'status',
	'severity',
	'assignedTo',
	'classification',
	'determination',
	'customTags',
	'comments',
	'displayName',
	'description',
	'summary',
	'resolvingComment',
]);

/**
 * Whether a change is certainly our own. Our application must be the last modifier, only fields that Update Incident
 * writes may differ, and all new comments must be ours. Every other change counts as somebody else's.
 */
export function isOwnChange(
	incident: Incident,
	difference: Difference,
	ownName: string | undefined,
): boolean {
	if (ownName === undefined || incident.lastModifiedBy !== ownName || difference.isUncertain) return false;
	const { changed, added } = difference;
	if (changed.length === 0 || !changed.every((field) => WRITABLE.has(field))) return false;
	return commentsWithMarks(incident.comments, added.comments).every(
		({ createdByDisplayName }) => createdByDisplayName === ownName,
	);
}
