import type { IncidentQuery } from '../incidents/query';
import { needsAlerts } from '../incidents/query';
import { fieldsFor, shortHash, type Field } from './snapshot';
import type { EventKind, OwnChangeMode } from './vocabulary';

/** What a trigger reports. */
export interface Watch {
	readonly events: ReadonlySet<EventKind>;
	readonly query: IncidentQuery;
	/** `created` waits until an incident is this old, in milliseconds. */
	readonly settleMs: number;
	readonly ownChanges: OwnChangeMode;
	/** How Defender names our own application as the author of a change; undefined when that is not known. */
	readonly ownName: string | undefined;
}

/** Fields whose old values must be known. */
export function watchedFields({ events, ownChanges }: Watch): ReadonlySet<Field> {
	const watched = fieldsFor(events);
	return ownChanges === 'include' ? watched : new Set<Field>([...watched, ...fieldsFor(OWN_EVENTS)]);
}

/** Whether alerts decide what is reported. */
export function judgesByAlerts({ events, query }: Watch): boolean {
	return events.has('alertsAdded') || needsAlerts(query);
}

/** Differs whenever filters or events do. */
export function watchHash({ events, query }: Watch): string {
	return shortHash(JSON.stringify([[...events].sort(), query]), 12);
}

/** What Update Incident can change, so that a change of ours can be told from others. */
const OWN_EVENTS: ReadonlySet<EventKind> = new Set<EventKind>(['updated']);
