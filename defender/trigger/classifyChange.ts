import { later, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { isMerged } from '../incidents/merge';
import { matches, type IncidentQuery } from '../incidents/query';
import { diff, NOTHING_ADDED, type Added, type Difference } from './diff';
import { limitMarks } from './newMarks';
import { isOwnChange } from './ownChange';
import type { KnownIncident } from './knownIncident';
import { watchedFields, type Watch } from './watch';
import {
	fingerprintOf,
	fingerprintsMayMatch,
	pickFields,
	snapshotFields,
	snapshotOf,
	truncatedFields,
	type Field,
} from './snapshot';
import type { Report } from './report';
import { eventKinds, type EventKind } from './triggerVocabulary';

/** The data to save about one version of an incident, and the report about it. */
export interface Decision {
	readonly incident: Incident;
	readonly known: KnownIncident;
	/** Undefined when nothing is reported. */
	readonly report: Report | undefined;
}

/** The instants that decide whether an incident is reported as `created`. */
export interface ReportingLimits {
	/** Incidents due at this instant or earlier are reported. */
	readonly dueBy: UtcInstant;
	/** An unknown incident created before this instant is not new. */
	readonly forgottenBefore: UtcInstant;
}

type Version = Pick<KnownIncident, 'lastUpdate' | 'fingerprint' | 'sequence' | 'isClosed'>;

/**
 * Decides how one version of an incident is saved and reported.
 * @param incident with its alerts if the decision depends on them
 * @param before undefined for an incident that is not in the saved state
 */
export function classifyChange(
	incident: Incident,
	before: KnownIncident | undefined,
	watch: Watch,
	limits: ReportingLimits,
): Decision {
	const version = versionOf(incident, before);
	if (isMerged(incident)) return classifyMerge(incident, before, watch, version);
	const current = snapshotOf(incident);
	const canBeCreated = before?.canBeCreated ?? incident.createdDateTime >= limits.forgottenBefore;
	const savedValues = (isNew: boolean) => before?.values ?? pickFields(current, fieldsToSave(watch, isNew));
	if (!matches(watch.query, incident)) {
		const hasMatched = before?.hasMatched ?? false;
		return withoutReport(incident, {
			...version,
			canBeCreated,
			hasMatched,
			values: savedValues(canBeCreated),
		});
	}
	const reported: KnownIncident = {
		...version,
		canBeCreated: false,
		hasMatched: true,
		values: pickFields({ ...before?.values, ...current }, watchedFields(watch)),
	};
	const compared = fieldsToSave(watch, before?.canBeCreated === true);
	const difference = diff(before?.values ?? {}, current, compared, truncatedFields(incident));
	if (!canBeCreated) return classifyUpdate(incident, before, watch, difference, reported);
	const dueAt = later(incident.createdDateTime, watch.settleMs);
	if (watch.settleMs > 0 && dueAt > limits.dueBy)
		return withoutReport(incident, { ...reported, canBeCreated, dueAt, values: savedValues(true) });
	return withReport(incident, reported, watch, createdAnnouncement(difference, before));
}

/** Whether this version of an incident has not been processed yet. */
export function isUnhandled(
	incident: Incident,
	before: KnownIncident | undefined,
	forgottenBefore: UtcInstant,
): boolean {
	const { lastUpdateDateTime } = incident;
	if (before === undefined) return lastUpdateDateTime >= forgottenBefore;
	if (lastUpdateDateTime === before.lastUpdate) return !isSameVersion(incident, before);
	return lastUpdateDateTime > before.lastUpdate;
}

/** Whether an incident is still the version that was processed last. */
export function isSameVersion(incident: Incident, before: KnownIncident): boolean {
	const isSameTime = incident.lastUpdateDateTime === before.lastUpdate;
	return isSameTime && fingerprintsMayMatch(fingerprintOf(incident), before.fingerprint);
}

/** Whether an incident may be reported, as far as can be decided without its alerts. */
export function mayBeReported(incident: Incident, { query }: Watch): boolean {
	return !isMerged(incident) && matches(query, incident);
}

function versionOf(incident: Incident, before: KnownIncident | undefined): Version {
	const { lastUpdateDateTime: lastUpdate } = incident;
	const fingerprint = fingerprintOf(incident);
	const isSameTime = before?.lastUpdate === lastUpdate;
	const isSame = isSameTime && fingerprintsMayMatch(before.fingerprint, fingerprint);
	const sequence = isSameTime ? before.sequence + (isSame ? 0 : 1) : 0;
	const isClosed = isMerged(incident) || incident.status === 'resolved';
	return { lastUpdate, fingerprint, sequence, isClosed };
}

/**
 * Reports a merge as the only change of the merged incident. Nothing is reported when the incident was already merged when
 * first read, or was still waiting for its settle time.
 */
function classifyMerge(
	incident: Incident,
	before: KnownIncident | undefined,
	watch: Watch,
	version: Version,
): Decision {
	const values = pickFields(snapshotOf(incident), watchedFields(watch));
	const hasMatched = before?.hasMatched ?? false;
	const known: KnownIncident = { ...version, canBeCreated: false, hasMatched, values };
	if (before === undefined || before.dueAt !== undefined) return withoutReport(incident, known);
	const { status = before.isClosed ? 'redirected' : 'active' } = before.values;
	const anyStatus: IncidentQuery = { ...watch.query, status: [] };
	const isRelevant = hasMatched || matches(anyStatus, incident);
	if (status === 'redirected' || !isRelevant) return withoutReport(incident, known);
	const changes = { status: { from: status, to: incident.status } };
	return withReport(incident, known, watch, { events: new Set(['merged', 'updated']), changes });
}

function classifyUpdate(
	incident: Incident,
	before: KnownIncident | undefined,
	watch: Watch,
	difference: Difference,
	known: KnownIncident,
): Decision {
	const isOwn = watch.ownChanges !== 'include' && isOwnChange(incident, difference, watch.ownName);
	if (isOwn && watch.ownChanges === 'skip') return withoutReport(incident, known);
	const { events, possibleEvents, changes, added, isUncertain } = difference;
	return withReport(incident, known, watch, {
		events,
		possibleEvents,
		changes,
		added,
		...(isUncertain || before === undefined ? { priorStateUnknown: true } : {}),
		...(isOwn ? { ownChange: true } : {}),
	});
}

/** The change that a report is about, before the chosen events are applied. */
interface Announcement extends Pick<Report, 'changes' | 'priorStateUnknown' | 'ownChange'> {
	readonly events: ReadonlySet<EventKind>;
	readonly possibleEvents?: ReadonlySet<EventKind>;
	readonly added?: Added;
}

function createdAnnouncement(difference: Difference, before: KnownIncident | undefined): Announcement {
	if (before === undefined) return { events: new Set(['created']), changes: {} };
	const { events, changes, added } = difference;
	return { events: new Set(['created', ...events]), changes, added };
}

/** Prefers a possible event to a missed one, but names the item after a certain event if there is one. */
function withReport(
	incident: Incident,
	known: KnownIncident,
	{ events: chosenEvents }: Watch,
	{ events, possibleEvents = new Set(), added = NOTHING_ADDED, ...more }: Announcement,
): Decision {
	const chosen = (kinds: ReadonlySet<EventKind>) =>
		eventKinds.filter((kind) => kinds.has(kind) && chosenEvents.has(kind));
	const [event] = [...chosen(events), ...chosen(possibleEvents)];
	if (event === undefined) return withoutReport(incident, known);
	const listed = new Set([...events, ...chosen(possibleEvents)]);
	const [newAlerts, newComments] = [limitMarks(added.alerts), limitMarks(added.comments)];
	const report: Report = {
		id: incident.id,
		deliveryId: deliveryIdOf(incident, known.sequence),
		event,
		events: eventKinds.filter((kind) => listed.has(kind)),
		firstSeen: events.has('created'),
		...(newAlerts === undefined ? {} : { newAlerts }),
		...(newComments === undefined ? {} : { newComments }),
		...more,
	};
	return { incident, known, report };
}

function withoutReport(incident: Incident, known: KnownIncident): Decision {
	return { incident, known, report: undefined };
}

/** Alerts are excluded because they are read only if the watch needs them. */
const COMPARABLE: readonly Field[] = snapshotFields.filter((field) => field !== 'alerts');

/** Every value of an incident that can still be `created` is saved, so that the item shows which change made it match. */
function fieldsToSave(watch: Watch, canBeCreated: boolean): ReadonlySet<Field> {
	const watched = watchedFields(watch);
	return canBeCreated ? new Set([...watched, ...COMPARABLE]) : watched;
}

/** @param sequence number of earlier versions with the same time stamp */
export function deliveryIdOf(incident: Incident, sequence = 0): string {
	const { id, lastUpdateDateTime } = incident;
	const suffix = sequence === 0 ? '' : `.${sequence}`;
	return `${id}@${lastUpdateDateTime}#${fingerprintOf(incident)}${suffix}`;
}
