import type { Incident, Truncated } from './incident';

/** Collections that are only there when alerts are. */
const OF_ALERTS: ReadonlySet<string> = new Set(['alerts', 'evidence']);

/** Lists of a simplified incident that are made of its alerts, and are no more complete than these. */
export const LISTS_OF_ALERTS = ['devices', 'users', 'files', 'ips', 'urls', 'mailboxes'] as const;

/** Whether only a part of a collection is there. */
export function isTruncated({ truncated }: Pick<Incident, 'truncated'>, collection: string): boolean {
	return truncated !== undefined && collection in truncated;
}

/** An incident with what of it is truncated. */
export function withTruncated(incident: Incident, truncated: Truncated): Incident {
	return Object.keys(truncated).length === 0 ? incident : { ...incident, truncated };
}

/** An incident with another list of its comments. */
export function withComments(
	incident: Incident,
	{ comments, truncated }: Pick<Incident, 'comments' | 'truncated'>,
): Incident {
	const { truncated: before = {}, ...rest } = incident;
	const others = Object.entries(before).filter(([name]) => name !== 'comments');
	const replaced = { ...rest, comments };
	return withTruncated(replaced, { ...Object.fromEntries(others), ...truncated });
}

/** What is truncated of an incident as it is shown: without what belongs to alerts that are not. */
export function visibleTruncations({ alerts, truncated = {} }: Incident): Truncated {
	const entries = Object.entries(truncated);
	const isShown = (collection: string) => typeof alerts !== 'string' || !isOfAlerts(collection);
	return Object.fromEntries(entries.filter(([collection]) => isShown(collection)));
}

/** `…Truncated: true` for each truncated collection, as items have it. */
export function truncationFlags(incident: Incident): Readonly<Record<string, true>> {
	// That of a single alert has its mark there.
	const names = Object.keys(visibleTruncations(incident)).filter((name) => !name.includes('.'));
	return Object.fromEntries(names.map((name) => [`${name}Truncated`, true as const]));
}

function isOfAlerts(collection: string): boolean {
	return OF_ALERTS.has(collection) || collection.startsWith('alerts.');
}
