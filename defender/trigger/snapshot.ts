import { shortHash } from '../core/hash';
import type { Incident } from '../incidents/incident';
import { ownerKey } from '../incidents/owner';
import { isTruncated } from '../incidents/truncation';
import { alertMark, markComments } from './marks';
import type { SavedText } from './savedText';
import type { EventKind } from './triggerVocabulary';

/** The values of an incident that are compared to find changes, named as in an item's `changes`. */
export interface Snapshot {
	readonly status: string;
	readonly severity: string;
	readonly assignedTo: string | null;
	readonly classification: string;
	readonly determination: string;
	readonly customTags: readonly string[];
	readonly systemTags: readonly string[];
	/** A mark per comment, oldest first; absent when they did not all arrive. */
	readonly comments?: readonly string[];
	/** A mark per alert, sorted; absent when not all alerts were read. */
	readonly alerts?: readonly string[];
	readonly displayName: SavedText;
	readonly description: SavedText;
	readonly summary: SavedText;
	readonly resolvingComment: SavedText;
	readonly priorityScore: number | null;
}

/** The saved values of an incident. An absent field was not watched, so its value is unknown. */
export type KnownValues = Partial<Omit<Snapshot, 'comments'>> & {
	/** Only their number if there are too many for the saved state. */
	readonly comments?: readonly string[] | number;
};
export type Field = keyof Snapshot;

/** Fields with text that people or Defender write. */
export const textFields = ['displayName', 'description', 'summary', 'resolvingComment'] as const;
export type TextField = (typeof textFields)[number];

/** All fields of a snapshot, in the order in which the saved state contains them. New ones are added at the end. */
export const snapshotFields = [
	'status',
	'severity',
	'assignedTo',
	'classification',
	'determination',
	'customTags',
	'systemTags',
	'comments',
	'alerts',
	...textFields,
	'priorityScore',
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
	updated: snapshotFields.filter((field) => field !== 'alerts'),
};

/** Returns the fields whose previous values must be known to recognize these events. */
export function fieldsFor(events: ReadonlySet<EventKind>): ReadonlySet<Field> {
	return new Set([...events].flatMap((event) => FIELDS_OF[event]));
}

export function snapshotOf(incident: Incident): Snapshot {
	const { status, severity, assignedTo, classification, determination, customTags, systemTags } = incident;
	const { displayName, description, summary, resolvingComment, priorityScore } = incident;
	return {
		status,
		severity,
		assignedTo,
		classification,
		determination,
		customTags,
		systemTags,
		...(isTruncated(incident, 'comments')
			? {}
			: { comments: markComments(incident.comments).map(({ mark }) => mark) }),
		...(typeof incident.alerts === 'string' || isTruncated(incident, 'alerts')
			? {}
			: { alerts: [...new Set(incident.alerts.map(({ id }) => alertMark(id)))].sort() }),
		// The APIs do not distinguish an empty text from none.
		displayName: displayName || null,
		description: description || null,
		summary: summary || null,
		resolvingComment: resolvingComment || null,
		priorityScore,
	};
}
/** Returns the fields that arrived only in part, so that nothing can be concluded from them. */
export function truncatedFields(incident: Incident): ReadonlySet<Field> {
	return new Set(snapshotFields.filter((field) => isTruncated(incident, field)));
}

/** Returns the chosen fields of a snapshot, as far as they are known. */
export function pickFields(snapshot: KnownValues, chosen: ReadonlySet<Field>): KnownValues {
	return Object.fromEntries(
		snapshotFields
			.filter((field) => chosen.has(field) && field in snapshot)
			.map((field) => [field, snapshot[field]]),
	);
}

/**
 * Returns a hash of everything in an incident that a person or Defender may change, as eight hexadecimal digits.
 * Alerts are excluded, because the options decide whether they are read. The time stamp is excluded, because a version is
 * identified by both. If comments are truncated they are excluded too, and the hash is `~` and seven digits.
 */
export function fingerprintOf(incident: Incident): string {
	const { status, severity, assignedTo, classification, determination, customTags, systemTags } = incident;
	const { comments, redirectIncidentId, displayName, description, summary, resolvingComment } = incident;
	const [custom, system] = [[...customTags].sort(), [...systemTags].sort()];
	const newest = comments.map(({ createdDateTime }) => createdDateTime ?? '').sort();
	const isPartial = isTruncated(incident, 'comments');
	const commentValues = isPartial ? [] : [comments.length, newest[newest.length - 1] ?? ''];
	const hash = shortHash(
		JSON.stringify([
			[status, severity, assignedTo && ownerKey(assignedTo), classification, determination, custom, system],
			[...commentValues, redirectIncidentId],
			[displayName, description, summary, resolvingComment, incident.priorityScore],
		]),
		isPartial ? 7 : 8,
	);
	return isPartial ? `${PARTIAL}${hash}` : hash;
}

const PARTIAL = '~';

/** Whether a fingerprint excludes comments. */
export function isPartialFingerprint(fingerprint: string): boolean {
	return fingerprint.startsWith(PARTIAL);
}

/** Whether two fingerprints may belong to the same version. One without comments may match any with comments. */
export function fingerprintsMayMatch(one: string, other: string): boolean {
	return one === other || isPartialFingerprint(one) !== isPartialFingerprint(other);
}
