import type { ListRequest, Page, PageLink, IncidentSource, SortKey } from '../../api/securityApi';
import { asDefenderError, DefenderError } from '../../core/errors';
import type { Notify } from '../../core/notices';
import { malformedLeftOut } from '../../core/sentences/malformedText';
import { odataRejected } from '../../core/sentences/serviceText';
import type { Incident } from '../../incidents/incident';
import { compileQuery, filterSupport, type CompiledQuery } from '../../incidents/odata';
import { conditionsOn, matches, type IncidentQuery } from '../../incidents/query';
import { CONCLUSIVE_ROWS, type KnownSupport, type ListSupport } from './listSupport';
import { MalformedRows } from './malformedRows';
import { PageChain } from './pageChain';
import * as say from './readText';
import { relaxRequest } from './relaxRequest';

type RequestSupport = Pick<ListSupport, 'syntax' | 'sorting'>;

export interface PageRequest {
	readonly query: IncidentQuery;
	readonly orderBy: SortKey | undefined;
	readonly top: number;
	readonly alerts: boolean;
}

/** A page with at least one readable row, or the last page. */
export interface IncidentPage {
	/** As listed by the service. They show its order and its filter. */
	readonly rows: readonly Incident[];
	/** The rows, and the incidents read by ID because their rows are malformed. */
	readonly incidents: readonly Incident[];
	readonly next: PageLink | undefined;
}

export interface IncidentList {
	readonly firstPage: IncidentPage;
	readonly followingPages: AsyncGenerator<IncidentPage, undefined>;
	/** The requested order; undefined if the service does not support it. */
	readonly orderBy: SortKey | undefined;
}

const NO_PAGE: IncidentPage = { rows: [], incidents: [], next: undefined };

/** Requests the pages of one read, and relaxes requests that the service rejects. */
export class IncidentLister {
	/** Texts of the `Warning` headers of partial responses. */
	readonly warnings = new Set<string>();
	readonly malformed: MalformedRows;
	private hasReadAny = false;
	private rowsInOrder = 0;

	/** Properties that the service accepted conditions on. */
	private readonly filteredBy = new Set<string>();
	/** IDs of listed incidents that do not match these conditions. */
	private readonly mismatched = new Set<string>();

	constructor(
		readonly api: IncidentSource,
		readonly support: KnownSupport,
		readonly notify: Notify,
	) {
		this.malformed = new MalformedRows(api);
	}

	/**
	 * Reads the first page with rows. A part of the request that the service rejects is omitted from then on; it is
	 * reported once a request without it succeeds.
	 * @throws DefenderError
	 */
	async startList(request: PageRequest): Promise<IncidentList> {
		const { start, orderBy } = await this.requestFirstPage(request);
		const followingPages = this.pages(start, request.alerts);
		const { value: firstPage = NO_PAGE } = await followingPages.next();
		return { firstPage, followingPages, orderBy };
	}

	private async requestFirstPage(
		request: PageRequest,
	): Promise<{ readonly start: Page; readonly orderBy: SortKey | undefined }> {
		let tried: RequestSupport = this.support.current;
		for (;;) {
			const compiled = compileQuery(request.query, filterSupport(this.api.can, tried));
			const canSort = tried.sorting !== 'rejected' && this.api.can.sortsLists;
			const orderBy = canSort ? request.orderBy : undefined;
			const { top, alerts } = request;
			try {
				const start = await this.readPage({ kind: 'first', filter: compiled.server, orderBy, top, alerts });
				this.recordSupport(tried);
				compiled.fields.forEach((property) => this.filteredBy.add(property));
				return { start, orderBy };
			} catch (failure) {
				tried = this.relax(tried, failure, request.query, compiled, orderBy);
			}
		}
	}

	/**
	 * Reads the pages of a list until there is no further link. Pages without a readable row are skipped.
	 * @throws DefenderError
	 */
	private async *pages(start: Page, alerts: boolean): AsyncGenerator<IncidentPage, undefined> {
		const chain = new PageChain();
		let readById: readonly Incident[] = [];
		for (let page = start; ; ) {
			chain.add(page);
			const { incidents: rows, next } = page;
			readById = [...readById, ...(await this.malformed.read(page.malformed, alerts))];
			const incidents = [...rows, ...readById];
			this.hasReadAny ||= incidents.length > 0;
			if (rows.length > 0 || next === undefined) {
				yield { rows, incidents, next };
				readById = [];
			}
			if (next === undefined) return;
			page = await this.readPage({ kind: 'next', link: next, alerts });
		}
	}

	/**
	 * Reports the incidents that could not be read.
	 * @throws DefenderError if no incident could be read
	 */
	reportMalformed(): void {
		const { unread } = this.malformed;
		this.malformed.requireAnyRead(this.hasReadAny);
		if (unread.length > 0) this.notify({ topic: 'malformedIncidents', text: malformedLeftOut(unread) });
	}

	/** Records which rows do not match the conditions that the service accepted. */
	recordMismatches(query: IncidentQuery, rows: readonly Incident[]): void {
		const accepted = conditionsOn(query, this.filteredBy);
		for (const one of rows) if (!matches(accepted, one)) this.mismatched.add(one.id);
	}

	/** Reports the number of mismatches, if any. */
	reportMismatches(): void {
		const { size } = this.mismatched;
		if (size > 0) this.notify({ topic: 'filterIgnored', text: say.filterIgnored(size) });
	}

	/** Records that rows did not arrive in the requested order. */
	recordIgnoredOrder(): void {
		if (this.support.current.sorting === 'rejected') return;
		this.support.current = { ...this.support.current, sorting: 'ignored' };
		this.notify({ topic: 'orderIgnored', text: say.orderIgnored() });
	}

	/** Records rows that are proven to be in the requested order. A few of them may be a coincidence. */
	recordProvenOrder(rows: number): void {
		this.rowsInOrder += rows;
		if (this.support.current.sorting === 'assumed' && this.rowsInOrder >= CONCLUSIVE_ROWS)
			this.support.current = { ...this.support.current, sorting: 'proven' };
	}

	private async readPage(request: ListRequest): Promise<Page> {
		const page = await this.api.listIncidents(request);
		if (page.warning !== undefined) {
			this.warnings.add(page.warning);
			this.notify({ topic: 'providerMissing', text: say.providerMissing(page.warning) });
		}
		return page;
	}

	/**
	 * The support to try next.
	 * @param tried of the failed request itself, since a parallel request may have been rejected meanwhile
	 * @throws DefenderError if the failure is not about syntax that can be omitted
	 */
	private relax(
		tried: RequestSupport,
		failure: unknown,
		{ odata }: IncidentQuery,
		{ server, unconfirmed }: CompiledQuery,
		orderBy: SortKey | undefined,
	): RequestSupport {
		if (!(failure instanceof DefenderError) || failure.trace?.status !== 400) throw asDefenderError(failure);
		const rejected = { hasOrder: orderBy !== undefined, unconfirmed, odata, filter: server };
		const omitted = relaxRequest(failure.trace.message, rejected);
		if (omitted === 'nothing') throw odata === undefined ? failure : this.rejectedFilter(odata, failure);
		if (omitted === 'order') return { ...tried, sorting: 'rejected' };
		const accepted = [...tried.syntax].filter((syntax) =>
			omitted === 'unconfirmed' ? !unconfirmed.has(syntax) : syntax !== omitted,
		);
		return { ...tried, syntax: new Set(accepted) };
	}

	private recordSupport({ syntax, sorting }: RequestSupport): void {
		const { current } = this.support;
		const common = new Set([...current.syntax].filter((one) => syntax.has(one)));
		if (common.size < current.syntax.size) this.notify({ topic: 'filteredHere', text: say.filteredHere() });
		const isRejected = sorting === 'rejected';
		if (isRejected && current.sorting !== 'rejected')
			this.notify({ topic: 'orderIgnored', text: say.orderIgnored() });
		this.support.current = { ...current, syntax: common, sorting: isRejected ? sorting : current.sorting };
	}

	private rejectedFilter(odata: string, { trace, effect }: DefenderError): DefenderError {
		const sentence = odataRejected(odata, [...this.api.can.filterable], trace);
		return new DefenderError({ kind: 'rejected' }, sentence, effect, trace);
	}
}
