import type { Incident, Truncated } from './incident';

/** Collections that exist only when alerts were read. */
const OF_ALERTS: ReadonlySet<string> = new Set(['alerts', 'evidence']);

/** Lists of a simplified incident that are collected from its alerts. */
export const LISTS_OF_ALERTS = [
	'devices',
	'accounts',
	'users',
	'files',
	'messages',
	'ips',
	'urls',
	'mailboxes',
] as const;

/** Whether a collection is incomplete. */
export function isTruncated({ truncated }: Pick<Incident, 'truncated'>, collection: string): boolean {
	return truncated !== undefined && collection in truncated;
}

/** Returns the incident with its incomplete collections marked. */
export function withTruncated(incident: Incident, truncated: Truncated): Incident {
	return Object.keys(truncated).length === 0 ? incident : { ...incident, truncated };
}

/** Returns the incident with a new list of comments. */
export function withComments(
	incident: Incident,
	{ comments, truncated }: Pick<Incident, 'comments' | 'truncated'>,
): Incident {
	const { truncated: before = {}, ...rest } = incident;
	const others = Object.entries(before).filter(([name]) => name !== 'comments');
	const replaced = { ...rest, comments };
	return withTruncated(replaced, { ...Object.fromEntries(others), ...truncated });
}

/** Returns the incomplete collections, without those of alerts when the incident has no alerts. */
export function visibleTruncations({ alerts, truncated = {} }: Incident): Truncated {
	const entries = Object.entries(truncated);
	const isShown = (collection: string) => typeof alerts !== 'string' || !isOfAlerts(collection);
	return Object.fromEntries(entries.filter(([collection]) => isShown(collection)));
}

/** Returns `…Truncated: true` for each incomplete collection, for items. */
export function truncationFlags(incident: Incident): Readonly<Record<string, true>> {
	// A collection of a single alert is marked in that alert.
	const names = Object.keys(visibleTruncations(incident)).filter((name) => !name.includes('.'));
	return Object.fromEntries(names.map((name) => [`${name}Truncated`, true as const]));
}

function isOfAlerts(collection: string): boolean {
	return OF_ALERTS.has(collection) || collection.startsWith('alerts.');
}
