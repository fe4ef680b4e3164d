import { earlier, isUtcInstant, type UtcInstant } from '../core/instant';
import { packReport, readReport, type StoredReport, type Report } from './report';

/** What one poll handed over to n8n, by the service's time. */
export interface Batch {
	readonly at: UtcInstant;
	readonly told: readonly Report[];
}

/** The batch as n8n keeps it. */
export interface StoredBatch {
	readonly at: string;
	readonly told: readonly StoredReport[];
}

/** A workflow may still be at work on what it was given so long ago. */
const AT_WORK_MS = 300_000;
/** Longest JSON of the changes kept for one batch; of more only the events are kept. */
const MAX_CHANGES = 12_000;
/** Longest JSON of all batches but the newest: the state must leave room for what is known of incidents. */
const MAX_EARLIER = 8_000;

/** The batches that n8n would lose if it were killed right after a new one, oldest first. */
export function withBatch(batches: readonly Batch[], batch: Batch): readonly Batch[] {
	if (batch.told.length === 0) return batches;
	const since = earlier(batch.at, AT_WORK_MS);
	return [...batches.filter(({ at }) => at >= since), batch];
}

/** What was told in some batches, each change once. */
export function reportsIn(batches: readonly Batch[]): readonly Report[] {
	return [
		...new Map(batches.flatMap(({ told }) => told.map((one) => [one.deliveryId, one] as const))).values(),
	];
}

/** The batches in few bytes. The newest is kept whole; of those before it the latest, as many as have room. */
export function packBatches(batches: readonly Batch[]): readonly StoredBatch[] {
	const packed: StoredBatch[] = [];
	let room = Number.POSITIVE_INFINITY;
	for (const batch of [...batches].reverse()) {
		const fitting = [packBatch(batch), packBatch(batch, false)].find((one) => lengthOf(one) <= room);
		if (fitting === undefined) break;
		room = packed.length === 0 ? MAX_EARLIER : room - lengthOf(fitting);
		packed.unshift(fitting);
	}
	return packed;
}

/** @param withChanges left out all the same when they are long */
export function packBatch({ at, told }: Batch, withChanges = true): StoredBatch {
	const keeps = withChanges && lengthOf(told.map(({ changes }) => changes)) <= MAX_CHANGES;
	return { at, told: told.map((one) => packReport(one, keeps)) };
}

/** @returns none for anything that `packBatches` did not write */
export function readBatches(stored: unknown): readonly Batch[] {
	return Array.isArray(stored) ? stored.flatMap((one) => readBatch(one) ?? []) : [];
}

/** @returns undefined for anything that `packBatch` did not write */
export function readBatch(stored: unknown): Batch | undefined {
	if (typeof stored !== 'object' || stored === null || !('at' in stored) || !('told' in stored))
		return undefined;
	const { at, told } = stored;
	if (typeof at !== 'string' || !isUtcInstant(at) || !Array.isArray(told)) return undefined;
	const read = Array.from(told, readReport);
	return read.every((one): one is Report => one !== undefined) ? { at, told: read } : undefined;
}

function lengthOf(value: unknown): number {
	return JSON.stringify(value).length;
}
