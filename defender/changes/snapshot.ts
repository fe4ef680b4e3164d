import { createHash } from 'crypto';
import type { Incident } from '../incidents/incident';
import { ownerKey } from '../incidents/owner';
import type { EventKind } from './vocabulary';

/** The values of an incident by which a change is told, under the names that an item's `changes` has. */
export interface Snapshot {
	readonly status: string;
	readonly severity: string;
	readonly assignedTo: string | null;
	readonly classification: string;
	readonly determination: string;
	readonly customTags: readonly string[];
	readonly systemTags: readonly string[];
	/** How many there are. */
	readonly comments: number;
	/** A mark per alert, sorted; absent when its alerts were not read. */
	readonly alerts?: readonly string[];
}

/** What is remembered of an incident; a field that is absent was not watched and is not known. */
export type Remembered = Partial<Snapshot>;
export type Field = keyof Snapshot;

/** All fields, in the order in which the state writes them. */
export const fields = [
	'status',
	'severity',
	'assignedTo',
	'classification',
	'determination',
	'customTags',
	'systemTags',
	'comments',
	'alerts',
] as const satisfies readonly Field[];

const FIELDS_OF: Readonly<Record<EventKind, readonly Field[]>> = {
	merged: ['status'],
	created: [],
	alertsAdded: ['alerts'],
	verdictChanged: ['classification', 'determination'],
	assigned: ['assignedTo'],
	statusChanged: ['status'],
	severityChanged: ['severity'],
	tagged: ['customTags', 'systemTags'],
	commented: ['comments'],
	updated: fields.filter((field) => field !== 'alerts'),
};

/** The fields whose old values must be known to tell these events. */
export function fieldsFor(events: ReadonlySet<EventKind>): ReadonlySet<Field> {
	return new Set([...events].flatMap((event) => FIELDS_OF[event]));
}

export function snapshotOf(incident: Incident): Snapshot {
	const { status, severity, assignedTo, classification, determination, customTags, systemTags } = incident;
	return {
		status,
		severity,
		assignedTo,
		classification,
		determination,
		customTags,
		systemTags,
		comments: incident.comments.length,
		...(typeof incident.alerts === 'string'
			? {}
			: { alerts: [...new Set(incident.alerts.map(({ id }) => shortHash(id, 5)))].sort() }),
	};
}

/** Of a snapshot only the chosen fields, as far as they are known. */
export function pick(snapshot: Remembered, chosen: ReadonlySet<Field>): Remembered {
	return Object.fromEntries(
		fields.filter((field) => chosen.has(field) && field in snapshot).map((field) => [field, snapshot[field]]),
	);
}

/**
 * Eight hexadecimal digits over everything of an incident that a person or Defender may change. Alerts are left out: whether
 * they were read depends on the options. The time stamp is left out too: a version is known by both.
 */
export function fingerprintOf(incident: Incident): string {
	const { status, severity, assignedTo, classification, determination, customTags, systemTags } = incident;
	const { comments, redirectIncidentId, displayName, description, summary, resolvingComment } = incident;
	const [custom, system] = [[...customTags].sort(), [...systemTags].sort()];
	const newest = comments.map(({ createdDateTime }) => createdDateTime ?? '').sort();
	return shortHash(
		JSON.stringify([
			[status, severity, assignedTo && ownerKey(assignedTo), classification, determination, custom, system],
			[comments.length, newest[newest.length - 1] ?? '', redirectIncidentId],
			[displayName, description, summary, resolvingComment, incident.priorityScore],
		]),
		8,
	);
}

export function shortHash(text: string, digits: number): string {
	return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
