import type { TimeField } from '../../api/securityApi';
import { asDefenderError } from '../../core/errors';
import { parseInstant, type UtcInstant } from '../../core/instant';
import { unorderedInstant } from '../../core/sentences/noticeText';
import type { Incident } from '../../incidents/incident';
import { timeBounds, isAscending } from '../../incidents/order';
import { inSpan, isWithin, type IncidentQuery, type Span } from '../../incidents/query';
import {
	cutSpan,
	isOneMillisecond,
	millisecondOf,
	overlap,
	widthOf,
	type TimeBounds,
} from '../../incidents/spans';
import type { IncidentLister, ListAnswer } from './incidentLister';
import { ScannedIncidents, type ScanLimit } from './scannedIncidents';

export interface TimeWindow {
	/** `createdDateTime` never moves; `lastUpdateDateTime` only ever moves on. */
	readonly field: TimeField;
	readonly span: Span;
	/** Further conditions that the service may apply; its own condition on `field` is replaced by the span. */
	readonly query: IncidentQuery;
	readonly alerts: boolean;
}

/** A span that is still to be read; `after`: it begins with the last row of a page. */
interface Part extends Span {
	readonly after?: true;
}

/** A window no longer than this is not cut further; its pages are followed by their links. */
const SHORTEST_MS = 1_000;

/**
 * Reads all incidents of a time window, each once in its newest state, before any filter of ours. Pages are requested by
 * time and not by a count of rows, which a row that leaves the window would shift.
 * @throws DefenderError also when the list cannot be completed
 */
export async function readTimeWindow(
	lister: IncidentLister,
	window: TimeWindow,
): Promise<readonly Incident[]> {
	return await new WindowReading(lister, window).run();
}

/** The same, with at most one page more than the limit. @throws DefenderError */
export async function readTimeWindowWithin(
	lister: IncidentLister,
	window: TimeWindow,
	limit: ScanLimit,
): Promise<{ readonly incidents: readonly Incident[]; readonly isWhole: boolean }> {
	const reading = new WindowReading(lister, window, limit);
	return { incidents: await reading.run(), isWhole: !reading.isStopped };
}

/** A reading that may have been cut. */
export interface PartialReading {
	readonly incidents: readonly Incident[];
	/** The window is read before this instant; undefined when not even its beginning is, `all` when the whole is. */
	readonly upTo: UtcInstant | 'all' | undefined;
}

/**
 * As much of a window as can be had, earliest first.
 * @param isCut whether a failure only means that no more can be read for now
 * @throws DefenderError of any other kind
 */
export async function readTimeWindowUntil(
	lister: IncidentLister,
	window: TimeWindow,
	isCut: (failure: unknown) => boolean,
): Promise<PartialReading> {
	const reading = new WindowReading(lister, window);
	try {
		return { incidents: await reading.run(), upTo: 'all' };
	} catch (failure) {
		if (!isCut(failure)) throw asDefenderError(failure);
		return reading.soFar();
	}
}

class WindowReading {
	private readonly scanned: ScannedIncidents;
	private readonly open: Part[] = [];
	private current: Part | undefined;

	constructor(
		private readonly lister: IncidentLister,
		private readonly window: TimeWindow,
		private readonly limit?: ScanLimit,
	) {
		this.scanned = new ScannedIncidents(limit);
	}

	/** Whether more than the limit allows was left to read. */
	get isStopped(): boolean {
		return this.scanned.isStopped;
	}

	async run(): Promise<readonly Incident[]> {
		this.open.push(this.window.span);
		for (let span = this.open.pop(); span !== undefined; span = this.open.pop()) {
			if (this.scanned.mustStop()) break;
			this.current = span;
			await this.read(span);
		}
		return this.scanned.all;
	}

	/** What a reading that failed has come to. */
	soFar(): PartialReading {
		const unread = [...this.open, this.current ?? this.window.span].map(({ from }) => from ?? '');
		const [first = ''] = unread.sort();
		const isBegun = first !== '' && first !== this.window.span.from;
		return { incidents: this.scanned.all, upTo: isBegun ? parseInstant(first) : undefined };
	}

	/** Reads a span, or a part of it and leaves the rest open. */
	private async read(span: Part): Promise<void> {
		const { field } = this.window;
		const { page, orderBy } = await this.ask(span);
		if (page.next === undefined) return;
		const ends = timeBounds(page.rows, field);
		// A service that does not apply the condition on time cannot be asked for parts.
		if (ends === undefined || !isWithin(span, ends.first) || !isWithin(span, ends.last))
			return await this.drain(span);
		if (isOneMillisecond(ends)) return await this.aroundInstant(span, ends.first);
		if (orderBy !== undefined && isAscending(page.rows, field)) {
			if (this.continues(span, ends.first) || (await this.provesOrder(span, ends.last, page.rows.length))) {
				this.open.push({ from: ends.last, before: span.before, after: true });
				return;
			}
		}
		if (orderBy !== undefined) this.lister.orderIgnored();
		await this.halve(span, ends);
	}

	/** Whether a page needs no proof: the order is proven, and it begins with the row at which the page before ended. */
	private continues(span: Part, first: UtcInstant): boolean {
		return this.lister.habits.now.order === 'proven' && (span.after !== true || first === span.from);
	}

	/**
	 * Rows may rise by chance, so the part of the span before the last row is asked for once: were the order another one,
	 * it would hold rows that the page did not.
	 */
	private async provesOrder(span: Span, last: UtcInstant, rows: number): Promise<boolean> {
		const seen = this.scanned.size;
		const isRefuted = () => this.scanned.size > seen;
		await this.readByLinks({ from: span.from, before: last }, isRefuted);
		if (isRefuted()) return false;
		if (!this.isStopped) this.lister.orderProven(rows);
		return true;
	}

	/** @param parts earliest first */
	private leave(...parts: readonly Part[]): void {
		this.open.push(...(this.limit?.direction === 'desc' ? parts : [...parts].reverse()));
	}

	private isOrdered(): boolean {
		return this.lister.habits.now.order !== 'ignored';
	}

	/** A page full of one millisecond: that one by its links, then what lies before and after it. */
	private async aroundInstant(span: Part, instant: UtcInstant): Promise<void> {
		const { start, end } = millisecondOf(instant);
		const isCutBelow = span.from === undefined || span.from < start;
		const isCutAbove = span.before === undefined || end < span.before;
		const below = isCutBelow && !this.continues(span, instant) ? [{ from: span.from, before: start }] : [];
		const above = isCutAbove ? [{ from: end, before: span.before }] : [];
		this.leave(...below, ...above);
		await this.drain(overlap(span, { from: start, before: end }));
	}

	/** Without an order a span is cut until one page holds each part. */
	private async halve(span: Span, ends: TimeBounds): Promise<void> {
		if (widthOf(span) <= SHORTEST_MS) await this.drain(span);
		else this.leave(...cutSpan(span, ends));
	}

	/** Reads a span that cannot be cut. */
	private async drain(span: Span): Promise<void> {
		const readings = await this.readByLinks(span, () => false);
		if (readings > 1) this.lister.notify({ topic: 'slowReading', text: unorderedInstant() });
	}

	/**
	 * Follows the links of a span. They count rows, so a row that leaves meanwhile hides another one; but then the next
	 * reading lacks it. Two readings with the same rows therefore missed none.
	 * @returns how many readings it took
	 */
	private async readByLinks(span: Span, isOver: () => boolean): Promise<number> {
		let before: string | undefined;
		for (let readings = 1; ; readings += 1) {
			const { page, behind } = await this.ask(span);
			const ids = page.incidents.map(({ id }) => id);
			if (page.next === undefined || isOver()) return readings;
			for (;;) {
				if (readings === 1 && this.scanned.mustStop()) return readings;
				const { value: further } = await behind.next();
				if (further === undefined) break;
				this.scanned.keep(further.incidents);
				ids.push(...further.incidents.map(({ id }) => id));
				if (isOver()) return readings;
			}
			const rows = [...new Set(ids)].sort().join();
			if (rows === before) return readings;
			before = rows;
		}
	}

	private async ask(span: Span): Promise<ListAnswer> {
		const { field, query, alerts } = this.window;
		const answer = await this.lister.first({
			query: inSpan(query, field, span),
			orderBy: this.isOrdered() ? `${field} asc` : undefined,
			top: this.lister.api.can.pageMax,
			alerts,
		});
		this.scanned.keep(answer.page.incidents);
		return answer;
	}
}
