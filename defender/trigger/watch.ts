import type { IncidentQuery } from '../incidents/query';
import { needsAlerts } from '../incidents/query';
import { shortHash } from '../core/hash';
import { fieldsFor, type Field } from './snapshot';
import type { EventKind, OwnChangeMode } from './triggerVocabulary';

/** The changes that a trigger reports. */
export interface Watch {
	readonly events: ReadonlySet<EventKind>;
	readonly query: IncidentQuery;
	/** Minimum age of an incident reported as `created`, in milliseconds. */
	readonly settleMs: number;
	readonly ownChanges: OwnChangeMode;
	/** The name under which Defender shows our application as the author of a change; undefined if unknown. */
	readonly ownName: string | undefined;
}

/** Returns the fields whose previous values must be known. */
export function watchedFields({ events, ownChanges }: Watch): ReadonlySet<Field> {
	const watched = fieldsFor(events);
	return ownChanges === 'include' ? watched : new Set<Field>([...watched, ...fieldsFor(OWN_EVENTS)]);
}

/** Whether a decision needs the alerts of an incident. */
export function dependsOnAlerts({ events, query }: Watch): boolean {
	return events.has('alertsAdded') || needsAlerts(query);
}

/** Returns a hash that changes whenever Events or Filters change. */
export function hashWatch({ events, query }: Watch): string {
	return shortHash(JSON.stringify([[...events].sort(), query]), 12);
}

/** `updated` covers every field that Update Incident can write. All are compared to recognize an own change. */
const OWN_EVENTS: ReadonlySet<EventKind> = new Set<EventKind>(['updated']);
