import { instantFromMillis, type UtcInstant } from '../../core/instant';
import type { Incident, TimeField } from '../../incidents/incident';
import { isAscending, isDescending, keepNewest, timeBounds } from '../../incidents/order';
import { inSpan, isWithin, type IncidentQuery, type Span } from '../../incidents/query';
import {
	coveredSpan,
	growingWindows,
	isOneMillisecond,
	millisecondOf,
	overlap,
	remainingSpan,
	upTo,
	type Direction,
	type TimeBounds,
} from '../../incidents/spans';
import { CONCLUSIVE_ROWS, showsOrder } from './listSupport';
import type { IncidentLister, IncidentList } from './incidentLister';
import { readTimeWindowWithin } from './readTimeWindow';

export interface TopRequest {
	readonly query: IncidentQuery;
	readonly field: TimeField;
	readonly direction: Direction;
	/** Number of selected incidents after which reading ends. */
	readonly wantedCount: number;
	/** Maximum number of rows per page. */
	readonly pageSize: () => number;
	/** Maximum number of incidents to read. */
	readonly maxScanned: number;
	readonly alerts: boolean;
	/** Returns those of the incidents read that belong to the result. */
	readonly select: (incidents: readonly Incident[]) => Promise<readonly Incident[]>;
}

export interface TopResult {
	/** Contains the first `wantedCount` selected incidents by the requested time, and possibly more. */
	readonly selected: readonly Incident[];
	/** Number of incidents read. */
	readonly scanned: number;
	/** Whether `maxScanned` was reached before the end. */
	readonly isStopped: boolean;
}

/**
 * Reads the first selected incidents by a time. The result is exact however the service sorts: pages are requested by
 * time, and an order that the rows do not show is proven or not relied on.
 * @throws DefenderError
 */
export async function readTop(lister: IncidentLister, request: TopRequest): Promise<TopResult> {
	return await new TopReading(lister, request).run();
}

class TopReading {
	private readonly incidents = new Map<string, Incident>();
	private selected: readonly Incident[] = [];
	private readonly fullSpan: Span;
	private isOrderTrusted: boolean;
	/** Rows of the pages whose order was proven. */
	private readonly provenRows: Incident[] = [];
	/** Whether `maxScanned` left something unread. */
	private isStopped = false;
	private readonly counts = { pages: 0, windows: 0 };
	/** The newest time of the first page. */
	private newest: UtcInstant | undefined;

	constructor(
		private readonly lister: IncidentLister,
		private readonly request: TopRequest,
	) {
		const { field, query } = request;
		this.fullSpan = field === 'createdDateTime' ? query.created : query.updated;
		this.isOrderTrusted = lister.support.current.sorting === 'proven';
	}

	async run(): Promise<TopResult> {
		const { pageMax } = this.lister.api.can;
		for (let span: Span | undefined = this.fullSpan; span !== undefined; ) {
			const size = Math.min(pageMax, this.request.pageSize(), this.request.maxScanned);
			const { firstPage: page, orderBy } = await this.readPage(span, size);
			await this.add(page.incidents);
			this.counts.pages += 1;
			const bounds = timeBounds(page.rows, this.request.field);
			this.newest ??= bounds?.last;
			if (page.next === undefined || bounds === undefined) return await this.finish();
			const isInSpan = isWithin(span, bounds.first) && isWithin(span, bounds.last);
			// A service that does not apply the condition on time cannot return a part of the span.
			if (!isInSpan) return await this.readWindows([this.fullSpan]);
			if (orderBy === undefined) return await this.readWindows(this.windowsToRead(bounds));
			if (!(await this.isInOrder(page.rows, span))) {
				this.lister.recordIgnoredOrder();
				return await this.readWindows(this.windowsToRead(bounds));
			}
			if (this.hasEnough() || this.mustStop()) return await this.finish();
			span = await this.nextSpan(bounds);
		}
		return await this.finish();
	}

	private mustStop(): boolean {
		return (this.isStopped ||= this.incidents.size >= this.request.maxScanned);
	}

	/** Whether the page contains the first rows of its span: its rows show it, or one more request proves it. */
	private async isInOrder(rows: readonly Incident[], span: Span): Promise<boolean> {
		const { field, direction } = this.request;
		const isSorted = direction === 'desc' ? isDescending : isAscending;
		if (!isSorted(rows, field)) return false;
		if (this.isOrderTrusted || showsOrder(rows, field)) this.isOrderTrusted = true;
		else if (await this.provesOrder(rows, span)) this.provenRows.push(...rows);
		else return false;
		this.isOrderTrusted ||= rows.length >= CONCLUSIVE_ROWS || showsOrder(this.provenRows, field);
		return true;
	}

	/** In another order, the part of the span that the page covers would contain rows that the page does not. */
	private async provesOrder(rows: readonly Incident[], span: Span): Promise<boolean> {
		const { field, direction } = this.request;
		const first = rows[0]?.[field];
		const last = rows[rows.length - 1]?.[field];
		if (first === undefined || last === undefined) return false;
		const covered = coveredSpan(span, direction, last);
		const { firstPage: page } = await this.readPage(covered, this.lister.api.can.pageMax);
		// Incidents beyond the page's first row have appeared since.
		const isSkipped = (one: Incident) =>
			!this.incidents.has(one.id) && (direction === 'desc' ? one[field] <= first : one[field] >= first);
		let isProof = !page.rows.some(isSkipped);
		// Pages may be shorter than requested.
		const more = isProof && page.next !== undefined ? await this.readWindow(covered) : [];
		isProof &&= !more.some(isSkipped);
		await this.add([...page.incidents, ...more]);
		return isProof && !this.isStopped;
	}

	/** The span after a page. If one millisecond fills the page, that millisecond is read completely first. */
	private async nextSpan(bounds: TimeBounds): Promise<Span | undefined> {
		const { direction } = this.request;
		if (!isOneMillisecond(bounds)) return remainingSpan(this.fullSpan, direction, bounds, false);
		const { start, end } = millisecondOf(bounds.first);
		await this.add(await this.readWindow(overlap(this.fullSpan, { from: start, before: end })));
		if (this.hasEnough() || this.isStopped) return undefined;
		return remainingSpan(this.fullSpan, direction, bounds, true);
	}

	/** Reads complete windows until there are enough incidents; none of them relies on an order. */
	private async readWindows(spans: Iterable<Span>): Promise<TopResult> {
		for (const span of spans) {
			if (this.mustStop()) break;
			await this.add(await this.readWindow(span));
			if (this.isStopped || this.hasEnoughIn(span)) break;
		}
		return await this.finish();
	}

	/** Rows of the first page beyond the complete windows do not count, because unread incidents may precede them. */
	private hasEnoughIn({ from, before }: Span): boolean {
		const { field, direction, wantedCount } = this.request;
		const covered = direction === 'desc' ? { from, before: undefined } : { from: undefined, before };
		return this.selected.filter((incident) => isWithin(covered, incident[field])).length >= wantedCount;
	}

	private windowsToRead({ last }: TimeBounds): Iterable<Span> {
		const { field, direction, wantedCount } = this.request;
		const times = this.selected.map((incident) => incident[field]).sort();
		const nth = direction === 'desc' ? times[times.length - wantedCount] : times[wantedCount - 1];
		const span = nth === undefined ? this.fullSpan : upTo(this.fullSpan, direction, nth);
		// The rows read so far may be the oldest. Begin with the newest, or the limit could end reading before them.
		const now = instantFromMillis(this.lister.api.serviceTime());
		return direction === 'asc' ? [span] : growingWindows(span, now > last ? now : last);
	}

	private async readPage(span: Span, top: number): Promise<IncidentList> {
		const { query, field, direction, alerts } = this.request;
		const isIgnored = this.lister.support.current.sorting === 'ignored';
		const orderBy = isIgnored ? undefined : (`${field} ${direction}` as const);
		return await this.lister.startList({ query: inSpan(query, field, span), orderBy, top, alerts });
	}

	/** @param alreadyRead incidents that count toward `maxScanned` already */
	private async readWindow(
		span: Span,
		alreadyRead: ReadonlyMap<string, Incident> = this.incidents,
	): Promise<readonly Incident[]> {
		const { query, field, alerts, direction, maxScanned: maximum } = this.request;
		this.counts.windows += 1;
		const limit = { maximum, alreadyRead, direction };
		const result = await readTimeWindowWithin(this.lister, { field, span, query, alerts }, limit);
		this.isStopped ||= !result.isWhole;
		return result.incidents;
	}

	private async add(incidents: readonly Incident[]): Promise<void> {
		for (const incident of incidents) keepNewest(this.incidents, incident);
		this.selected = await this.request.select([...this.incidents.values()]);
	}

	private hasEnough(): boolean {
		return this.selected.length >= this.request.wantedCount;
	}

	/** An incident updated while we were reading moves to a newer window, so this reads the newest window once more. */
	private async finish(): Promise<TopResult> {
		const { field, direction } = this.request;
		const { pages, windows } = this.counts;
		const mayMissMoves = field === 'lastUpdateDateTime' && direction === 'desc' && (pages > 1 || windows > 1);
		if (mayMissMoves && this.newest !== undefined && !this.isStopped)
			await this.add(await this.readWindow({ from: this.newest, before: this.fullSpan.before }, new Map()));
		return { selected: this.selected, scanned: this.incidents.size, isStopped: this.isStopped };
	}
}
