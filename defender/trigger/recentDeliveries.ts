import { earlier, isUtcInstant, type UtcInstant } from '../core/instant';
import { isRecord } from '../core/isRecord';
import { packReport, readReport, type StoredReport, type Report } from './report';

/** The reports that one poll delivered to n8n. */
export interface Batch {
	/** The service's time of the poll. */
	readonly at: UtcInstant;
	readonly reports: readonly Report[];
}

/** A batch in the saved state. */
export interface StoredBatch {
	readonly at: string;
	readonly reports: readonly StoredReport[];
}

/** How long a workflow may take to process a delivery. */
const PROCESSING_MS = 300_000;
/** Maximum JSON length of the changes, new alerts and new comments of one batch. Beyond it, only the events are saved. */
const MAX_CHANGES = 12_000;
/** Maximum JSON length of all batches except the newest, so that the state has room for known incidents. */
const MAX_EARLIER_BATCHES = 8_000;

/** Appends a batch, and removes those whose workflows have most likely finished. Oldest first. */
export function addBatch(batches: readonly Batch[], batch: Batch): readonly Batch[] {
	if (batch.reports.length === 0) return batches;
	const since = earlier(batch.at, PROCESSING_MS);
	return [...batches.filter(({ at }) => at >= since), batch];
}

/** Returns the reports of all batches, each change once. */
export function reportsIn(batches: readonly Batch[]): readonly Report[] {
	return [
		...new Map(
			batches.flatMap(({ reports }) => reports.map((report) => [report.deliveryId, report] as const)),
		).values(),
	];
}

/** Packs the newest batch completely, and as many of the latest earlier ones as there is room for. */
export function packBatches(batches: readonly Batch[]): readonly StoredBatch[] {
	const packed: StoredBatch[] = [];
	let room = Number.POSITIVE_INFINITY;
	for (const batch of [...batches].reverse()) {
		const fitting = [packBatch(batch), packBatch(batch, false)].find((one) => lengthOf(one) <= room);
		if (fitting === undefined) break;
		room = packed.length === 0 ? MAX_EARLIER_BATCHES : room - lengthOf(fitting);
		packed.unshift(fitting);
	}
	return packed;
}

/** @param withChanges whether to include the changes, unless they are too long */
export function packBatch({ at, reports }: Batch, withChanges = true): StoredBatch {
	const packed = reports.map((report) => packReport(report, withChanges));
	const isLong = withChanges && lengthOf(packed.map(detailsOf)) > MAX_CHANGES;
	return { at, reports: isLong ? reports.map((report) => packReport(report, false)) : packed };
}

/** Reads the batches from the saved state. Damaged ones are left out. */
export function readBatches(stored: unknown): readonly Batch[] {
	return Array.isArray(stored) ? stored.flatMap((one) => readBatch(one) ?? []) : [];
}

/** @returns undefined for anything that {@link packBatch} did not write */
export function readBatch(stored: unknown): Batch | undefined {
	if (!isRecord(stored)) return undefined;
	const { at, reports } = stored;
	if (typeof at !== 'string' || !isUtcInstant(at) || !Array.isArray(reports)) return undefined;
	// Unlike `map`, this also visits the holes that a damaged list may have.
	const read = Array.from(reports, readReport);
	return read.every((one): one is Report => one !== undefined) ? { at, reports: read } : undefined;
}

/** Returns the parts of a report that may be long. */
function detailsOf([, , , , , , changes, , ...added]: StoredReport): unknown {
	return added.length === 0 ? changes : [changes, ...added];
}

function lengthOf(value: unknown): number {
	return JSON.stringify(value).length;
}
