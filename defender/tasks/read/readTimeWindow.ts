import { asDefenderError } from '../../core/errors';
import { parseInstant, type UtcInstant } from '../../core/instant';
import type { Incident, TimeField } from '../../incidents/incident';
import { isAscending, timeBounds } from '../../incidents/order';
import { inSpan, isWithin, type IncidentQuery, type Span } from '../../incidents/query';
import {
	cutSpan,
	isOneMillisecond,
	millisecondOf,
	overlap,
	widthOf,
	type TimeBounds,
} from '../../incidents/spans';
import { followLinks } from './followLinks';
import type { IncidentLister, IncidentList } from './incidentLister';
import { showsOrder } from './listSupport';
import { crowdedInstant } from './readText';
import { ScannedIncidents, type ScanLimit } from './scannedIncidents';

export interface TimeWindow {
	/** `createdDateTime` never changes; `lastUpdateDateTime` only grows. */
	readonly field: TimeField;
	readonly span: Span;
	/** Further conditions that the service may apply. The span replaces its condition on `field`. */
	readonly query: IncidentQuery;
	readonly alerts: boolean;
	/** Whether rows can prove the order without a request; not for a trigger, which reads a second time instead. */
	readonly trustsRows?: true;
}

/** A span that is still to be read. `after`: it begins with the last row of a page. */
interface SpanPart extends Span {
	readonly after?: true;
}

/** Minimum length of a span that is divided further. The pages of a shorter one are read by their links. */
const MIN_SPAN_MS = 1_000;

/**
 * Reads every incident in a time window, each once in its newest state, before our own filter. Pages are requested by time
 * and not by a number of rows to skip, because a row that leaves the window would shift that number.
 * @throws DefenderError also if the list cannot be completed
 */
export async function readTimeWindow(
	lister: IncidentLister,
	window: TimeWindow,
): Promise<readonly Incident[]> {
	return await new WindowReading(lister, window).run();
}

/** The same up to a limit; one extra page may be read. @throws DefenderError */
export async function readTimeWindowWithin(
	lister: IncidentLister,
	window: TimeWindow,
	limit: ScanLimit,
): Promise<{ readonly incidents: readonly Incident[]; readonly isWhole: boolean }> {
	const reading = new WindowReading(lister, window, limit);
	return { incidents: await reading.run(), isWhole: !reading.isStopped };
}

/** The part of a window that could be read. */
export interface PartialWindow {
	readonly incidents: readonly Incident[];
	/** End of the part that is read completely; undefined if there is none, `all` for the whole window. */
	readonly upTo: UtcInstant | 'all' | undefined;
}

/**
 * Reads as much of a window as possible, earliest first.
 * @param isInterruption whether a failure only means that no more can be read for now
 * @throws DefenderError for any other failure
 */
export async function readTimeWindowUntil(
	lister: IncidentLister,
	window: TimeWindow,
	isInterruption: (failure: unknown) => boolean,
): Promise<PartialWindow> {
	const reading = new WindowReading(lister, window);
	try {
		return { incidents: await reading.run(), upTo: 'all' };
	} catch (failure) {
		if (!isInterruption(failure)) throw asDefenderError(failure);
		return reading.readSoFar();
	}
}

class WindowReading {
	private readonly scanned: ScannedIncidents;
	private readonly pending: SpanPart[] = [];
	private current: SpanPart | undefined;

	constructor(
		private readonly lister: IncidentLister,
		private readonly window: TimeWindow,
		private readonly limit?: ScanLimit,
	) {
		this.scanned = new ScannedIncidents(limit);
	}

	/** Whether the limit left something unread. */
	get isStopped(): boolean {
		return this.scanned.isStopped;
	}

	async run(): Promise<readonly Incident[]> {
		this.pending.push(this.window.span);
		for (let span = this.pending.pop(); span !== undefined; span = this.pending.pop()) {
			if (this.scanned.mustStop()) break;
			this.current = span;
			await this.read(span);
		}
		return this.scanned.all;
	}

	/** The result of a read that failed. */
	readSoFar(): PartialWindow {
		const unread = [...this.pending, this.current ?? this.window.span].map(({ from }) => from ?? '');
		const [first = ''] = unread.sort();
		const isBegun = first !== '' && first !== this.window.span.from;
		return { incidents: this.scanned.all, upTo: isBegun ? parseInstant(first) : undefined };
	}

	/** Reads a span, or a part of it and postpones the rest. */
	private async read(span: SpanPart): Promise<void> {
		const { firstPage: page, orderBy } = await this.startList(span);
		if (page.next === undefined) return;
		const bounds = timeBounds(page.rows, this.window.field);
		// A service that does not apply the condition on time cannot return a part of the span.
		if (bounds === undefined || !isWithin(span, bounds.first) || !isWithin(span, bounds.last))
			return await this.readByLinks(span);
		if (isOneMillisecond(bounds)) return await this.readAroundInstant(span, bounds.first);
		if (orderBy !== undefined && (await this.isInOrder(span, page.rows, bounds))) {
			this.pending.push({ from: bounds.last, before: span.before, after: true });
			return;
		}
		if (orderBy !== undefined) this.lister.recordIgnoredOrder();
		// Without an order, a span is divided until one page contains each part.
		if (widthOf(span) <= MIN_SPAN_MS) await this.readByLinks(span);
		else this.postpone(...cutSpan(span, bounds));
	}

	/** Whether a page contains the first rows of its span. */
	private async isInOrder(
		span: SpanPart,
		rows: readonly Incident[],
		{ first, last }: TimeBounds,
	): Promise<boolean> {
		const { field, trustsRows } = this.window;
		if (!isAscending(rows, field)) return false;
		if (this.continuesInOrder(span, first)) return true;
		if (trustsRows !== true || !isContinued(span, first) || !showsOrder(rows, field))
			return await this.provesOrder(span, last, rows.length);
		this.lister.recordProvenOrder(rows.length);
		return true;
	}

	/** Whether a page needs no proof. */
	private continuesInOrder(span: SpanPart, first: UtcInstant): boolean {
		return this.lister.support.current.sorting === 'proven' && isContinued(span, first);
	}

	/**
	 * Rows may be sorted by coincidence, so this reads the part of the span before the last row. In another order, it would
	 * contain rows that the page does not.
	 */
	private async provesOrder(span: Span, last: UtcInstant, rows: number): Promise<boolean> {
		const seen = this.scanned.size;
		const isRefuted = () => this.scanned.size > seen;
		await this.follow({ from: span.from, before: last }, isRefuted);
		if (isRefuted()) return false;
		if (!this.isStopped) this.lister.recordProvenOrder(rows);
		return true;
	}

	/** @param parts earliest first */
	private postpone(...parts: readonly SpanPart[]): void {
		this.pending.push(...(this.limit?.direction === 'desc' ? parts : [...parts].reverse()));
	}

	/** If one millisecond fills a page: reads it by its links, and postpones the spans before and after it. */
	private async readAroundInstant(span: SpanPart, instant: UtcInstant): Promise<void> {
		const { start, end } = millisecondOf(instant);
		const beginsEarlier = span.from === undefined || span.from < start;
		const endsLater = span.before === undefined || end < span.before;
		const isEarlierUnread = beginsEarlier && !this.continuesInOrder(span, instant);
		this.postpone(
			...(isEarlierUnread ? [{ from: span.from, before: start }] : []),
			...(endsLater ? [{ from: end, before: span.before }] : []),
		);
		await this.readByLinks(overlap(span, { from: start, before: end }));
	}

	/** Reads a span that cannot be divided. */
	private async readByLinks(span: Span): Promise<void> {
		const reads = await this.follow(span, () => false);
		if (reads > 1) this.lister.notify({ topic: 'slowReading', text: crowdedInstant() });
	}

	private async follow(span: Span, isOver: () => boolean): Promise<number> {
		return await followLinks(async () => await this.startList(span), this.scanned, isOver);
	}

	private async startList(span: Span): Promise<IncidentList> {
		const { field, query, alerts } = this.window;
		const isIgnored = this.lister.support.current.sorting === 'ignored';
		const list = await this.lister.startList({
			query: inSpan(query, field, span),
			orderBy: isIgnored ? undefined : `${field} asc`,
			top: this.lister.api.can.pageMax,
			alerts,
		});
		this.scanned.add(list.firstPage.incidents);
		return list;
	}
}

/** Whether a page is the first of its span, or begins with the last row of the previous page. */
function isContinued(span: SpanPart, first: UtcInstant): boolean {
	return span.after !== true || first === span.from;
}
