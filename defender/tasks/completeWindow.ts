import type { TimeField } from '../api/securityApi';
import { asDefenderError, DefenderError } from '../core/errors';
import { instantFromMillis, millisOf, parseInstant, type UtcInstant } from '../core/instant';
import { endlessWindow } from '../core/sentences/incidents';
import { unorderedInstant } from '../core/sentences/notices';
import type { Incident } from '../incidents/incident';
import { keepNewest, reach, rises } from '../incidents/order';
import { isWithin, type IncidentQuery, type Span } from '../incidents/query';
import { isOneInstant, millisecondOf, overlap, type Direction, type Ends } from '../incidents/spans';
import type { IncidentLister, ListAnswer, ReadPage } from './incidentLister';

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
/** So many pages may bring nothing new: a few for each that does, whatever its size, and some to begin with. */
const IDLE = { perUseful: 4, more: 100 } as const;

/** How many incidents may be read. */
export interface ScanLimit {
	readonly most: number;
	/** Those read before, by ID, which count too. */
	readonly read: ReadonlyMap<string, unknown>;
	/** The end of the window that is read first. */
	readonly direction: Direction;
}

/**
 * All incidents of a time window, each once in its newest state, unfiltered on our side. Whoever is in the window during
 * the whole reading is found, although incidents change, come and leave meanwhile (hard-parts §3): pages are asked for by
 * time, never by a count of rows, which a row that leaves would shift.
 * @throws DefenderError; when the list cannot be completed it fails, it never comes short
 */
export async function readWindow(lister: IncidentLister, window: TimeWindow): Promise<readonly Incident[]> {
	return await new WindowReading(lister, window).run();
}

/**
 * The same, with no more incidents read than the limit and one page.
 * @returns the incidents, and whether they are all
 * @throws DefenderError
 */
export async function readWindowWithin(
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
export async function readWindowUntil(
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
	private readonly held = new Map<string, Incident>();
	private readonly open: Part[] = [];
	private current: Part | undefined;
	/** Pages with something new, and the others. */
	private readonly pages = { useful: 0, idle: 0 };
	/** Incidents that were not read before. */
	private fresh = 0;
	/** Whether more than the limit allows was left to read. */
	isStopped = false;

	constructor(
		private readonly lister: IncidentLister,
		private readonly window: TimeWindow,
		private readonly limit?: ScanLimit,
	) {}

	async run(): Promise<readonly Incident[]> {
		this.open.push(this.window.span);
		for (let span = this.open.pop(); span !== undefined; span = this.open.pop()) {
			if (this.mustStop()) break;
			this.current = span;
			await this.read(span);
		}
		return [...this.held.values()];
	}

	/** What a reading that failed has come to. */
	soFar(): PartialReading {
		const unread = [...this.open, this.current ?? this.window.span].map(({ from }) => from ?? '');
		const [first = ''] = unread.sort();
		const isBegun = first !== '' && first !== this.window.span.from;
		return { incidents: [...this.held.values()], upTo: isBegun ? parseInstant(first) : undefined };
	}

	/** Reads a span, or a part of it and leaves the rest open. */
	private async read(span: Part): Promise<void> {
		const { field } = this.window;
		const { page, orderBy } = await this.ask(span);
		if (page.next === undefined) return;
		const ends = reach(page.rows, field);
		// A service that does not apply the condition on time cannot be asked for parts.
		if (ends === undefined || !isWithin(span, ends.first) || !isWithin(span, ends.last))
			return await this.drain(span);
		if (isOneInstant(ends)) return await this.aroundInstant(span, ends.first);
		if (orderBy !== undefined && rises(page.rows, field)) {
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
		const seen = this.held.size;
		const isRefuted = () => this.held.size > seen;
		await this.readByLinks({ from: span.from, before: last }, isRefuted);
		if (isRefuted()) return false;
		if (!this.isStopped) this.lister.orderProven(rows);
		return true;
	}

	private mustStop(): boolean {
		const { limit } = this;
		this.isStopped ||= limit !== undefined && limit.read.size + this.fresh >= limit.most;
		return this.isStopped;
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

	/**
	 * Without an order a span is cut until one page holds each part: around the page's rows when they lie close together,
	 * as in a burst or in another order of the service's own, else at its middle.
	 */
	private async halve(span: Span, ends: Ends): Promise<void> {
		const { from, before } = span;
		const [first, end] = [millisecondOf(ends.first).start, millisecondOf(ends.last).end];
		const [width, rows] = [widthOf(span), widthOf({ from: first, before: end })];
		if (width <= SHORTEST_MS) return await this.drain(span);
		if (from === undefined || before === undefined || rows * 2 <= width) {
			const earlier = from === undefined || from < first ? [{ from, before: first }] : [];
			const later = before === undefined || end < before ? [{ from: end, before }] : [];
			this.leave(...earlier, overlap(span, { from: first, before: end }), ...later);
			return;
		}
		const middle = instantFromMillis(Math.floor((millisOf(from) + millisOf(before)) / 2));
		this.leave({ from, before: middle }, { from: middle, before });
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
				if (readings === 1 && this.mustStop()) return readings;
				const { value: further } = await behind.next();
				if (further === undefined) break;
				this.count(further);
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
		const within = field === 'createdDateTime' ? { created: span } : { updated: span };
		const answer = await this.lister.first({
			query: { ...query, ...within },
			orderBy: this.isOrdered() ? `${field} asc` : undefined,
			top: this.pageMax,
			alerts,
		});
		this.count(answer.page);
		return answer;
	}

	/** Keeps a page's incidents. A service that never comes to an end shows by pages that bring nothing new. */
	private count({ incidents }: ReadPage): void {
		const before = this.held.size;
		for (const incident of incidents) {
			if (!this.held.has(incident.id) && this.limit?.read.has(incident.id) !== true) this.fresh += 1;
			keepNewest(this.held, incident);
		}
		const { pages } = this;
		pages[this.held.size > before ? 'useful' : 'idle'] += 1;
		if (pages.idle > pages.useful * IDLE.perUseful + IDLE.more) {
			const sentence = endlessWindow(pages.useful + pages.idle, this.held.size);
			throw new DefenderError({ kind: 'unreadable' }, sentence);
		}
	}

	private get pageMax(): number {
		return this.lister.api.can.pageMax;
	}
}

/** Milliseconds from one end to the other, without end where a bound is missing. */
function widthOf({ from, before }: Span): number {
	return from === undefined || before === undefined
		? Number.POSITIVE_INFINITY
		: millisOf(before) - millisOf(from);
}
