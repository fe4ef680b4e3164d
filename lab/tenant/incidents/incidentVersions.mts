import type { Instant, TenantClock } from '../clock.mts';
import { changesBetween, type ChangeOrigin, type JournalEntry } from './journal.mts';
import type { IncidentRecord } from './records.mts';

/** Who writes, and whether the write moves `lastUpdateDateTime` and `lastModifiedBy`. */
export interface Writer {
	readonly by: string;
	readonly via: ChangeOrigin;
	readonly moves: boolean;
	/** Reads by the API that still answer the old state. */
	readonly staleReads?: number;
}

/** One incident, and the state that reads through the API still see after a write. */
export interface IncidentVersions {
	now: IncidentRecord;
	old?: { readonly record: IncidentRecord; reads: number };
}

/** Milliseconds that pass with each change, so that no two changes carry the same instant. */
export const CHANGE_MS = 1;

/** The incidents by id, and the one way in which they change. */
export interface VersionedIncidents {
	readonly held: Map<string, IncidentVersions>;
	/** Throws for an unknown id. */
	readonly find: (id: string) => IncidentVersions;
	/** Replaces an incident by its `next` state, stamps it, and writes the journal. */
	readonly change: (
		id: string,
		writer: Writer,
		next: (old: IncidentRecord, at: Instant) => IncidentRecord,
	) => IncidentRecord;
}

/** Holds `incidents`; each change moves `clock` on and adds to `journal`. */
export function createVersionedIncidents(
	incidents: readonly IncidentRecord[],
	clock: TenantClock,
	journal: JournalEntry[],
): VersionedIncidents {
	const held = new Map<string, IncidentVersions>(incidents.map((now) => [now.id, { now }]));
	const find = (id: string): IncidentVersions => {
		const entry = held.get(id);
		if (entry === undefined) throw new Error(`The practice tenant has no incident "${id}".`);
		return entry;
	};
	return {
		held,
		find,
		change: (id, writer, next) => {
			const entry = find(id);
			clock.advance(CHANGE_MS);
			const at = clock.now();
			const before = entry.now;
			const stamps = writer.moves ? { lastUpdateDateTime: at, lastModifiedBy: writer.by } : {};
			entry.now = { ...next(before, at), ...stamps };
			journal.push(...changesBetween(before, entry.now, { at, by: writer.by, via: writer.via }));
			if (writer.staleReads) entry.old = { record: entry.old?.record ?? before, reads: writer.staleReads };
			return entry.now;
		},
	};
}
