import type { UtcInstant } from '../core/instant';
import { compareTexts } from '../incidents/order';
import { packKnown, type KnownIncident, type StoredIncident } from './knownIncident';

/** Known incidents for the saved state, and those for which there was no room. */
export interface FittingIncidents {
	readonly stored: readonly StoredIncident[];
	readonly forgotten: readonly KnownIncident[];
}

/**
 * Packs known incidents into a given room. If it is too small, the least useful ones are packed in compact form first, and then
 * left out in the same order.
 * @param room JSON length
 * @param lookBackFrom incidents changed since then are the most useful ones
 */
export function packToFit(
	knownIncidents: ReadonlyMap<string, KnownIncident>,
	room: number,
	lookBackFrom: UtcInstant,
): FittingIncidents {
	const entries = [...knownIncidents].map(([id, known]) => packEntry(id, known, false));
	if (sizeOf(entries) <= room) return { stored: entries.map(({ stored }) => stored), forgotten: [] };
	const byUsefulness = [...entries].sort((a, b) => compareUsefulness(a.known, b.known, lookBackFrom));
	const compacted = compact(byUsefulness, room);
	const kept = leaveOut(compacted, room);
	return {
		stored: [...kept].reverse().map(({ stored }) => stored),
		forgotten: compacted.slice(0, compacted.length - kept.length).map(({ known }) => known),
	};
}

/** A known incident with its packed form. */
interface PackedEntry {
	readonly id: string;
	readonly known: KnownIncident;
	readonly stored: StoredIncident;
	/** JSON length, with a comma. */
	readonly size: number;
}

function packEntry(id: string, known: KnownIncident, isCompact: boolean): PackedEntry {
	const stored = packKnown(id, known, isCompact);
	return { id, known, stored, size: JSON.stringify(stored).length + 1 };
}

function sizeOf(entries: readonly PackedEntry[]): number {
	return entries.reduce((sum, { size }) => sum + size, 0);
}

/** Packs as many entries in compact form as necessary, from the first one on. */
function compact(entries: readonly PackedEntry[], room: number): readonly PackedEntry[] {
	let size = sizeOf(entries);
	return entries.map((entry) => {
		if (size <= room) return entry;
		const shorter = packEntry(entry.id, entry.known, true);
		size -= entry.size - shorter.size;
		return shorter;
	});
}

/** Leaves out as many entries as necessary, from the first one on. */
function leaveOut(entries: readonly PackedEntry[], room: number): readonly PackedEntry[] {
	let size = sizeOf(entries);
	return entries.filter((entry) => {
		if (size <= room) return true;
		size -= entry.size;
		return false;
	});
}

/** Negative when `a` is forgotten before `b`. */
function compareUsefulness(a: KnownIncident, b: KnownIncident, lookBackFrom: UtcInstant): number {
	const difference = usefulnessOf(a, lookBackFrom) - usefulnessOf(b, lookBackFrom);
	return difference || compareTexts(a.lastUpdate, b.lastUpdate);
}

/** Returns how useful it is to know an incident, from 0 to 5. */
function usefulnessOf(known: KnownIncident, lookBackFrom: UtcInstant): number {
	const { lastUpdate, dueAt, hasMatched, isClosed, awaited } = known;
	if (dueAt !== undefined || awaited !== undefined) return 5;
	if (lastUpdate >= lookBackFrom) return hasMatched ? 4 : 3;
	if (!hasMatched) return 0;
	return isClosed ? 1 : 2;
}
