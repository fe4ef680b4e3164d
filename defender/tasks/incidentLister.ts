import type { ListRequest, Page, SecurityApi, SortKey } from '../api/securityApi';
import { asDefenderError, DefenderError } from '../core/errors';
import type { Notify } from '../core/notices';
import { pageRepeated } from '../core/sentences/incidents';
import * as say from '../core/sentences/notices';
import { odataRefused } from '../core/sentences/service';
import { compileQuery, type CompiledQuery, type Doubt } from '../incidents/odata';
import type { IncidentQuery } from '../incidents/query';
import { askLess } from './askLess';

/** What was seen of the service during this execution, so that it is asked once. */
export interface ServiceHabits {
	readonly takes: ReadonlySet<Doubt>;
	/** `asked` until seen otherwise; `proven`: rows came in the order asked for, and not in another one by chance. */
	readonly order: 'asked' | 'proven' | 'ignored' | 'refused';
	/** Pages with alerts failed, so lists are read without and alerts by themselves. */
	readonly alertsFailed: boolean;
}

export const NEW_SERVICE: ServiceHabits = {
	takes: new Set<Doubt>(['or', 'null']),
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

export interface ListAnswer {
	readonly page: Page;
	/** The order that was asked for in the end. */
	readonly orderBy: SortKey | undefined;
}

/** Asks for pages of one reading, and asks for less where the service refuses. */
export class IncidentLister {
	/** Texts of the `Warning` headers of partial answers. */
	readonly warnings = new Set<string>();

	constructor(
		readonly api: SecurityApi,
		readonly habits: SharedHabits,
		readonly notify: Notify,
	) {}

	/**
	 * The first page. What the service refuses is left out from then on, and only told once it was the reason.
	 * @throws DefenderError
	 */
	async first(ask: ListAsk): Promise<ListAnswer> {
		let tried: Pick<ServiceHabits, 'takes' | 'order'> = this.habits.now;
		for (;;) {
			const { filterable, filterDoubts, ordersLists } = this.api.can;
			const takes = new Set([...tried.takes].filter((doubt) => filterDoubts.has(doubt)));
			const compiled = compileQuery(ask.query, { fields: filterable, takes });
			const orderBy = tried.order === 'refused' || !ordersLists ? undefined : ask.orderBy;
			const { top, alerts } = ask;
			try {
				const page = await this.list({ kind: 'first', filter: compiled.server, orderBy, top, alerts });
				this.remember(tried);
				return { page, orderBy };
			} catch (failure) {
				tried = this.lessThan(tried, failure, ask.query, compiled, orderBy);
			}
		}
	}

	/** The pages behind a first one. @throws DefenderError when the service sends a link again */
	async *behind(first: Page, alerts: boolean): AsyncGenerator<Page> {
		const seen = new Set<string>();
		for (let link = first.next; link !== undefined; ) {
			if (seen.has(link)) throw new DefenderError({ kind: 'unreadable' }, pageRepeated());
			seen.add(link);
			const page: Page = await this.list({ kind: 'next', link, alerts });
			yield page;
			link = page.next;
		}
	}

	/** Rows did not come in the order asked for. */
	orderIgnored(): void {
		if (this.habits.now.order === 'refused') return;
		this.habits.now = { ...this.habits.now, order: 'ignored' };
		this.notify({ topic: 'orderNotHonoured', text: say.orderNotHonoured() });
	}

	orderProven(): void {
		if (this.habits.now.order === 'asked') this.habits.now = { ...this.habits.now, order: 'proven' };
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
		{ server, doubts }: CompiledQuery,
		orderBy: SortKey | undefined,
	): Pick<ServiceHabits, 'takes' | 'order'> {
		if (!(failure instanceof DefenderError) || failure.trace?.status !== 400) throw asDefenderError(failure);
		const asked = { order: orderBy !== undefined, doubts, raw: odata, filter: server };
		const less = askLess(failure.trace.message, asked);
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
		const sentence = odataRefused(raw, [...this.api.can.filterable], trace);
		return new DefenderError({ kind: 'rejected' }, sentence, effect, trace);
	}
}
