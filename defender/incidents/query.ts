import type { UtcInstant } from '../core/instant';
import type { Alert, Incident, TimeField } from './incident';
import { isSameOwner } from './owner';
import { caselessTags } from './tags';
import { isTruncated } from './truncation';

/** A time span that includes `from` and excludes `before`; undefined means no bound. */
export interface Span {
	readonly from: UtcInstant | undefined;
	readonly before: UtcInstant | undefined;
}

/** Conditions that an incident must all match. Empty lists, undefined and false mean no condition. */
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
	/** At least one of these, custom or system; case-insensitive. */
	readonly tags: readonly string[];
	/** None of these, custom or system; case-insensitive. */
	readonly excludeTags: readonly string[];
	/** Part of the display name; case-insensitive. */
	readonly nameContains: string | undefined;
	/** At least one alert is from one of these products. */
	readonly serviceSource: readonly string[];
	readonly detectionSource: readonly string[];
	/** 0 to 100; an incident without a score never matches. */
	readonly minPriority: number | undefined;
	/** A user's own `$filter`, which only the service can evaluate. */
	readonly odata: string | undefined;
}

export const ANY_TIME: Span = { from: undefined, before: undefined };

/** Returns the query with a new span for one of its times. */
export function inSpan(query: IncidentQuery, field: TimeField, span: Span): IncidentQuery {
	return field === 'createdDateTime' ? { ...query, created: span } : { ...query, updated: span };
}

/** The query that every incident matches. */
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
 * Whether an incident matches a query. This decides for every incident read; a server filter only saves requests. The
 * user's own `odata` always matches here. Without all its alerts, an incident matches every condition on alerts.
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

/** Members of a query by the property that a service can filter by. */
const CONDITIONS_ON: ReadonlyMap<string, readonly (keyof IncidentQuery)[]> = new Map([
	['status', ['status']],
	['severity', ['severity']],
	['classification', ['classification']],
	['determination', ['determination']],
	['assignedTo', ['assignedTo', 'unassigned']],
	['createdDateTime', ['created']],
	['lastUpdateDateTime', ['updated']],
]);

/** Returns the query with only its conditions on these properties. */
export function conditionsOn(query: IncidentQuery, properties: ReadonlySet<string>): IncidentQuery {
	const kept = [...CONDITIONS_ON].flatMap(([property, names]) => (properties.has(property) ? names : []));
	return { ...EVERYTHING, ...Object.fromEntries(kept.map((name) => [name, query[name]])) };
}

/** Whether the query has conditions on alerts. */
export function needsAlerts({ serviceSource, detectionSource }: IncidentQuery): boolean {
	return serviceSource.length > 0 || detectionSource.length > 0;
}

/** Whether the query has conditions that no service can filter by, so that most incidents read may not match. */
export function isSelectiveHere(query: IncidentQuery): boolean {
	const { tags, excludeTags, nameContains, minPriority } = query;
	const texts = tags.length > 0 || excludeTags.length > 0 || nameContains !== undefined;
	return texts || minPriority !== undefined || needsAlerts(query);
}

function isOneOf(wanted: readonly string[], value: string | null): boolean {
	return wanted.length === 0 || (value !== null && wanted.includes(value));
}

/** Whether an instant is in a span. */
export function isWithin({ from, before }: Span, instant: UtcInstant): boolean {
	return (from === undefined || instant >= from) && (before === undefined || instant < before);
}

/** The texts of a query in lower case, for comparison. */
interface ComparedTexts {
	readonly tags: ReadonlySet<string>;
	readonly excludeTags: ReadonlySet<string>;
	readonly nameContains: string;
}

/** Computed once per query: a list may have thousands of entries, and a text a million characters. */
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
	if (tags.size === 0 && excludeTags.size === 0 && nameContains === '') return true;
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
