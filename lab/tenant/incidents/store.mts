import type { TenantClock } from '../clock.mts';
import { CHANGE_MS, createVersionedIncidents, type Writer } from './incidentVersions.mts';
import type { JournalEntry } from './journal.mts';
import {
	newAlert,
	newIncident,
	type AlertRecord,
	type IncidentPatch,
	type IncidentRecord,
} from './records.mts';
import { merged, patched } from './transitions.mts';

export type { AlertRecord, IncidentPatch, IncidentRecord } from './records.mts';

/** The incidents of one tenant as people see and change them in the portal. Unknown ids throw. */
export interface IncidentStore {
	/** The newest state, never a stale one. */
	get(id: string): IncidentRecord | undefined;
	/** In the order in which they came to be known. */
	all(): readonly IncidentRecord[];
	/**
	 * A person's change; resolving and assigning reach the alerts.
	 * @param moves whether it moves `lastUpdateDateTime`; which changes of the real service do is undocumented. Default: true
	 */
	edit(by: string, id: string, patch: IncidentPatch, moves?: boolean): IncidentRecord;
	comment(by: string, id: string, text: string, moves?: boolean): IncidentRecord;
	/** A new incident from Defender; missing properties of it and its alerts are filled in, instants with the clock's. */
	create(incident?: GivenIncident): IncidentRecord;
	/** Defender merges `sourceId` into `targetId`: alerts and tags move, comments stay behind. */
	merge(sourceId: string, targetId: string): void;
	addAlert(id: string, alert?: Partial<AlertRecord>): IncidentRecord;
	/** A change by Defender itself, as when correlation renames an incident or raises its severity. */
	revise(id: string, patch: IncidentPatch): IncidentRecord;
}

/** What is known of a new incident. */
export type GivenIncident = Partial<Omit<IncidentRecord, 'alerts'>> & {
	readonly alerts?: readonly Partial<AlertRecord>[];
};

/** What the API needs beyond the portal. */
export interface ServiceStore extends IncidentStore {
	/** The state that a read through the API sees now; `spend` counts that read. */
	seen(id: string): IncidentRecord | undefined;
	spend(id: string): void;
	write(id: string, patch: IncidentPatch, writer: Writer): IncidentRecord;
	addComment(id: string, text: string, writer: Writer): IncidentRecord;
}

/**
 * A store over `incidents`.
 * @param journal receives one entry per changed field
 */
export function createIncidentStore(
	incidents: readonly IncidentRecord[],
	tenantId: string,
	clock: TenantClock,
	journal: JournalEntry[],
): ServiceStore {
	const { held, find, change } = createVersionedIncidents(incidents, clock, journal);
	const addComment = (id: string, comment: string, writer: Writer) =>
		change(id, writer, (old, at) => ({
			...old,
			comments: [...old.comments, { comment, createdByDisplayName: writer.by, createdDateTime: at }],
		}));
	const write = (id: string, patch: IncidentPatch, writer: Writer) =>
		change(id, writer, (old, at) => patched(old, patch, at));
	const person = (by: string, moves = true): Writer => ({ by, via: 'person', moves });

	return {
		get: (id) => held.get(id)?.now,
		all: () => [...held.values()].map(({ now }) => now),
		seen: (id) => {
			const entry = held.get(id);
			return entry?.old !== undefined && entry.old.reads > 0 ? entry.old.record : entry?.now;
		},
		spend: (id) => {
			const entry = held.get(id);
			if (entry?.old === undefined) return;
			entry.old.reads -= 1;
			if (entry.old.reads <= 0) delete entry.old;
		},
		write,
		addComment,
		edit: (by, id, patch, moves) => write(id, patch, person(by, moves)),
		comment: (by, id, text, moves) => addComment(id, text, person(by, moves)),
		create: (given = {}) => {
			clock.advance(CHANGE_MS);
			const highest = Math.max(0, ...[...held.keys()].map(Number));
			const { alerts = [], ...own } = given;
			const bare = newIncident({ id: String(highest + 1), tenantId, createdDateTime: clock.now(), ...own });
			const now = alerts.reduce((incident, alert) => withAlert(incident, clock.now(), alert), bare);
			if (held.has(now.id)) throw new Error(`The practice tenant already has an incident "${now.id}".`);
			held.set(now.id, { now });
			const { by, via } = SERVICE;
			const entry = { at: clock.now(), by, via, incidentId: now.id, stamp: now.lastUpdateDateTime };
			journal.push({ ...entry, field: 'created', from: null, to: now.displayName });
			return now;
		},
		merge: (sourceId, targetId) => {
			const { source, target } = merged(find(sourceId).now, find(targetId).now);
			change(targetId, SERVICE, () => target);
			change(sourceId, SERVICE, () => source);
		},
		addAlert: (id, alert = {}) => change(id, SERVICE, (old, at) => withAlert(old, at, alert)),
		revise: (id, patch) => write(id, patch, SERVICE),
	};
}

const withAlert = (incident: IncidentRecord, at: string, alert: Partial<AlertRecord>): IncidentRecord => ({
	...incident,
	alerts: [...incident.alerts, newAlert(incident, at, alert)],
});

const SERVICE: Writer = { by: 'Microsoft 365 Defender', via: 'service', moves: true };
