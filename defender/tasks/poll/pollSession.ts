import { asDefenderError, isNotFound } from '../../core/errors';
import { earlier, earliest, nextMillisecond, later, latest, type UtcInstant } from '../../core/instant';
import { mapParallel } from '../../core/parallel';
import type { Incident, MalformedIncident } from '../../incidents/incident';
import { keepNewest } from '../../incidents/order';
import { EVERYTHING, type Span } from '../../incidents/query';
import { readTimeWindow, readTimeWindowUntil, type PartialWindow } from '../read/readTimeWindow';
import { IncidentLister } from '../read/incidentLister';
import { ASSUMED_SUPPORT } from '../read/listSupport';
import type { MalformedRows } from '../read/malformedRows';
import { isOverdue, type PollClock } from './pollClock';

/** Statuses of open incidents that the service can filter by. An incident may have others, which it cannot. */
const OPEN_STATUSES = ['active', 'inProgress'];
/** Maximum number of requests per poll for unchanged open incidents, 50 in each. The next polls read the rest. */
const MAX_SWEEP_REQUESTS = 40;

/** The host's clock differs by less. A later time stamp is invalid. */
export const MAX_CLOCK_ERROR_MS = 86_400_000;
/** So many unreadable incidents mean that the service fails, not that single incidents are malformed. */
const MAX_FAILURES = 5;

/** The incidents that could not be read by ID. */
export interface ReadByIdsResult {
	/** IDs that the service does not know. */
	readonly notFound: readonly string[];
	/** Each incident that could not be read, and why. */
	readonly skipped: readonly string[];
}

/** The requests of one poll, and everything that they read. */
export class PollSession {
	/** The newest version of each incident, by ID. */
	readonly incidents = new Map<string, Incident>();
	private readonly lister: IncidentLister;

	constructor(readonly clock: PollClock) {
		this.lister = new IncidentLister(clock, { current: ASSUMED_SUPPORT }, () => undefined);
	}

	/** The start of the poll by the service's clock. @throws Error before the first response */
	get now(): UtcInstant {
		const { pollStart } = this.clock;
		if (pollStart === undefined) throw new Error('No response was received yet.');
		return pollStart;
	}

	private keep(incidents: readonly Incident[]): void {
		for (const incident of incidents) keepNewest(this.incidents, incident);
	}

	/** Reads all incidents last updated in a span. @throws DefenderError, including `overdue` */
	async readUpdated(span: Span): Promise<void> {
		this.keep(await readTimeWindow(this.lister, updatedIn(span)));
	}

	/** Reads as many of them as the time limit allows. @returns the instant before which all are read */
	async readUpdatedInTime(span: Span): Promise<PartialWindow['upTo']> {
		const { incidents, upTo } = await readTimeWindowUntil(this.lister, updatedIn(span), isOverdue);
		this.keep(incidents);
		return upTo;
	}

	/** Reads the open incidents created since an instant, or the oldest of them if they need too many requests. */
	async readOpen(createdFrom: UtcInstant | undefined): Promise<PartialWindow> {
		// An incident whose status changes between two lists may be in neither, so one list is read if `or` may be supported.
		const isOneList = this.clock.can.unconfirmedFilterSyntax.has('or');
		const incidents: Incident[] = [];
		let upTo: PartialWindow['upTo'] = 'all';
		for (const status of isOneList ? [OPEN_STATUSES] : OPEN_STATUSES.map((one) => [one])) {
			const query = { ...EVERYTHING, status };
			const span = { from: createdFrom, before: undefined };
			const window = { field: 'createdDateTime', span, query, alerts: false } as const;
			const reading = await this.clock.withRequestLimit(
				MAX_SWEEP_REQUESTS,
				async () => await readTimeWindowUntil(this.lister, window, isOverdue),
			);
			this.keep(reading.incidents);
			incidents.push(...reading.incidents);
			upTo = earliestEnd(upTo, reading.upTo);
		}
		return { incidents, upTo };
	}

	/** The malformed incidents of this poll. */
	get malformed(): MalformedRows {
		return this.lister.malformed;
	}

	/** Reads the unread incidents of earlier polls by ID, unless this poll has already read them. */
	async retryUnread(unread: readonly MalformedIncident[]): Promise<void> {
		const ids = unread.filter(({ id }) => id !== undefined && !this.incidents.has(id));
		this.keep(await this.malformed.read(ids, false));
	}

	/**
	 * Checks that the service returns readable incidents at all. Single malformed incidents never stop a poll, even when
	 * nothing else has changed; then a page of arbitrary incidents is read.
	 * @throws DefenderError if several incidents were listed and none of them is readable
	 */
	async requireReadable(): Promise<void> {
		if (this.incidents.size > 0 || this.malformed.unread.length === 0) return;
		const { pageMax: top } = this.clock.can;
		const { firstPage: page } = await this.lister.startList({
			query: EVERYTHING,
			orderBy: undefined,
			top,
			alerts: false,
		});
		if (this.malformed.unread.length > 1) this.malformed.requireAnyRead(page.incidents.length > 0);
	}

	/** Reads incidents by ID, unless this poll has already read them. One that cannot be read does not affect the others. */
	async readByIds(ids: Iterable<string>): Promise<ReadByIdsResult> {
		const missing = [...new Set(ids)].filter(
			(id) => !this.incidents.has(id) && !this.malformed.hasFailed(id),
		);
		const notFound: string[] = [];
		const skipped: string[] = [];
		const shouldStop = () => this.clock.isTimeUp() || skipped.length >= MAX_FAILURES;
		await mapParallel(missing, { bound: () => this.clock.parallelism, shouldStop }, async (id) => {
			try {
				this.keep([await this.clock.getIncident(id, { alerts: false })]);
			} catch (failure) {
				if (isNotFound(failure)) notFound.push(id);
				else skipped.push(`incident ${id}: ${asDefenderError(failure).message}`);
			}
		});
		return { notFound, skipped };
	}

	/** Sends one request that checks the access, returns the service's time, and usually the incident updated last. */
	async checkAccess(): Promise<void> {
		const orderBy = 'lastUpdateDateTime desc';
		const { firstPage: page } = await this.lister.startList({
			query: EVERYTHING,
			orderBy,
			top: 1,
			alerts: false,
		});
		this.keep(page.incidents);
	}

	/**
	 * Finds the end of all changes by the time stamps of incidents, for a service that does not return its time.
	 * @returns the instant after the last change; undefined if there is none
	 */
	async findLastChange(): Promise<UtcInstant | undefined> {
		const from = this.afterLastChange;
		// If the service ignored the order, the incident read first is any incident, and later ones follow it.
		if (from !== undefined) await this.readUpdated({ from: earlier(from, 1), before: undefined });
		return this.afterLastChange;
	}

	/** The instant after the last change read so far; undefined if nothing was read. */
	get afterLastChange(): UtcInstant | undefined {
		const { pollStart } = this.clock;
		if (pollStart === undefined) return undefined;
		const limit = later(pollStart, MAX_CLOCK_ERROR_MS);
		const newest = [...this.incidents.values()]
			.map(({ lastUpdateDateTime }) => lastUpdateDateTime)
			.filter((lastUpdate) => lastUpdate < limit)
			.reduce<UtcInstant | undefined>((one, other) => latest(other, one), undefined);
		return newest && nextMillisecond(newest);
	}
}

function updatedIn(span: Span) {
	return { field: 'lastUpdateDateTime', span, query: EVERYTHING, alerts: false } as const;
}

/** Returns the instant before which both readings are complete. */
function earliestEnd(one: PartialWindow['upTo'], other: PartialWindow['upTo']): PartialWindow['upTo'] {
	if (one === 'all') return other;
	if (other === 'all') return one;
	return one === undefined || other === undefined ? undefined : earliest(one, other);
}
