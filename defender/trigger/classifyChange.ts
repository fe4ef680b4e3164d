import { later, type UtcInstant } from '../core/instant';
import type { Incident } from '../incidents/incident';
import { isMerged } from '../incidents/merge';
import { matches, type IncidentQuery } from '../incidents/query';
import { diff, type Difference } from './diff';
import { isOwnChange } from './ownChange';
import type { KnownIncident } from './knownIncident';
import { watchedFields, type Watch } from './watch';
import { fields, fingerprintOf, mayBeSame, pick, snapshotOf, truncatedFields, type Field } from './snapshot';
import type { Report } from './report';
import { eventKinds, type EventKind } from './vocabulary';

/** What is to be remembered of an incident, and what is to be told of it. */
export interface Decision {
	readonly incident: Incident;
	readonly known: KnownIncident;
	/** Undefined when nothing is to be told. */
	readonly told: Report | undefined;
}

export interface Moment {
	/** Incidents that wait to be `created` until then or earlier are told. */
	readonly dueBy: UtcInstant;
	readonly horizon: UtcInstant;
}

type Version = Pick<KnownIncident, 'stamp' | 'fingerprint' | 'nth' | 'isClosed'>;

/** Decides about one version of an incident, its alerts read where the watch needs them. */
export function classifyChange(
	incident: Incident,
	before: KnownIncident | undefined,
	watch: Watch,
	moment: Moment,
): Decision {
	const version = versionOf(incident, before);
	if (isMerged(incident)) return judgeMerged(incident, before, watch, version);
	const now = snapshotOf(incident);
	const isOpen = before?.isOpen ?? incident.createdDateTime >= moment.horizon;
	const hasMatched = before?.hasMatched ?? false;
	const all: KnownIncident['values'] = { ...before?.values, ...now };
	if (!matches(watch.query, incident))
		return quiet(incident, {
			...version,
			isOpen,
			hasMatched,
			values: before?.values ?? pickFor(all, watch, isOpen),
		});
	const told: KnownIncident = {
		...version,
		isOpen: false,
		hasMatched: true,
		values: pick(all, watchedFields(watch)),
	};
	const difference = diff(before?.values ?? {}, now, watchedFor(watch, before), truncatedFields(incident));
	if (isOpen) {
		const due = later(incident.createdDateTime, watch.settleMs);
		if (watch.settleMs > 0 && due > moment.dueBy)
			return quiet(incident, { ...told, isOpen, due, values: before?.values ?? pickFor(all, watch, true) });
		return tell(incident, told, watch, asCreated(difference, before));
	}
	return judgeChange(incident, before, watch, difference, told);
}

/** Whether this state of an incident has not been handled yet. */
export function isNews(incident: Incident, before: KnownIncident | undefined, horizon: UtcInstant): boolean {
	const { lastUpdateDateTime: stamp } = incident;
	if (before === undefined) return stamp >= horizon;
	return stamp > before.stamp || (stamp === before.stamp && !isSameVersion(incident, before));
}

/** Whether an incident is as it was handled last. */
export function isSameVersion(incident: Incident, before: KnownIncident): boolean {
	const isSameTime = incident.lastUpdateDateTime === before.stamp;
	return isSameTime && mayBeSame(fingerprintOf(incident), before.fingerprint);
}

/** Whether an incident can be told of at all, as far as is known without its alerts. */
export function mayConcern(incident: Incident, { query }: Watch): boolean {
	return !isMerged(incident) && matches(query, incident);
}

function versionOf(incident: Incident, before: KnownIncident | undefined): Version {
	const { lastUpdateDateTime: stamp } = incident;
	const fingerprint = fingerprintOf(incident);
	const isSame = before?.stamp === stamp;
	const nth = isSame ? before.nth + (mayBeSame(before.fingerprint, fingerprint) ? 0 : 1) : 0;
	const isClosed = isMerged(incident) || incident.status === 'resolved';
	return { stamp, fingerprint, nth, isClosed };
}

/** One item for the merged incident, whatever else the merge changed in it; first seen as merged it is none of ours. */
function judgeMerged(
	incident: Incident,
	before: KnownIncident | undefined,
	watch: Watch,
	version: Version,
): Decision {
	const values = pick(snapshotOf(incident), watchedFields(watch));
	const known: KnownIncident = { ...version, isOpen: false, hasMatched: before?.hasMatched ?? false, values };
	if (before === undefined || before.due !== undefined) return quiet(incident, known);
	const { status = before.isClosed ? 'redirected' : 'active' } = before.values;
	const withoutStatus: IncidentQuery = { ...watch.query, status: [] };
	const concerns = before.hasMatched || matches(withoutStatus, incident);
	if (status === 'redirected' || !concerns) return quiet(incident, known);
	const changes = { status: { from: status, to: incident.status } };
	return tell(incident, known, watch, { events: new Set(['merged', 'updated']), changes });
}

function judgeChange(
	incident: Incident,
	before: KnownIncident | undefined,
	watch: Watch,
	difference: Difference,
	known: KnownIncident,
): Decision {
	const values = before?.values ?? {};
	const isOwn = watch.ownChanges !== 'include' && isOwnChange(incident, values, difference, watch.ownName);
	if (isOwn && watch.ownChanges === 'skip') return quiet(incident, known);
	const { events, doubtful, changes, isUncertain } = difference;
	return tell(incident, known, watch, {
		...{ events, doubtful, changes },
		...(isUncertain || before === undefined ? { priorStateUnknown: true } : {}),
		...(isOwn ? { ownChange: true } : {}),
	});
}

interface Saying extends Pick<Report, 'changes' | 'priorStateUnknown' | 'ownChange'> {
	readonly events: ReadonlySet<EventKind>;
	readonly doubtful?: ReadonlySet<EventKind>;
}

function asCreated(difference: Difference, before: KnownIncident | undefined): Saying {
	if (before === undefined) return { events: new Set(['created']), changes: {} };
	return { events: new Set(['created', ...difference.events]), changes: difference.changes };
}

/** A doubtful event is better than a lost one, but what is certain comes first. */
function tell(incident: Incident, known: KnownIncident, { events }: Watch, saying: Saying): Decision {
	const { events: holds, doubtful = new Set(), ...more } = saying;
	const chosen = (kinds: ReadonlySet<EventKind>) =>
		eventKinds.filter((kind) => kinds.has(kind) && events.has(kind));
	const [event] = [...chosen(holds), ...chosen(doubtful)];
	if (event === undefined) return quiet(incident, known);
	const listed = new Set([...holds, ...chosen(doubtful)]);
	const { id } = incident;
	return {
		incident,
		known,
		told: {
			...{ id, deliveryId: deliveryIdOf(incident, known.nth), event },
			events: eventKinds.filter((kind) => listed.has(kind)),
			firstSeen: holds.has('created'),
			...more,
		},
	};
}

function quiet(incident: Incident, known: KnownIncident): Decision {
	return { incident, known, told: undefined };
}

const EVERYTHING_BUT_ALERTS: readonly Field[] = fields.filter((field) => field !== 'alerts');

/** Of an incident that may still be `created` everything is kept, to tell what made it match. */
function watchedFor(watch: Watch, before: KnownIncident | undefined): ReadonlySet<Field> {
	const watched = watchedFields(watch);
	return before?.isOpen === true ? new Set([...watched, ...EVERYTHING_BUT_ALERTS]) : watched;
}

function pickFor(values: KnownIncident['values'], watch: Watch, isOpen: boolean): KnownIncident['values'] {
	const watched = watchedFields(watch);
	return pick(values, isOpen ? new Set([...watched, ...EVERYTHING_BUT_ALERTS]) : watched);
}

/** @param nth how many versions with the same time stamp came before */
export function deliveryIdOf(incident: Incident, nth = 0): string {
	const { id, lastUpdateDateTime } = incident;
	return `${id}@${lastUpdateDateTime}#${fingerprintOf(incident)}${nth === 0 ? '' : `.${nth}`}`;
}
