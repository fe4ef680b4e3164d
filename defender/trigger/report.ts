import { parseInstant } from '../core/instant';
import { isRecord } from '../core/isRecord';
import type { Changes } from './diff';
import { ALERT_MARK_DIGITS, COMMENT_MARK_DIGITS } from './marks';
import { packNewMarks, readNewMarks, type NewMarks } from './newMarks';
import { shortenChanges } from './savedChanges';
import { packInstant, unpackInstant } from './savedInstant';
import { eventKinds, type EventKind } from './triggerVocabulary';

/** The report about one change: an item without the incident itself. */
export interface Report {
	readonly id: string;
	/** `id@lastUpdateDateTime#fingerprint`; a redelivery of the same change has the same one. */
	readonly deliveryId: string;
	readonly event: EventKind;
	/** Every event that occurred, most specific first. */
	readonly events: readonly EventKind[];
	readonly changes: Changes;
	readonly firstSeen: boolean;
	/** Absent if no alert is known to be new. */
	readonly newAlerts?: NewMarks;
	/** Absent if no comment is known to be new. */
	readonly newComments?: NewMarks;
	readonly priorStateUnknown?: true;
	readonly ownChange?: true;
	/** ID of the incident at the end of the chain of merges. */
	readonly mergedInto?: string;
	/** Number of the redelivery of an incident that was not acknowledged, from 1. */
	readonly attempt?: number;
}

/**
 * ID, last update, fingerprint with sequence, event, all events as bits, flags, changes, merged into. Only if there are any:
 * marks of new alerts and of new comments, attempt.
 */
export type StoredReport = readonly [
	...[string, string, string, number, number, number, Changes | 0, string],
	...(string | number)[],
];

const FIRST_SEEN = 1;
const PRIOR_STATE_UNKNOWN = 2;
const OWN_CHANGE = 4;

/**
 * Returns the report in a compact form, because n8n saves the state with every delivery.
 * @param withChanges whether to include the changes, new alerts and new comments
 */
export function packReport(report: Report, withChanges: boolean): StoredReport {
	const { id, deliveryId, event, events, changes, mergedInto = '' } = report;
	const added = withChanges ? [packNewMarks(report.newAlerts), packNewMarks(report.newComments)] : ['', ''];
	const attempt = report.attempt === undefined ? [] : [report.attempt];
	const [lastUpdate = '', version = ''] = deliveryId.slice(id.length + 1).split('#');
	const instant = parseInstant(lastUpdate);
	return [
		id,
		instant === undefined ? '' : packInstant(instant),
		version,
		eventKinds.indexOf(event),
		events.reduce((sum, kind) => sum + 2 ** eventKinds.indexOf(kind), 0),
		(report.firstSeen ? FIRST_SEEN : 0) +
			(report.priorStateUnknown === true ? PRIOR_STATE_UNKNOWN : 0) +
			(report.ownChange === true ? OWN_CHANGE : 0),
		withChanges && Object.keys(changes).length > 0 ? shortenChanges(changes) : 0,
		mergedInto,
		...(attempt.length > 0 || added.some((marks) => marks !== '') ? [...added, ...attempt] : []),
	];
}

/** @returns undefined for anything that {@link packReport} did not write */
export function readReport(stored: unknown): Report | undefined {
	if (!Array.isArray(stored)) return undefined;
	const [
		id,
		lastUpdate,
		version,
		index,
		bits,
		flags,
		changes,
		mergedInto,
		alerts,
		comments,
		attempt,
	]: readonly unknown[] = stored;
	if (typeof id !== 'string' || typeof version !== 'string' || typeof mergedInto !== 'string')
		return undefined;
	if (typeof index !== 'number' || typeof bits !== 'number' || typeof flags !== 'number') return undefined;
	const [instant, event] = [unpackInstant(lastUpdate), eventKinds[index]];
	if (instant === undefined || event === undefined) return undefined;
	const newAlerts = readNewMarks(alerts, ALERT_MARK_DIGITS);
	const newComments = readNewMarks(comments, COMMENT_MARK_DIGITS);
	return {
		id,
		deliveryId: `${id}@${instant}#${version}`,
		event,
		events: eventKinds.filter((_, bit) => Math.floor(bits / 2 ** bit) % 2 === 1),
		changes: isChanges(changes) ? changes : {},
		firstSeen: (flags & FIRST_SEEN) !== 0,
		...(newAlerts === undefined ? {} : { newAlerts }),
		...(newComments === undefined ? {} : { newComments }),
		...((flags & PRIOR_STATE_UNKNOWN) === 0 ? {} : { priorStateUnknown: true }),
		...((flags & OWN_CHANGE) === 0 ? {} : { ownChange: true }),
		...(mergedInto === '' ? {} : { mergedInto }),
		...(typeof attempt === 'number' ? { attempt } : {}),
	};
}

function isChanges(value: unknown): value is Changes {
	return isRecord(value) && Object.values(value).every(isRecord);
}
