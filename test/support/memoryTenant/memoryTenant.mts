import { instantFromMillis } from '../../../defender/core/instant.ts';
import type { HttpRequest, HttpResult } from '../../../defender/core/host.ts';
import type { SecurityApi } from '../../../defender/api/securityApi.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { trouble } from '../defenderErrors.mts';
import { START } from '../fakeHost.mts';
import { alert, at, incident } from '../incidents.mts';
import { GraphWire, type Moment, type WriteHabits } from './graphWire.mts';
import { heldIncident, incidentFields, type HeldIncident, type IncidentFields } from './heldIncident.mts';
import type { ListHabits } from './incidentPages.mts';
import { memoryApi } from './memoryApi.mts';

/** How the service behaves where Microsoft's documentation leaves it open. */
export interface TenantHabits extends ListHabits, WriteHabits {
	/** Whether responses contain the service's time. */
	readonly tellsTime: boolean;
}

const HABITS: TenantHabits = {
	...{ order: 'honored', link: 'skip', pageMax: 50, tellsTime: true },
	...{ tags: 'replace', emptyTags: 'honored', unassign: 'both', ignores: 'nothing' },
	...{ staleReads: 0, etag: false, patchResponse: 'full', equalPatchMoves: true },
};

/** How the service names the trigger's own application. */
export const OWN_NAME = 'API-App:n8n';

const HOUR = 3_600_000;

/** Incidents in memory that tests change: behind the interface of the API for reads, behind Graph's responses for writes. */
export class MemoryTenant {
	now = START;
	readonly incidents: HeldIncident[] = [];
	/** Number of the API's call that fails, counted from 1; 0 for none. */
	failAt = 0;
	/** Called before each call of the API with its number. */
	beforeCall: (call: number) => void = () => undefined;
	/** Called around each read and PATCH of Graph. */
	meanwhile: (moment: Moment, id: string) => void = () => undefined;
	/** The value that is stored when one is written; `old` is the one before. */
	stores: (field: string, value: unknown, old: unknown) => unknown = (_field, value) => value;
	private readonly habits: TenantHabits;
	private readonly wire: GraphWire;
	private lastStamp = START;

	constructor(habits: Partial<TenantHabits> = {}) {
		this.habits = { ...HABITS, ...habits };
		this.wire = new GraphWire(this, this.habits);
	}

	/** `METHOD id` of every call of Graph that was carried out or refused, in order. */
	get log(): readonly string[] {
		return this.wire.log;
	}

	/** An incident that exists for two hours and was changed one hour ago. */
	add(id: string, more: Partial<IncidentFields> = {}): HeldIncident {
		const added = heldIncident(id, START - 2 * HOUR, { updated: START - HOUR, ...more });
		this.incidents.push(added);
		return added;
	}

	get(id: string): HeldIncident {
		const found = this.incidents.find((one) => one.id === id);
		if (found === undefined) throw new Error(`no incident ${id}`);
		return found;
	}

	fieldsOf(id: string): IncidentFields {
		return incidentFields(this.get(id));
	}

	/** A write, which moves the version. */
	edit(id: string, change: Partial<IncidentFields>): void {
		const found = this.get(id);
		Object.assign(found, change);
		found.updated += 1;
	}

	/** Graph's response to a request about one incident. */
	respond(call: HttpRequest): HttpResult {
		return this.wire.respond(call);
	}

	/** A stamp for a change now; with `tie` the same as the last one, if that is just now. */
	private stamp(tie: boolean): number {
		this.now += 7;
		if (!tie || this.now - this.lastStamp > 1_000) this.lastStamp = this.now;
		return this.lastStamp;
	}

	create(severity: string, lateMs: number, tie: boolean): void {
		const created = this.stamp(tie);
		const id = String(this.incidents.length + 1);
		this.incidents.push(heldIncident(id, created, { severity, visibleAt: this.now + lateMs }));
	}

	/**
	 * Somebody changes an incident.
	 * @param place number of the incident among those that were not merged
	 * @param silent without a new time stamp
	 */
	change(place: number, by: string, edit: (held: HeldIncident) => void, silent: boolean, tie: boolean): void {
		const held = this.unmerged(place);
		if (held === undefined) return;
		editAs(by, held, edit);
		if (silent) held.silently = true;
		else held.updated = Math.max(held.updated, this.stamp(tie));
	}

	merge(from: number, into: number, silent: boolean): void {
		const target = this.unmerged(into);
		const merge = (source: HeldIncident) => {
			if (target === undefined || target === source) return;
			source.redirectIncidentId = target.id;
			source.mergedAt = this.now;
			source.status = 'redirected';
			editAs('service', target, () => {
				target.customTags = [...new Set([...target.customTags, ...source.customTags])];
				target.alerts = [...target.alerts, ...source.alerts];
			});
			source.alerts = [];
			target.updated = Math.max(target.updated, this.stamp(false));
		};
		this.change(from, 'service', merge, silent, false);
	}

	private unmerged(place: number): HeldIncident | undefined {
		const open = this.incidents.filter(({ redirectIncidentId }) => redirectIncidentId === null);
		return open[place % Math.max(1, open.length)];
	}

	/** The API for one poll of a host whose clock is so far ahead. */
	api(skewMs: number): SecurityApi {
		const { tellsTime } = this.habits;
		const beforeCall = (call: number) => {
			this.beforeCall(call);
			if (call === this.failAt) throw trouble({ kind: 'serviceDown' });
		};
		const incidents = (alerts: boolean) =>
			this.incidents
				.filter(({ visibleAt }) => visibleAt <= this.now)
				.map((held) => canonicalIncident(held, alerts));
		return {
			...memoryApi({ incidents, beforeCall }, this.habits),
			isServiceTimeKnown: () => tellsTime,
			serviceTime: () => (tellsTime ? Math.floor(this.now / 1_000) * 1_000 : this.now + skewMs),
		};
	}
}

/** Fields that our own application can write. */
const OWN_FIELDS = [
	...(['status', 'severity', 'assignedTo', 'customTags', 'comments'] as const),
	...(['displayName', 'description', 'resolvingComment'] as const),
];
const watchedFields = (held: HeldIncident) => new Map(OWN_FIELDS.map((field) => [field, held[field]]));

/** Changes by others since the own application's last change must be reported; its own changes need not be. */
function editAs(by: string, held: HeldIncident, edit: (held: HeldIncident) => void): void {
	const before = watchedFields(held);
	edit(held);
	held.modifiedBy = by;
	if (by === OWN_NAME) {
		held.wasOurs = true;
		for (const field of OWN_FIELDS) held.ownOnly.add(field);
		return;
	}
	// Writing a value that is already there changes nothing.
	for (const [field, value] of watchedFields(held))
		if (JSON.stringify(before.get(field)) !== JSON.stringify(value)) held.ownOnly.delete(field);
}

function canonicalIncident(held: HeldIncident, withAlerts: boolean): Incident {
	const { id, alerts, comments, displayName, description, resolvingComment, priorityScore } = held;
	return incident({
		...{ id, ...incidentFields(held), lastModifiedBy: held.modifiedBy },
		...{ displayName, description, resolvingComment, priorityScore },
		comments: comments.map((one) => ({ ...one, createdDateTime: at(one.createdDateTime) })),
		createdDateTime: instantFromMillis(held.created),
		lastUpdateDateTime: instantFromMillis(held.updated),
		alerts: withAlerts ? alerts.map((name) => alert({ id: name })) : 'notRead',
	});
}
