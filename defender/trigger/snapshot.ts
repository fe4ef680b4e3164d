import { createHash } from 'crypto';
import type { Incident } from '../incidents/incident';
import { ownerKey } from '../incidents/owner';
import { isTruncated } from '../incidents/truncation';
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
	/** How many there are; absent when they did not all arrive. */
	readonly comments?: number;
	/** A mark per alert, sorted; absent when its alerts were not read, or not all. */
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
		...(isTruncated(incident, 'comments') ? {} : { comments: incident.comments.length }),
		...(typeof incident.alerts === 'string' || isTruncated(incident, 'alerts')
			? {}
			: { alerts: [...new Set(incident.alerts.map(({ id }) => shortHash(id, 5)))].sort() }),
	};
}

/** Fields of which only a part arrived: neither a change nor its absence follows from it. */
export function truncatedFields(incident: Incident): ReadonlySet<Field> {
	return new Set(fields.filter((field) => isTruncated(incident, field)));
}

/** Of a snapshot only the chosen fields, as far as they are known. */
export function pick(snapshot: Remembered, chosen: ReadonlySet<Field>): Remembered {
	return Object.fromEntries(
		fields.filter((field) => chosen.has(field) && field in snapshot).map((field) => [field, snapshot[field]]),
	);
}

/**
 * Eight hexadecimal digits over everything of an incident that a person or Defender may change. Alerts are left out: whether
 * they were read depends on the options. The time stamp is left out too: a version is known by both. Where comments did not all
 * arrive they are left out, and `~` stands before seven digits.
 */
export function fingerprintOf(incident: Incident): string {
	const { status, severity, assignedTo, classification, determination, customTags, systemTags } = incident;
	const { comments, redirectIncidentId, displayName, description, summary, resolvingComment } = incident;
	const [custom, system] = [[...customTags].sort(), [...systemTags].sort()];
	const newest = comments.map(({ createdDateTime }) => createdDateTime ?? '').sort();
	const isPartial = isTruncated(incident, 'comments');
	const aboutComments = isPartial ? [] : [comments.length, newest[newest.length - 1] ?? ''];
	const hash = shortHash(
		JSON.stringify([
			[status, severity, assignedTo && ownerKey(assignedTo), classification, determination, custom, system],
			[...aboutComments, redirectIncidentId],
			[displayName, description, summary, resolvingComment, incident.priorityScore],
		]),
		isPartial ? 7 : 8,
	);
	return isPartial ? `${PARTIAL}${hash}` : hash;
}

const PARTIAL = '~';

/** Whether a fingerprint leaves comments out. */
export function isPartialPrint(fingerprint: string): boolean {
	return fingerprint.startsWith(PARTIAL);
}

/** Whether two fingerprints may be of the same state; one without comments cannot tell it from one with them. */
export function mayBeSame(one: string, other: string): boolean {
	return one === other || isPartialPrint(one) !== isPartialPrint(other);
}

export function shortHash(text: string, digits: number): string {
	return createHash('sha256').update(text).digest('hex').slice(0, digits);
}
