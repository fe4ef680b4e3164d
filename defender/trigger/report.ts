import { parseInstant } from '../core/instant';
import { isRecord } from '../core/isRecord';
import type { Changes } from './diff';
import { packInstant, unpackInstant } from './knownIncident';
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
	readonly priorStateUnknown?: true;
	readonly ownChange?: true;
	/** ID of the incident at the end of the chain of merges. */
	readonly mergedInto?: string;
}

/** ID, last update, fingerprint with sequence, event, all events as bits, flags, changes, merged into. */
export type StoredReport = readonly [string, string, string, number, number, number, Changes | 0, string];

const FIRST_SEEN = 1;
const PRIOR_STATE_UNKNOWN = 2;
const OWN_CHANGE = 4;

/** Returns the report in a compact form, because n8n saves the state with every delivery. */
export function packReport(report: Report, withChanges: boolean): StoredReport {
	const { id, deliveryId, event, events, changes, mergedInto = '' } = report;
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
		withChanges && Object.keys(changes).length > 0 ? changes : 0,
		mergedInto,
	];
}

/** @returns undefined for anything that {@link packReport} did not write */
export function readReport(stored: unknown): Report | undefined {
	if (!Array.isArray(stored)) return undefined;
	const [id, lastUpdate, version, index, bits, flags, changes, mergedInto]: readonly unknown[] = stored;
	if (typeof id !== 'string' || typeof version !== 'string' || typeof mergedInto !== 'string')
		return undefined;
	if (typeof index !== 'number' || typeof bits !== 'number' || typeof flags !== 'number') return undefined;
	const [instant, event] = [unpackInstant(lastUpdate), eventKinds[index]];
	if (instant === undefined || event === undefined) return undefined;
	return {
		id,
		deliveryId: `${id}@${instant}#${version}`,
		event,
		events: eventKinds.filter((_, bit) => Math.floor(bits / 2 ** bit) % 2 === 1),
		changes: isChanges(changes) ? changes : {},
		firstSeen: (flags & FIRST_SEEN) !== 0,
		...((flags & PRIOR_STATE_UNKNOWN) === 0 ? {} : { priorStateUnknown: true }),
		...((flags & OWN_CHANGE) === 0 ? {} : { ownChange: true }),
		...(mergedInto === '' ? {} : { mergedInto }),
	};
}

/** Only guards against another type. The entries are emitted as they are, and never interpreted. */
function isChanges(value: unknown): value is Changes {
	return isRecord(value);
}
