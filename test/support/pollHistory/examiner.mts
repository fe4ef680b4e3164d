import type { HeldIncident } from '../memoryTenant/heldIncident.mts';
import type { AcknowledgementLedger, DeliveredAsNew } from './acknowledgementLedger.mts';
import { checkChanges } from './changeChecks.mts';
import {
	checkExplained,
	checkNames,
	checkRepeatedNames,
	NOTHING_NAMED,
	withNames,
	type NamedSoFar,
} from './nameLedger.mts';
import { fieldsOf, same, valuesOf, mergeTargetsOf, type Item, type Values } from './tenantOracle.mts';

interface Last {
	readonly updated: string;
	readonly values: Values;
	/** The values are of the moment at which filters or events changed, and the trigger may hold older ones. */
	readonly isFresh?: boolean;
}

interface Lineage {
	readonly given: ReadonlySet<string>;
	readonly last: ReadonlyMap<string, Last>;
	readonly named: NamedSoFar;
	readonly asNew: DeliveredAsNew;
}

/** Requirements on the trigger at the end of a history. */
export interface Demand {
	/** Incidents created since then must have been reported as created. */
	readonly since: number;
	/** Maximum delay after its creation with which an incident may become visible and must still be reported. */
	readonly lateLimit: number;
	readonly matches: (row: HeldIncident) => boolean;
	/** Changes of the own application need not be reported. */
	readonly skipsOwn: boolean;
}

/** Lists of what a count counts. */
const NAMES_OF: Readonly<Record<string, string>> = { comments: 'commentTexts', alerts: 'alertIds' };

const START: Lineage = { given: new Set(), last: new Map(), named: NOTHING_NAMED, asNew: new Map() };

/** Follows the items along the surviving states and collects everything that contradicts a scan of the tenant. */
export class Examiner {
	readonly violations: string[] = [];
	private now: Lineage = START;
	private saved: Lineage = this.now;
	/** Values of open incidents at the start of the trigger that it has not reported yet. */
	private baseline: Map<string, Values> = new Map();
	private received: (Item & { readonly at: number })[] = [];
	private owed = new Set<string>();
	private watched: readonly string[];
	private watchedSince = 0;

	constructor(
		private events: readonly string[],
		private readonly rows: readonly HeldIncident[],
		private readonly acknowledgements: AcknowledgementLedger,
	) {
		this.watched = fieldsOf(events);
	}

	/** @param arrived whether the workflow was started with them */
	recordBatch(items: readonly Item[], arrived: boolean, at: number): void {
		const { given, last } = { given: new Set(this.now.given), last: new Map(this.now.last) };
		let { named, asNew } = this.now;
		for (const item of items) {
			this.checkItem(item);
			this.violations.push(...this.acknowledgements.check(item, asNew, at));
			asNew = this.acknowledgements.withItem(asNew, item, at);
			if (item.redelivered) {
				const row = this.rows.find(({ id }) => id === item.id);
				this.violations.push(...checkRepeatedNames(item, named, row === undefined ? {} : valuesOf(row)));
				continue;
			}
			this.check(!given.has(item.deliveryId), `I2 ${item.deliveryId} twice`);
			const before = last.get(item.id);
			this.check(before === undefined || before.updated <= item.updated, `I3 ${item.id} goes back`);
			const known = before?.isFresh === true ? undefined : before?.values;
			this.violations.push(...checkExplained(item));
			if (!item.events.includes('merged')) {
				// Skipped own changes are missing in the reports.
				const isComparable = this.rows.find(({ id }) => id === item.id)?.wasOurs !== true;
				const compared = isComparable ? known : undefined;
				this.violations.push(
					...checkChanges(item, compared, this.watched),
					...checkNames(item, compared, this.watched, named),
				);
			}
			named = withNames(named, item);
			given.add(item.deliveryId);
			last.set(item.id, item);
		}
		this.now = { given, last, named, asNew };
		for (const { deliveryId } of items) if (arrived) this.owed.delete(deliveryId);
		if (arrived) this.received.push(...items.map((item) => ({ ...item, at })));
		// A redelivered item that had arrived before is not lost.
		const received = new Set(this.received.map(({ deliveryId }) => deliveryId));
		if (!arrived)
			for (const { deliveryId } of items) if (!received.has(deliveryId)) this.owed.add(deliveryId);
	}

	save(): void {
		this.saved = this.now;
	}

	/** n8n was killed; the state on disk is the saved one. */
	recordKill(stateSaved: boolean): void {
		if (stateSaved) this.save();
		else {
			this.now = this.saved;
			this.owed = new Set([...this.owed].filter((id) => this.saved.given.has(id)));
		}
	}

	/** Workflows that received items since then did not finish. */
	recordStoppedWorkflows(since: number): void {
		for (const { at, deliveryId } of this.received)
			if (at >= since && this.now.given.has(deliveryId)) this.owed.add(deliveryId);
		this.received = this.received.filter(({ at }) => at < since);
	}

	/**
	 * The trigger was reset on purpose.
	 * @param start incidents created since then are new
	 */
	reset(now: number, start: number): void {
		this.now = START;
		this.owed.clear();
		const known = this.rows.filter((row) => row.visibleAt <= now && row.created < start && isOpen(row));
		this.baseline = new Map(known.map((row) => [row.id, valuesOf(row)]));
	}

	/**
	 * Filters or events change now; this does not report anything that a poll has read before.
	 * @param seen values of incidents when a poll last read them
	 */
	changeWatch(events: readonly string[], seen: ReadonlyMap<string, Values>, now: number): void {
		const both = fieldsOf(events).filter((field) => this.watched.includes(field));
		const fresh = (id: string): Values => {
			const row = this.rows.find((one) => one.id === id);
			const before = both.map((field): [string, unknown] => [field, seen.get(id)?.[field]]);
			return row === undefined ? {} : { ...valuesOf(row), ...Object.fromEntries<unknown>(before) };
		};
		const last = [...this.now.last].map(([id, { updated }]): [string, Last] => [
			id,
			{ updated, values: fresh(id), isFresh: true },
		]);
		for (const id of this.baseline.keys()) this.baseline.set(id, fresh(id));
		this.now = { ...this.now, last: new Map(last) };
		this.events = events;
		this.watched = fieldsOf(events);
		this.watchedSince = now;
		this.save();
	}

	check(holds: boolean, complaint: string): void {
		if (!holds) this.violations.push(complaint);
	}

	/** Below it everything has been handled. @param now the service's time */
	checkCheckpoint(before: string | undefined, after: string | undefined, now: number): void {
		if (after === undefined) return;
		this.check(before === undefined || after >= before, 'I4 the floor fell');
		this.check(Date.parse(after) <= now + 1, 'I4 the floor lies in the future');
	}

	/** After a quiet time everything must have been reported. */
	checkEnd({ since, lateLimit, matches, skipsOwn }: Demand): void {
		this.check(this.owed.size === 0, `lost with the process: ${[...this.owed].join()}`);
		this.violations.push(...this.acknowledgements.checkEnd(this.now.asNew));
		for (const row of this.rows) {
			const isHidden = (row.visibleAt - row.created > lateLimit || row.silently) && !isOpen(row);
			if (isHidden) continue;
			const reported = this.received.filter(({ id }) => id === row.id);
			if (row.redirectIncidentId !== null) {
				const isRecent = row.mergedAt >= this.watchedSince;
				const expected = isRecent && this.events.includes('merged') && this.now.last.has(row.id);
				this.check(
					!expected || reported.some(({ events }) => events.includes('merged')),
					`I1 merge of ${row.id}`,
				);
				continue;
			}
			if (!matches(row)) continue;
			if (row.created >= since && this.events.includes('created'))
				this.check(
					reported.some(({ events }) => events.includes('created')),
					`I1 ${row.id} never reported`,
				);
			const last = this.now.last.get(row.id)?.values ?? this.baseline.get(row.id);
			const compared = [...this.watched, ...this.watched.flatMap((field) => NAMES_OF[field] ?? [])];
			for (const field of compared)
				if (
					last?.[field] !== undefined &&
					!(skipsOwn && row.ownOnly.has(field === 'commentTexts' ? 'comments' : field))
				)
					this.check(same(last[field], valuesOf(row)[field]), `I1 ${field} of ${row.id} not reported`);
		}
	}

	private checkItem({ id, mergedInto, ownChange, modifiedBy, redelivered }: Item): void {
		const row = this.rows.find((one) => one.id === id);
		if (mergedInto !== undefined)
			this.check(
				row !== undefined && mergeTargetsOf(row, this.rows).includes(mergedInto),
				`${id} into ${mergedInto}`,
			);
		// A redelivery reports the earlier change and shows the incident in its current state.
		const isOurs = redelivered || modifiedBy === 'API-App:n8n';
		this.check(!ownChange || isOurs, `${id} by ${String(modifiedBy)} marked as ours`);
	}
}

function isOpen({ status }: HeldIncident): boolean {
	return status === 'active' || status === 'inProgress';
}
