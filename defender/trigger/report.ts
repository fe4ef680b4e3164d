import { parseInstant } from '../core/instant';
import type { Changes } from './diff';
import { packedInstant, unpackedInstant } from './knownIncident';
import { eventKinds, type EventKind } from './vocabulary';

/** What was told of one change, without the incident. */
export interface Report {
	readonly id: string;
	/** `id@lastUpdateDateTime#fingerprint`: the same change has the same one, however often it is given. */
	readonly deliveryId: string;
	readonly event: EventKind;
	/** Every event that holds. */
	readonly events: readonly EventKind[];
	readonly changes: Changes;
	readonly firstSeen: boolean;
	readonly priorStateUnknown?: true;
	readonly ownChange?: true;
	/** Id of the incident into which this one was merged at last. */
	readonly mergedInto?: string;
}

/** Id, time stamp, fingerprint with its number, event, all events, what else holds, changes, merged into. */
export type StoredReport = readonly [string, string, string, number, number, number, Changes | 0, string];

const FIRST_SEEN = 1;
const UNKNOWN_BEFORE = 2;
const OWN = 4;

/** In few bytes, because n8n writes it with every batch. */
export function packReport(told: Report, withChanges: boolean): StoredReport {
	const { id, deliveryId, event, events, changes, mergedInto = '' } = told;
	const [stamp = '', print = ''] = deliveryId.slice(id.length + 1).split('#');
	const instant = parseInstant(stamp);
	return [
		id,
		instant === undefined ? '' : packedInstant(instant),
		print,
		eventKinds.indexOf(event),
		events.reduce((sum, kind) => sum + 2 ** eventKinds.indexOf(kind), 0),
		(told.firstSeen ? FIRST_SEEN : 0) +
			(told.priorStateUnknown === true ? UNKNOWN_BEFORE : 0) +
			(told.ownChange === true ? OWN : 0),
		withChanges && Object.keys(changes).length > 0 ? changes : 0,
		mergedInto,
	];
}

/** @returns undefined for anything that `packTold` did not write */
export function readReport(stored: unknown): Report | undefined {
	if (!Array.isArray(stored)) return undefined;
	const [id, stamp, print, place, events, flags, changes, mergedInto]: readonly unknown[] = stored;
	if (typeof id !== 'string' || typeof print !== 'string' || typeof mergedInto !== 'string') return undefined;
	if (typeof place !== 'number' || typeof events !== 'number' || typeof flags !== 'number') return undefined;
	const [instant, event] = [unpackedInstant(stamp), eventKinds[place]];
	if (instant === undefined || event === undefined) return undefined;
	return {
		...{ id, deliveryId: `${id}@${instant}#${print}`, event },
		events: eventKinds.filter((_, bit) => Math.floor(events / 2 ** bit) % 2 === 1),
		changes: isChanges(changes) ? changes : {},
		firstSeen: (flags & FIRST_SEEN) !== 0,
		...((flags & UNKNOWN_BEFORE) === 0 ? {} : { priorStateUnknown: true }),
		...((flags & OWN) === 0 ? {} : { ownChange: true }),
		...(mergedInto === '' ? {} : { mergedInto }),
	};
}

function isChanges(value: unknown): value is Changes {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
