import type { TimeField } from '../../api/securityApi';
import { instantFromMillis, type UtcInstant } from '../../core/instant';
import type { Incident } from '../../incidents/incident';
import { isDescending, keepNewest, otherTime, timeBounds, isAscending } from '../../incidents/order';
import { inSpan, isWithin, type IncidentQuery, type Span } from '../../incidents/query';
import {
	growingWindows,
	isOneMillisecond,
	remainingSpan,
	millisecondOf,
	overlap,
	coveredSpan,
	upTo,
	type Direction,
	type TimeBounds,
} from '../../incidents/spans';
import { readTimeWindowWithin } from './readTimeWindow';
import { TELLING_ROWS, type IncidentLister, type ListAnswer } from './incidentLister';

export interface TopRequest {
	readonly query: IncidentQuery;
	readonly field: TimeField;
	readonly direction: Direction;
	/** How many wanted incidents end the reading. */
	readonly enough: number;
	/** Largest page to ask for. */
	readonly top: () => number;
	/** How many incidents may be read to find them. */
	readonly maxScanned: number;
	readonly alerts: boolean;
	/** Which of the incidents read are wanted. */
	readonly pick: (incidents: readonly Incident[]) => Promise<readonly Incident[]>;
}

export interface TopResult {
	/** All wanted ones that were read: the first `enough` of them in any sorting by the asked time, and perhaps more. */
	readonly wanted: readonly Incident[];
	readonly scanned: number;
	/** Whether the reading stopped at `maxScanned` before it came to an end. */
	readonly stopped: boolean;
}

/**
 * The first wanted incidents by a time, exactly, whatever the service makes of the order: pages are asked for by time, and
 * an order that the rows do not show is proven or not relied upon.
 * @throws DefenderError
 */
export async function readTop(lister: IncidentLister, ask: TopRequest): Promise<TopResult> {
	return await new FirstReading(lister, ask).run();
}

class FirstReading {
	private readonly held = new Map<string, Incident>();
	private wanted: readonly Incident[] = [];
	private readonly whole: Span;
	private isTrusted: boolean;
	/** Rows of the pages that were proven to be in order. */
	private readonly inOrder: Incident[] = [];
	/** Whether `maxScanned` left something unread. */
	private isStopped = false;
	/** Pages and complete windows read, and the newest time of the first page. */
	private readonly parts = { pages: 0, windows: 0 };
	private newest: UtcInstant | undefined;

	constructor(
		private readonly lister: IncidentLister,
		private readonly ask: TopRequest,
	) {
		this.whole = ask.field === 'createdDateTime' ? ask.query.created : ask.query.updated;
		this.isTrusted = lister.habits.now.order === 'proven';
	}

	async run(): Promise<TopResult> {
		for (let span: Span | undefined = this.whole; span !== undefined; ) {
			const { page, orderBy } = await this.page(span, this.top);
			await this.accept(page.incidents);
			this.parts.pages += 1;
			const ends = timeBounds(page.rows, this.ask.field);
			this.newest ??= ends?.last;
			if (page.next === undefined || ends === undefined) return await this.found();
			if (!isWithin(span, ends.first) || !isWithin(span, ends.last)) return await this.wholly();
			if (orderBy === undefined || !(await this.isInOrder(page.rows, span)))
				return await this.withoutOrder(ends);
			if (this.isEnough() || this.mustStop()) return await this.found();
			span = await this.goOn(ends);
		}
		return await this.found();
	}

	private mustStop(): boolean {
		this.isStopped ||= this.held.size >= this.ask.maxScanned;
		return this.isStopped;
	}

	/** Whether the page holds the first rows of its span: it shows its order, or one more call proves it. */
	private async isInOrder(rows: readonly Incident[], span: Span): Promise<boolean> {
		const { field, direction } = this.ask;
		const stands = direction === 'desc' ? isDescending : isAscending;
		if (!stands(rows, field)) return this.notInOrder();
		if (this.isTrusted || this.shows(rows)) this.isTrusted = true;
		else if (await this.provesOrder(rows, span)) this.inOrder.push(...rows);
		else return this.notInOrder();
		this.isTrusted ||= rows.length >= TELLING_ROWS || this.shows(this.inOrder);
		return true;
	}

	/** A service that ignores the order may still give its own, and the two may coincide for a while. */
	private shows(rows: readonly Incident[]): boolean {
		const other = otherTime(this.ask.field);
		return rows.length >= TELLING_ROWS && !isDescending(rows, other) && !isAscending(rows, other);
	}

	/** Were the order another one, the part of the span that the page has passed would hold rows that it did not. */
	private async provesOrder(rows: readonly Incident[], span: Span): Promise<boolean> {
		const { field, direction } = this.ask;
		const first = rows[0]?.[field];
		const last = rows[rows.length - 1]?.[field];
		if (first === undefined || last === undefined) return false;
		const passed = coveredSpan(span, direction, last);
		const { page } = await this.page(passed, this.lister.api.can.pageMax);
		// What lies beyond the page's first row has come since.
		const isSkipped = (one: Incident) =>
			!this.held.has(one.id) && (direction === 'desc' ? one[field] <= first : one[field] >= first);
		let isProof = !page.rows.some(isSkipped);
		// Pages may be shorter than asked for.
		const more = isProof && page.next !== undefined ? await this.window(passed) : [];
		isProof &&= !more.some(isSkipped);
		await this.accept([...page.incidents, ...more]);
		return isProof && !this.isStopped;
	}

	private notInOrder(): false {
		this.lister.orderIgnored();
		return false;
	}

	/** What is left to read behind a page; a page full of one millisecond has that one read whole first. */
	private async goOn(ends: TimeBounds): Promise<Span | undefined> {
		const { direction } = this.ask;
		if (!isOneMillisecond(ends)) return remainingSpan(this.whole, direction, ends, false);
		const { start, end } = millisecondOf(ends.first);
		await this.accept(await this.window(overlap(this.whole, { from: start, before: end })));
		return this.isEnough() || this.isStopped ? undefined : remainingSpan(this.whole, direction, ends, true);
	}

	/** A service that does not apply the condition on time cannot be asked for parts. */
	private async wholly(): Promise<TopResult> {
		await this.accept(await this.window(this.whole));
		return await this.found();
	}

	/** Complete windows, from the wanted end on, until there are enough; none of them relies on an order. */
	private async withoutOrder(ends: TimeBounds): Promise<TopResult> {
		for (const span of this.spans(ends)) {
			if (this.mustStop()) break;
			await this.accept(await this.window(span));
			if (this.isStopped || this.isEnoughIn(span)) break;
		}
		return await this.found();
	}

	/** Rows of the first page that lie beyond what is read whole do not count: others may stand before them. */
	private isEnoughIn({ from, before }: Span): boolean {
		const { field, direction, enough } = this.ask;
		const read = direction === 'desc' ? { from, before: undefined } : { from: undefined, before };
		return this.wanted.filter((incident) => isWithin(read, incident[field])).length >= enough;
	}

	private spans({ last }: TimeBounds): Iterable<Span> {
		const { field, direction, enough } = this.ask;
		const times = this.wanted.map((incident) => incident[field]).sort();
		const nth = direction === 'desc' ? times[times.length - enough] : times[enough - 1];
		const span = nth === undefined ? this.whole : upTo(this.whole, direction, nth);
		// The rows at hand may be the oldest ones: the newest are read first, or the limit could end the reading before them.
		const now = instantFromMillis(this.lister.api.serviceTime());
		return direction === 'asc' ? [span] : growingWindows(span, now > last ? now : last);
	}

	private async page(span: Span, top: number): Promise<ListAnswer> {
		const { query, field, direction, alerts } = this.ask;
		const isIgnored = this.lister.habits.now.order === 'ignored';
		const orderBy = isIgnored ? undefined : (`${field} ${direction}` as const);
		return await this.lister.first({ query: inSpan(query, field, span), orderBy, top, alerts });
	}

	/** @param read what counts as read before it */
	private async window(span: Span, read: ReadonlyMap<string, Incident> = this.held) {
		const { query, field, alerts, direction, maxScanned: most } = this.ask;
		this.parts.windows += 1;
		const limit = { most, read, direction };
		const reading = await readTimeWindowWithin(this.lister, { field, span, query, alerts }, limit);
		this.isStopped ||= !reading.isWhole;
		return reading.incidents;
	}

	private async accept(incidents: readonly Incident[]): Promise<void> {
		for (const incident of incidents) keepNewest(this.held, incident);
		this.wanted = await this.ask.pick([...this.held.values()]);
	}

	private get top(): number {
		return Math.min(this.lister.api.can.pageMax, this.ask.top(), this.ask.maxScanned);
	}

	private isEnough(): boolean {
		return this.wanted.length >= this.ask.enough;
	}

	/** Whoever was changed between two parts has left the older for the newer one, which is therefore read again. */
	private async found(): Promise<TopResult> {
		const { field, direction } = this.ask;
		const { pages, windows } = this.parts;
		const mayMissMoves = field === 'lastUpdateDateTime' && direction === 'desc' && (pages > 1 || windows > 1);
		if (mayMissMoves && this.newest !== undefined && !this.isStopped)
			await this.accept(await this.window({ from: this.newest, before: this.whole.before }, new Map()));
		return { wanted: this.wanted, scanned: this.held.size, stopped: this.isStopped };
	}
}
