import { isUtcInstant, type UtcInstant } from '../core/instant';
import type { Changes } from './events';
import { eventKinds, type EventKind } from './vocabulary';

/** What was told of one change, without the incident. */
export interface Told {
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

/** The batch given last: n8n may have been killed before it was kept. */
export interface LastBatch {
	readonly at: UtcInstant;
	readonly told: readonly Told[];
}

/** Longest JSON of the changes kept for a batch; of more items only the events are kept. */
const MAX_CHANGES = 12_000;

/** The batch as the state keeps it, of bounded size. */
export function batchOf(at: UtcInstant, told: readonly Told[]): LastBatch {
	const isLong = JSON.stringify(told.map(({ changes }) => changes)).length > MAX_CHANGES;
	return { at, told: isLong ? told.map((one) => ({ ...one, changes: {} })) : [...told] };
}

/** @returns undefined for anything that `batchOf` did not write */
export function readLastBatch(stored: unknown): LastBatch | undefined {
	if (typeof stored !== 'object' || stored === null || !('at' in stored) || !('told' in stored))
		return undefined;
	const { at, told } = stored;
	if (typeof at !== 'string' || !isUtcInstant(at) || !Array.isArray(told) || !told.every(isTold))
		return undefined;
	return { at, told };
}

function isTold(value: unknown): value is Told {
	if (typeof value !== 'object' || value === null) return false;
	const { id, deliveryId, event, events, changes }: Partial<Record<keyof Told, unknown>> = value;
	const isKind = (kind: unknown) => eventKinds.some((known) => known === kind);
	const isWhole = typeof id === 'string' && typeof deliveryId === 'string' && isKind(event);
	return isWhole && Array.isArray(events) && events.every(isKind) && typeof changes === 'object';
}
