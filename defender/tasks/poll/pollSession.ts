import { asDefenderError } from '../../core/errors';
import { earlier, earliest, nextMillisecond, latest, type UtcInstant } from '../../core/instant';
import { runParallel } from '../../core/parallel';
import type { Incident, MalformedIncident } from '../../incidents/incident';
import { keepNewest } from '../../incidents/order';
import { EVERYTHING, type Span } from '../../incidents/query';
import { readTimeWindow, readTimeWindowUntil, type PartialReading } from '../read/readTimeWindow';
import { IncidentLister, NEW_SERVICE } from '../read/incidentLister';
import type { MalformedRows } from '../read/malformedRows';
import { isOverdue, type PollClock } from './pollClock';

/** Statuses by which the service can be asked for what is open; an incident may have others, which no list filters by. */
const OPEN_STATUSES = ['active', 'inProgress'];
/** So many calls a poll spends on open incidents that did not change, 50 in each; the rest is read by the next polls. */
const SWEEP_CALLS = 40;

/** Our own clock is less wrong than this, so that a stamp that far ahead is none. */
export const MAX_CLOCK_ERROR_MS = 86_400_000;
const READS_AT_ONCE = 5;
/** So many incidents that cannot be read are a fault of the service and not of single ones. */
const MOST_FAILURES = 5;

/** What a reading of single incidents did not find. */
export interface EachReading {
	/** Ids that the service knows no more. */
	readonly gone: readonly string[];
	/** What could not be read, and why. */
	readonly skipped: readonly string[];
}

/** The lists of one poll, and everything that it has read. */
export class PollSession {
	/** Each incident in its newest state. */
	readonly held = new Map<string, Incident>();
	private readonly lister: IncidentLister;

	constructor(readonly clock: PollClock) {
		this.lister = new IncidentLister(clock.api, { now: NEW_SERVICE }, () => undefined);
	}

	keep(incidents: readonly Incident[]): void {
		for (const incident of incidents) keepNewest(this.held, incident);
	}

	/** What changed last in a span. @throws DefenderError, `overdue` included */
	async updated(span: Span): Promise<void> {
		this.keep(await readTimeWindow(this.lister, updatedIn(span)));
	}

	/** As much of it as can be had in time. @returns up to where it was read */
	async updatedUntil(span: Span): Promise<PartialReading['upTo']> {
		const { incidents, upTo } = await readTimeWindowUntil(this.lister, updatedIn(span), isOverdue);
		this.keep(incidents);
		return upTo;
	}

	/** The open incidents created since an instant, or the first of them when there are too many for one poll. */
	async open(createdFrom: UtcInstant | undefined): Promise<PartialReading> {
		// One list by both where the service may take `or`: what changes its status between two lists may be in neither.
		const together = this.clock.api.can.unconfirmedFilterSyntax.has('or');
		const incidents: Incident[] = [];
		let upTo: PartialReading['upTo'] = 'all';
		for (const status of together ? [OPEN_STATUSES] : OPEN_STATUSES.map((one) => [one])) {
			const query = { ...EVERYTHING, status };
			const span = { from: createdFrom, before: undefined };
			const window = { field: 'createdDateTime', span, query, alerts: false } as const;
			const reading = await this.clock.within(
				SWEEP_CALLS,
				async () => await readTimeWindowUntil(this.lister, window, isOverdue),
			);
			this.keep(reading.incidents);
			incidents.push(...reading.incidents);
			upTo = firstOf(upTo, reading.upTo);
		}
		return { incidents, upTo };
	}

	/** Malformed incidents of this poll. */
	get rows(): MalformedRows {
		return this.lister.malformed;
	}

	/** Those of earlier polls, unless this one has met them. */
	async readAgain(unread: readonly MalformedIncident[]): Promise<void> {
		const ids = unread.filter(({ id }) => id !== undefined && !this.held.has(id));
		this.keep(await this.rows.read(ids, false));
	}

	/**
	 * Single malformed incidents never stop a poll, also where nothing else has changed; then a page of any incidents shows
	 * whether the service can be read at all.
	 * @throws DefenderError when it lists several incidents and none of them is readable
	 */
	async requireReadable(): Promise<void> {
		if (this.held.size > 0 || this.rows.unread.length === 0) return;
		const { pageMax: top } = this.clock.api.can;
		const { page } = await this.lister.first({ query: EVERYTHING, orderBy: undefined, top, alerts: false });
		if (this.rows.unread.length > 1) this.rows.throwIfNone(page.incidents.length > 0);
	}

	/** Those not read yet, each by itself, so that one that cannot be read does not hide the others. */
	async each(ids: Iterable<string>): Promise<EachReading> {
		const missing = [...new Set(ids)].filter((id) => !this.held.has(id) && !this.rows.wasTried(id));
		const gone: string[] = [];
		const skipped: string[] = [];
		const shouldStop = () => this.clock.isSpent() || skipped.length >= MOST_FAILURES;
		const options = { bound: READS_AT_ONCE, keyOf: () => undefined, shouldStop };
		await runParallel(missing.length, options, async (place) => {
			const id = missing[place] ?? '';
			try {
				this.keep([await this.clock.api.getIncident(id, { alerts: false })]);
			} catch (failure) {
				const error = asDefenderError(failure);
				if (error.reason.kind === 'notFound') gone.push(id);
				else skipped.push(`incident ${id}: ${error.message}`);
			}
		});
		return { gone, skipped };
	}

	/** One call that proves the access and tells the service's time; with the incident that changed last, in most cases. */
	async greet(): Promise<void> {
		const orderBy = 'lastUpdateDateTime desc';
		const { page } = await this.lister.first({ query: EVERYTHING, orderBy, top: 1, alerts: false });
		this.keep(page.incidents);
	}

	/** The end of what has happened by the stamps of incidents, for where nobody tells the time; undefined without any. */
	async end(): Promise<UtcInstant | undefined> {
		const from = this.endOfRead;
		// Where the order is not kept, the incident at hand is any one, and later ones follow it.
		if (from !== undefined) await this.updated({ from: earlier(from, 1), before: undefined });
		return this.endOfRead;
	}

	/** The same for what was read already; undefined when that is nothing. */
	get endOfRead(): UtcInstant | undefined {
		const { to } = this.clock;
		const most = to && earlier(to, -MAX_CLOCK_ERROR_MS);
		const stamps = [...this.held.values()].map(({ lastUpdateDateTime }) => lastUpdateDateTime);
		const newest = stamps
			.filter((stamp) => most !== undefined && stamp < most)
			.reduce<UtcInstant | undefined>((one, other) => latest(other, one), undefined);
		return newest && nextMillisecond(newest);
	}
}

function updatedIn(span: Span) {
	return { field: 'lastUpdateDateTime', span, query: EVERYTHING, alerts: false } as const;
}

/** Up to where two readings came both. */
function firstOf(one: PartialReading['upTo'], other: PartialReading['upTo']): PartialReading['upTo'] {
	if (one === 'all') return other;
	if (other === 'all') return one;
	return one === undefined || other === undefined ? undefined : earliest(one, other);
}
