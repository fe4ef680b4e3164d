import type { UtcInstant } from '../core/instant';
import type { Alert, Incident } from './incident';
import { isSameOwner } from './owner';
import { caselessTags } from './tags';
import { isTruncated } from './truncation';

/** A stretch of time: `from` belongs to it, `before` does not; undefined is no bound. */
export interface Span {
	readonly from: UtcInstant | undefined;
	readonly before: UtcInstant | undefined;
}

/** Which incidents are wanted. Empty lists, undefined and false mean no condition; all given ones must hold. */
export interface IncidentQuery {
	readonly status: readonly string[];
	readonly severity: readonly string[];
	readonly classification: readonly string[];
	readonly determination: readonly string[];
	/** Sign-in name of the owner, case-insensitive. */
	readonly assignedTo: string | undefined;
	/** Only incidents without an owner. */
	readonly unassigned: boolean;
	readonly created: Span;
	readonly updated: Span;
	/** At least one of these, custom or system, letter case aside. */
	readonly tags: readonly string[];
	/** None of these, custom or system, letter case aside. */
	readonly excludeTags: readonly string[];
	/** Part of the display name, letter case aside. */
	readonly nameContains: string | undefined;
	/** At least one alert comes from one of these products. */
	readonly serviceSource: readonly string[];
	readonly detectionSource: readonly string[];
	/** 0 to 100; an incident without a score does not reach any. */
	readonly minPriority: number | undefined;
	/** A `$filter` of the user's own, which only the service can judge. */
	readonly odata: string | undefined;
}

export const ANY_TIME: Span = { from: undefined, before: undefined };

/** The query with another span of one of its times. */
export function inSpan(
	query: IncidentQuery,
	field: 'createdDateTime' | 'lastUpdateDateTime',
	span: Span,
): IncidentQuery {
	return field === 'createdDateTime' ? { ...query, created: span } : { ...query, updated: span };
}

/** The query that every incident meets. */
export const EVERYTHING: IncidentQuery = {
	status: [],
	severity: [],
	classification: [],
	determination: [],
	assignedTo: undefined,
	unassigned: false,
	created: ANY_TIME,
	updated: ANY_TIME,
	tags: [],
	excludeTags: [],
	nameContains: undefined,
	serviceSource: [],
	detectionSource: [],
	minPriority: undefined,
	odata: undefined,
};

/**
 * Decides whether an incident is wanted. A server filter only saves calls; this is evaluated on every answer. The user's
 * own `odata` is the service's to judge and holds here. Without all its alerts an incident cannot fail a condition on them.
 */
export function matches(query: IncidentQuery, incident: Incident): boolean {
	return (
		isOneOf(query.status, incident.status) &&
		isOneOf(query.severity, incident.severity) &&
		isOneOf(query.classification, incident.classification) &&
		isOneOf(query.determination, incident.determination) &&
		(query.assignedTo === undefined || isSameOwner(incident.assignedTo, query.assignedTo)) &&
		(!query.unassigned || incident.assignedTo === null) &&
		isWithin(query.created, incident.createdDateTime) &&
		isWithin(query.updated, incident.lastUpdateDateTime) &&
		matchesTexts(query, incident) &&
		(query.minPriority === undefined || (incident.priorityScore ?? -1) >= query.minPriority) &&
		matchesAlerts(query, incident)
	);
}

/** The conditions of a query on each property that a service may filter by. */
const CONDITIONS_ON: ReadonlyMap<string, readonly (keyof IncidentQuery)[]> = new Map([
	['status', ['status']],
	['severity', ['severity']],
	['classification', ['classification']],
	['determination', ['determination']],
	['assignedTo', ['assignedTo', 'unassigned']],
	['createdDateTime', ['created']],
	['lastUpdateDateTime', ['updated']],
]);

/** A query with the conditions on these properties alone. */
export function conditionsOn(query: IncidentQuery, properties: ReadonlySet<string>): IncidentQuery {
	const kept = [...CONDITIONS_ON].flatMap(([property, names]) => (properties.has(property) ? names : []));
	return { ...EVERYTHING, ...Object.fromEntries(kept.map((name) => [name, query[name]])) };
}

/** Whether the query can only be decided with the alerts read. */
export function needsAlerts({ serviceSource, detectionSource }: IncidentQuery): boolean {
	return serviceSource.length > 0 || detectionSource.length > 0;
}

/** Whether the query asks for more than any service filters by, so that most incidents read may be unwanted. */
export function isSelectiveHere(query: IncidentQuery): boolean {
	const { tags, excludeTags, nameContains, minPriority } = query;
	const texts = tags.length > 0 || excludeTags.length > 0 || nameContains !== undefined;
	return texts || minPriority !== undefined || needsAlerts(query);
}

function isOneOf(wanted: readonly string[], value: string | null): boolean {
	return wanted.length === 0 || (value !== null && wanted.includes(value));
}

/** Whether an instant lies in a span. */
export function isWithin({ from, before }: Span, instant: UtcInstant): boolean {
	return (from === undefined || instant >= from) && (before === undefined || instant < before);
}

/** The texts of a query as they are compared: case-insensitive. */
interface ComparedTexts {
	readonly tags: ReadonlySet<string>;
	readonly excludeTags: ReadonlySet<string>;
	readonly nameContains: string;
}

/** Made once for each query, since a list may have thousands of entries and a text a million characters. */
const compared = new WeakMap<IncidentQuery, ComparedTexts>();

function comparedTexts(query: IncidentQuery): ComparedTexts {
	const { tags, excludeTags, nameContains = '' } = query;
	const texts = compared.get(query) ?? {
		tags: caselessTags(tags),
		excludeTags: caselessTags(excludeTags),
		nameContains: nameContains.toLowerCase(),
	};
	compared.set(query, texts);
	return texts;
}

function matchesTexts(query: IncidentQuery, incident: Incident): boolean {
	const { tags, excludeTags, nameContains } = comparedTexts(query);
	const own = [...caselessTags([...incident.customTags, ...incident.systemTags])];
	return (
		(tags.size === 0 || own.some((tag) => tags.has(tag))) &&
		!own.some((tag) => excludeTags.has(tag)) &&
		(incident.displayName ?? '').toLowerCase().includes(nameContains)
	);
}

function matchesAlerts(query: IncidentQuery, incident: Incident): boolean {
	const { alerts } = incident;
	if (alerts === 'notRead' || alerts === 'unavailable' || isTruncated(incident, 'alerts')) return true;
	const has = (wanted: readonly string[], field: 'serviceSource' | 'detectionSource') =>
		wanted.length === 0 || alerts.some((alert: Alert) => isOneOf(wanted, alert[field]));
	return has(query.serviceSource, 'serviceSource') && has(query.detectionSource, 'detectionSource');
}
