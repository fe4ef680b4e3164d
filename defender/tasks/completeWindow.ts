import type { Page, SortKey, TimeField } from '../api/securityApi';
import { asDefenderError, DefenderError } from '../core/errors';
import { instantFromMillis, millisOf, parseInstant, type UtcInstant } from '../core/instant';
import { endlessWindow } from '../core/sentences/incidents';
import { unorderedInstant } from '../core/sentences/notices';
import type { Incident } from '../incidents/incident';
import { keepNewest, reach, rises } from '../incidents/order';
import { isWithin, type IncidentQuery, type Span } from '../incidents/query';
import { isOneInstant, millisecondOf, overlap, type Ends } from '../incidents/spans';
import type { IncidentLister } from './incidentLister';

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
 * All incidents of a time window, each once in its newest state, unfiltered on our side. Whoever is in the window during
 * the whole reading is found, although incidents change, come and leave meanwhile (hard-parts §3): pages are asked for by
 * time, never by a count of rows, which a row that leaves would shift.
 * @throws DefenderError; when the list cannot be completed it fails, it never comes short
 */
export async function readWindow(lister: IncidentLister, window: TimeWindow): Promise<readonly Incident[]> {
	return await new WindowReading(lister, window).run();
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
	private calls = 0;

	constructor(
		private readonly lister: IncidentLister,
		private readonly window: TimeWindow,
	) {}

	async run(): Promise<readonly Incident[]> {
		this.open.push(this.window.span);
		for (let span = this.open.pop(); span !== undefined; span = this.open.pop()) {
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
		const ends = reach(page.incidents, field);
		// A service that does not apply the condition on time cannot be asked for parts.
		if (ends === undefined || !isWithin(span, ends.first) || !isWithin(span, ends.last))
			return await this.drain(span);
		if (isOneInstant(ends)) return await this.aroundInstant(span, ends.first);
		if (orderBy !== undefined && rises(page.incidents, field)) {
			if (this.continues(span, ends.first) || (await this.provesOrder(span, ends.last))) {
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
	private async provesOrder(span: Span, last: UtcInstant): Promise<boolean> {
		const seen = new Set(this.held.keys());
		const { page } = await this.ask({ from: span.from, before: last });
		if (page.next !== undefined || page.incidents.some(({ id }) => !seen.has(id))) return false;
		this.lister.orderProven();
		return true;
	}

	private isOrdered(): boolean {
		return this.lister.habits.now.order !== 'ignored';
	}

	/** A page full of one millisecond: that one by its links, then what lies before and after it. */
	private async aroundInstant(span: Part, instant: UtcInstant): Promise<void> {
		const { start, end } = millisecondOf(instant);
		const isCutBelow = span.from === undefined || span.from < start;
		const isCutAbove = span.before === undefined || end < span.before;
		if (isCutBelow && !this.continues(span, instant)) this.open.push({ from: span.from, before: start });
		if (isCutAbove) this.open.push({ from: end, before: span.before });
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
			if (before === undefined || end < before) this.open.push({ from: end, before });
			this.open.push(overlap(span, { from: first, before: end }));
			if (from === undefined || from < first) this.open.push({ from, before: first });
			return;
		}
		const middle = instantFromMillis(Math.floor((millisOf(from) + millisOf(before)) / 2));
		this.open.push({ from: middle, before }, { from, before: middle });
	}

	/**
	 * Follows the links of a span that cannot be cut. They count rows, so a row that leaves meanwhile hides another one;
	 * but then the next reading lacks it. Two readings with the same rows therefore missed none.
	 */
	private async drain(span: Span): Promise<void> {
		for (let before: string | undefined; ; ) {
			const { page } = await this.ask(span);
			const ids = page.incidents.map(({ id }) => id);
			if (page.next === undefined) return;
			for await (const further of this.lister.behind(page, this.window.alerts)) {
				this.count(further);
				ids.push(...further.incidents.map(({ id }) => id));
			}
			const rows = [...new Set(ids)].sort().join();
			if (rows === before) break;
			before = rows;
		}
		this.lister.notify({ topic: 'slowReading', text: unorderedInstant() });
	}

	private async ask(span: Span): Promise<{ readonly page: Page; readonly orderBy: SortKey | undefined }> {
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

	/** Keeps a page's rows; a service that never comes to an end is told by the calls it takes. */
	private count(page: Page): void {
		for (const incident of page.incidents) keepNewest(this.held, incident);
		this.calls += 1;
		const most = Math.ceil(this.held.size / this.pageMax) * 4 + 40;
		if (this.calls > most)
			throw new DefenderError({ kind: 'unreadable' }, endlessWindow(this.calls, this.held.size));
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
