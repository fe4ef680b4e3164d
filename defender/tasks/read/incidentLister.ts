import type { IncidentSource, ListRequest, Page, PageLink, SortKey } from '../../api/securityApi';
import { asDefenderError, DefenderError } from '../../core/errors';
import type { Notify } from '../../core/notices';
import { malformedLeftOut } from '../../core/sentences/malformedText';
import * as say from '../../core/sentences/noticeText';
import { odataRejected } from '../../core/sentences/serviceText';
import type { Incident } from '../../incidents/incident';
import {
	filterSupport,
	compileQuery,
	type CompiledQuery,
	type UnconfirmedSyntax,
} from '../../incidents/odata';
import { conditionsOn, matches, type IncidentQuery } from '../../incidents/query';
import { relaxRequest } from './relaxRequest';
import { MalformedRows } from './malformedRows';
import { PageChain } from './pageChain';

/** Rows from which on an order cannot be chance. */
export const TELLING_ROWS = 10;

/** What was seen of the service during this execution, so that it is asked once. */
export interface ServiceHabits {
	readonly takes: ReadonlySet<UnconfirmedSyntax>;
	/** `asked` until seen otherwise; `proven`: rows came in the order asked for, and not in another one by chance. */
	readonly order: 'asked' | 'proven' | 'ignored' | 'refused';
	/** Pages with alerts failed, so lists are read without and alerts by themselves. */
	readonly alertsFailed: boolean;
}

export const NEW_SERVICE: ServiceHabits = {
	takes: new Set<UnconfirmedSyntax>(['or', 'null', 'tolower']),
	order: 'asked',
	alertsFailed: false,
};

/** One execution's knowledge of the service, shared by all its readings. */
export interface SharedHabits {
	now: ServiceHabits;
}

export interface ListAsk {
	readonly query: IncidentQuery;
	readonly orderBy: SortKey | undefined;
	readonly top: number;
	readonly alerts: boolean;
}

/** A page that has rows to go by, or the last one. */
export interface ReadPage {
	/** As the service listed them: they show its order and its conditions. */
	readonly rows: readonly Incident[];
	/** These, and those that were read by ID because their rows are malformed. */
	readonly incidents: readonly Incident[];
	readonly next: PageLink | undefined;
}

export interface ListAnswer {
	readonly page: ReadPage;
	/** The pages behind it. */
	readonly behind: AsyncGenerator<ReadPage, undefined>;
	/** The order that was asked for in the end. */
	readonly orderBy: SortKey | undefined;
}

const NO_PAGE: ReadPage = { rows: [], incidents: [], next: undefined };

/** Asks for pages of one reading, and asks for less where the service refuses. */
export class IncidentLister {
	/** Texts of the `Warning` headers of partial answers. */
	readonly warnings = new Set<string>();
	readonly malformed: MalformedRows;
	private hasRead = false;
	private rowsInOrder = 0;

	/** Properties that the service took conditions on. */
	private readonly filteredBy = new Set<string>();
	/** Ids of incidents that came although they do not meet these conditions. */
	private readonly mismatched = new Set<string>();

	constructor(
		readonly api: IncidentSource,
		readonly habits: SharedHabits,
		readonly notify: Notify,
	) {
		this.malformed = new MalformedRows(api);
	}

	/**
	 * The first page with rows, and those behind it. What the service refuses is left out from then on, and only told once
	 * it was the reason.
	 * @throws DefenderError
	 */
	async first(ask: ListAsk): Promise<ListAnswer> {
		const { start, orderBy } = await this.start(ask);
		const behind = this.pages(start, ask.alerts);
		const { value: page = NO_PAGE } = await behind.next();
		return { page, behind, orderBy };
	}

	private async start(
		ask: ListAsk,
	): Promise<{ readonly start: Page; readonly orderBy: SortKey | undefined }> {
		let tried: Pick<ServiceHabits, 'takes' | 'order'> = this.habits.now;
		for (;;) {
			const compiled = compileQuery(ask.query, filterSupport(this.api.can, tried));
			const orderBy = tried.order === 'refused' || !this.api.can.sortsLists ? undefined : ask.orderBy;
			const { top, alerts } = ask;
			try {
				const start = await this.list({ kind: 'first', filter: compiled.server, orderBy, top, alerts });
				this.remember(tried);
				compiled.fields.forEach((property) => this.filteredBy.add(property));
				return { start, orderBy };
			} catch (failure) {
				tried = this.lessThan(tried, failure, ask.query, compiled, orderBy);
			}
		}
	}

	/**
	 * The pages of a list until there is no further link. Those without a readable row are passed over.
	 * @throws DefenderError
	 */
	private async *pages(start: Page, alerts: boolean): AsyncGenerator<ReadPage, undefined> {
		const chain = new PageChain();
		let readById: readonly Incident[] = [];
		for (let page = start; ; ) {
			chain.add(page);
			const { incidents: rows, next } = page;
			readById = [...readById, ...(await this.malformed.read(page.malformed, alerts))];
			const incidents = [...rows, ...readById];
			this.hasRead ||= incidents.length > 0;
			if (rows.length > 0 || next === undefined) {
				yield { rows, incidents, next };
				readById = [];
			}
			if (next === undefined) return;
			page = await this.list({ kind: 'next', link: next, alerts });
		}
	}

	/**
	 * Names the incidents that could not be read.
	 * @throws DefenderError when there is no other one
	 */
	nameMalformed(): void {
		const { unread } = this.malformed;
		this.malformed.throwIfNone(this.hasRead);
		if (unread.length > 0) this.notify({ topic: 'malformedIncidents', text: malformedLeftOut(unread) });
	}

	/** Notes which rows do not meet the conditions of a query that the service took. */
	noteMismatches(query: IncidentQuery, rows: readonly Incident[]): void {
		const asked = conditionsOn(query, this.filteredBy);
		for (const one of rows) if (!matches(asked, one)) this.mismatched.add(one.id);
	}

	/** Shows how many there were, if any. */
	tellMismatches(): void {
		const { size } = this.mismatched;
		if (size > 0) this.notify({ topic: 'filterIgnored', text: say.filterIgnored(size) });
	}

	/** Rows did not come in the order asked for. */
	orderIgnored(): void {
		if (this.habits.now.order === 'refused') return;
		this.habits.now = { ...this.habits.now, order: 'ignored' };
		this.notify({ topic: 'orderNotHonoured', text: say.orderNotHonoured() });
	}

	/** Another page is proven to hold the first rows of what was asked for. A few rows may be so by chance. */
	orderProven(rows: number): void {
		this.rowsInOrder += rows;
		if (this.habits.now.order === 'asked' && this.rowsInOrder >= TELLING_ROWS)
			this.habits.now = { ...this.habits.now, order: 'proven' };
	}

	private async list(request: ListRequest): Promise<Page> {
		const page = await this.api.listIncidents(request);
		if (page.warning !== undefined) {
			this.warnings.add(page.warning);
			this.notify({ topic: 'providerMissing', text: say.providerMissing(page.warning) });
		}
		return page;
	}

	/** Judged by what this request asked, since a parallel one may have been refused meanwhile. */
	private lessThan(
		tried: Pick<ServiceHabits, 'takes' | 'order'>,
		failure: unknown,
		{ odata }: IncidentQuery,
		{ server, unconfirmed: doubts }: CompiledQuery,
		orderBy: SortKey | undefined,
	): Pick<ServiceHabits, 'takes' | 'order'> {
		if (!(failure instanceof DefenderError) || failure.trace?.status !== 400) throw asDefenderError(failure);
		const asked = { order: orderBy !== undefined, doubts, raw: odata, filter: server };
		const less = relaxRequest(failure.trace.message, asked);
		if (less === 'nothing') throw odata === undefined ? failure : this.refusedFilter(odata, failure);
		if (less === 'order') return { ...tried, order: 'refused' };
		const left = [...tried.takes].filter((doubt) =>
			less === 'doubts' ? !doubts.has(doubt) : doubt !== less,
		);
		return { ...tried, takes: new Set(left) };
	}

	private remember({ takes, order }: Pick<ServiceHabits, 'takes' | 'order'>): void {
		const { now } = this.habits;
		const left = new Set([...now.takes].filter((doubt) => takes.has(doubt)));
		if (left.size < now.takes.size) this.notify({ topic: 'filteredHere', text: say.filteredHere() });
		if (order === 'refused' && now.order !== 'refused')
			this.notify({ topic: 'orderNotHonoured', text: say.orderNotHonoured() });
		this.habits.now = { ...now, takes: left, order: order === 'refused' ? order : now.order };
	}

	private refusedFilter(raw: string, { trace, effect }: DefenderError): DefenderError {
		const sentence = odataRejected(raw, [...this.api.can.filterable], trace);
		return new DefenderError({ kind: 'rejected' }, sentence, effect, trace);
	}
}
