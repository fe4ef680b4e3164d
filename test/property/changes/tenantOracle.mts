/** What a list scan of the tenant can say about a trigger's items, without knowing how the trigger works. */

/** An incident of the tenant as it is. Instants are numbers here: milliseconds. */
export interface Row {
	readonly id: string;
	readonly created: number;
	updated: number;
	/** Not in any answer before this moment. */
	readonly visibleAt: number;
	status: string;
	severity: string;
	assignedTo: string | null;
	customTags: readonly string[];
	comments: number;
	redirect: string | null;
	/** It was changed once without a new time stamp. */
	silently: boolean;
}

/** What of an item matters here. */
export interface Item {
	readonly id: string;
	readonly deliveryId: string;
	readonly updated: string;
	readonly events: readonly string[];
	readonly changes: Readonly<Record<string, { readonly from: unknown; readonly to: unknown }>>;
	readonly redelivered: boolean;
	readonly values: Values;
}
export type Values = Readonly<Record<string, unknown>>;

const FIELDS_OF: Readonly<Record<string, readonly string[]>> = {
	statusChanged: ['status'],
	severityChanged: ['severity'],
	assigned: ['assignedTo'],
	tagged: ['customTags'],
	commented: ['comments'],
	updated: ['status', 'severity', 'assignedTo', 'customTags', 'comments'],
};

export const valuesOf = ({ status, severity, assignedTo, customTags, comments }: Row): Values => ({
	status,
	severity,
	assignedTo,
	customTags,
	comments,
});

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

interface Lineage {
	readonly given: ReadonlySet<string>;
	readonly last: ReadonlyMap<string, { readonly updated: string; readonly values: Values }>;
}

/** Follows the items along the states that survive, and collects what contradicts a plain list scan. */
export class Examiner {
	readonly complaints: string[] = [];
	private now: Lineage = { given: new Set(), last: new Map() };
	private saved: Lineage = this.now;
	private readonly received: Item[] = [];
	private owed = new Set<string>();
	private readonly watched: readonly string[];

	constructor(private readonly events: readonly string[]) {
		this.watched = [...new Set(events.flatMap((event) => FIELDS_OF[event] ?? []))];
	}

	/** @param arrived whether the workflow was started with them */
	batch(items: readonly Item[], arrived: boolean): void {
		const { given, last } = { given: new Set(this.now.given), last: new Map(this.now.last) };
		for (const item of items) {
			if (item.redelivered) continue;
			this.check(!given.has(item.deliveryId), `I2 ${item.deliveryId} twice`);
			const before = last.get(item.id);
			this.check(before === undefined || before.updated <= item.updated, `I3 ${item.id} goes back`);
			if (!item.events.includes('merged')) this.checkChanges(item, before?.values);
			given.add(item.deliveryId);
			last.set(item.id, item);
		}
		this.now = { given, last };
		for (const { deliveryId } of items) if (arrived) this.owed.delete(deliveryId);
		if (arrived) this.received.push(...items);
		else this.owed = new Set([...this.owed, ...items.map(({ deliveryId }) => deliveryId)]);
	}

	save(): void {
		this.saved = this.now;
	}

	/** n8n died; the state on disk is the saved one. */
	killed(stateSaved: boolean): void {
		if (stateSaved) this.save();
		else {
			this.now = this.saved;
			this.owed = new Set([...this.owed].filter((id) => this.saved.given.has(id)));
		}
	}

	/** The trigger lost its memory on purpose. */
	reset(): void {
		this.now = { given: new Set(), last: new Map() };
		this.owed.clear();
	}

	check(holds: boolean, complaint: string): void {
		if (!holds) this.complaints.push(complaint);
	}

	/** After a quiet time everything must have been told. */
	finish(rows: readonly Row[], since: number, lateLimit: number, matches: (row: Row) => boolean): void {
		this.check(this.owed.size === 0, `lost with the process: ${[...this.owed].join()}`);
		for (const row of rows) {
			const isOpen = row.status === 'active' || row.status === 'inProgress';
			const isHidden = (row.visibleAt - row.created > lateLimit || row.silently) && !isOpen;
			if (isHidden) continue;
			const told = this.received.filter(({ id }) => id === row.id);
			if (row.redirect !== null) {
				const expected = this.events.includes('merged') && this.now.last.has(row.id);
				this.check(
					!expected || told.some(({ events }) => events.includes('merged')),
					`I1 merge of ${row.id}`,
				);
				continue;
			}
			if (!matches(row)) continue;
			if (row.created >= since && this.events.includes('created'))
				this.check(
					told.some(({ events }) => events.includes('created')),
					`I1 ${row.id} never told`,
				);
			const last = this.now.last.get(row.id)?.values;
			for (const field of this.watched)
				if (last !== undefined)
					this.check(same(last[field], valuesOf(row)[field]), `I1 ${field} of ${row.id} not told`);
		}
	}

	private checkChanges(item: Item, before: Values | undefined): void {
		for (const field of this.watched) {
			const change = item.changes[field];
			if (change !== undefined)
				this.check(same(change.to, item.values[field]), `I8 ${field} to of ${item.id}`);
			if (before === undefined) continue;
			if (change !== undefined)
				this.check(same(change.from, before[field]), `I8 ${field} from of ${item.id}`);
			else
				this.check(same(before[field], item.values[field]), `I8 ${field} of ${item.id} changed in silence`);
		}
	}
}
