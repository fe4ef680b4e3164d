import type { Incident } from '../incidents/incident';
import type { Difference } from './diff';
import type { Field, Remembered } from './snapshot';

/** What Update Incident can write. Who added alerts or system tags is never us. */
const WRITABLE: ReadonlySet<Field> = new Set<Field>([
	'status',
	'severity',
	'assignedTo',
	'classification',
	'determination',
	'customTags',
	'comments',
]);

/**
 * Whether a change is certainly our own: the last modifier is our application, something did change, all of it is what
 * Update Incident writes, and the new comments are all ours. In doubt it is somebody else's.
 */
export function isOwnChange(
	incident: Incident,
	before: Remembered,
	difference: Difference,
	ownName: string | undefined,
): boolean {
	if (ownName === undefined || incident.lastModifiedBy !== ownName || difference.isUncertain) return false;
	const { changed } = difference;
	if (changed.length === 0 || !changed.every((field) => WRITABLE.has(field))) return false;
	const added = incident.comments.slice(before.comments ?? 0);
	return added.every(({ createdByDisplayName }) => createdByDisplayName === ownName);
}
