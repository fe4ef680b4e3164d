import type { ListRequest, Page, SecurityApi, SortKey } from '../api/securityApi';
import { asDefenderError, DefenderError } from '../core/errors';
import type { UtcInstant } from '../core/instant';
import type { Notify } from '../core/notices';
import { pageRepeated } from '../core/sentences/incidents';
import * as say from '../core/sentences/notices';
import type { Incident } from '../incidents/incident';
import { compileQuery, type CompiledQuery } from '../incidents/odata';
import { matches, type IncidentQuery } from '../incidents/query';

export interface ReadRequest {
	readonly query: IncidentQuery;
	/** How many of the most recently updated incidents are wanted. */
	readonly limit: number | 'all';
	readonly alerts: boolean;
}

/** What the service refused during this execution, so that it is asked once. */
interface Refused {
	or: boolean;
	orderBy: boolean;
}

/** Reads lists of incidents completely, whatever the service makes of filter and order. One per node execution. */
export class IncidentReader {
	private readonly refused: Refused = { or: false, orderBy: false };

	constructor(
		private readonly api: SecurityApi,
		private readonly notify: Notify,
	) {}

	/**
	 * The wanted incidents, most recently updated first. Those merged into others are left out unless asked for by status,
	 * since their target stands in the list itself.
	 * @throws DefenderError; a page that cannot be read fails the whole, it never shortens the list
	 */
	async read(request: ReadRequest): Promise<readonly Incident[]> {
		if (request.limit === 0) return [];
		for (;;) {
			const compiled = compileQuery(request.query, { fields: this.api.can.filterable, or: !this.refused.or });
			const order = this.orderFor(request);
			try {
				return await this.readAs(request, compiled, order);
			} catch (failure) {
				if (!this.canAskLess(failure, compiled, order)) throw asDefenderError(failure);
			}
		}
	}

	/**
	 * On a refused request, gives up `or` first, then the order; both are undocumented. Judged by what this request asked,
	 * since a parallel one may have been refused meanwhile.
	 */
	private canAskLess(failure: unknown, compiled: CompiledQuery, order: SortKey | undefined): boolean {
		if (!(failure instanceof DefenderError) || failure.trace?.status !== 400) return false;
		if (compiled.usesOr && !/order/i.test(failure.trace.message)) {
			this.refused.or = true;
			this.notify({ topic: 'filteredHere', text: say.filteredHere() });
			return true;
		}
		if (order === undefined) return false;
		this.refused.orderBy = true;
		this.notify({ topic: 'orderNotHonoured', text: say.orderNotHonoured() });
		return true;
	}

	private async readAs(
		request: ReadRequest,
		compiled: CompiledQuery,
		order: SortKey | undefined,
	): Promise<readonly Incident[]> {
		const asRead: Incident[] = [];
		const newest = new Map<string, UtcInstant>();
		const found = new Map<string, Incident>();
		for await (const page of this.pages(request, compiled, order)) {
			for (const incident of page.incidents) {
				asRead.push(incident);
				const { id, lastUpdateDateTime } = incident;
				// Rows move between pages while incidents change, so one may come twice; its newer state decides.
				if (lastUpdateDateTime < (newest.get(id) ?? lastUpdateDateTime)) continue;
				newest.set(id, lastUpdateDateTime);
				if (isWanted(compiled.rest, incident)) found.set(id, incident);
				else found.delete(id);
			}
			if (request.limit === 'all' || found.size < request.limit || page.next === undefined) continue;
			if (order === 'lastUpdateDateTime desc' && showsOrder(asRead)) break;
			return await this.newestOf(request, request.limit, [...found.values()].sort(byLastUpdate));
		}
		if (order === 'lastUpdateDateTime desc' && !falls(asRead, 'lastUpdateDateTime')) {
			this.notify({ topic: 'orderNotHonoured', text: say.orderNotHonoured() });
		}
		const sorted = [...found.values()].sort(byLastUpdate);
		return request.limit === 'all' ? sorted : sorted.slice(0, request.limit);
	}

	/**
	 * The newest, when the rows read do not show that the service honours the order: everything at least as new as the
	 * last of them is read, so that no newer one can be missing, whatever the order.
	 */
	private async newestOf(
		request: ReadRequest,
		limit: number,
		held: readonly Incident[],
	): Promise<readonly Incident[]> {
		const query = { ...request.query, updatedAfter: held[limit - 1]?.lastUpdateDateTime };
		const all = await this.read({ ...request, query, limit: 'all' });
		const isProven = held.slice(0, limit).every(({ id }, place) => all[place]?.id === id);
		if (!isProven) this.notify({ topic: 'orderNotHonoured', text: say.orderNotHonoured() });
		return (all.length < limit ? held : all).slice(0, limit);
	}

	/** A complete reading follows the time of creation, which does not move while pages are read. */
	private orderFor(request: ReadRequest): SortKey | undefined {
		if (this.refused.orderBy) return undefined;
		return request.limit === 'all' ? 'createdDateTime asc' : 'lastUpdateDateTime desc';
	}

	private async *pages(
		request: ReadRequest,
		compiled: CompiledQuery,
		orderBy: SortKey | undefined,
	): AsyncGenerator<Page> {
		const { alerts, limit } = request;
		const top = limit === 'all' ? this.api.can.pageMax : Math.min(this.api.can.pageMax, limit);
		const seen = new Set<string>();
		let next: ListRequest = { kind: 'first', filter: compiled.server, orderBy, top, alerts };
		for (;;) {
			const page: Page = await this.api.listIncidents(next);
			if (page.warning !== undefined)
				this.notify({ topic: 'providerMissing', text: say.providerMissing(page.warning) });
			yield page;
			if (page.next === undefined) return;
			if (seen.has(page.next)) throw new DefenderError({ kind: 'unreadable' }, pageRepeated());
			seen.add(page.next);
			next = { kind: 'next', link: page.next, alerts };
		}
	}
}

/** Rows from which on an order cannot be chance. */
const TELLING_ROWS = 10;

/** Whether rows stand in order of change and not merely in that of creation, in which a service that ignores `$orderby` gives them. */
function showsOrder(rows: readonly Incident[]): boolean {
	const byCreation = falls(rows, 'createdDateTime') || falls([...rows].reverse(), 'createdDateTime');
	return rows.length >= TELLING_ROWS && !byCreation && falls(rows, 'lastUpdateDateTime');
}

function falls(rows: readonly Incident[], field: 'createdDateTime' | 'lastUpdateDateTime'): boolean {
	return rows.every((row, place) => row[field] <= (rows[place - 1]?.[field] ?? row[field]));
}

function isWanted(query: IncidentQuery, incident: Incident): boolean {
	return (
		(incident.status !== 'redirected' || query.status.includes('redirected')) && matches(query, incident)
	);
}

function byLastUpdate(a: Incident, b: Incident): number {
	if (a.lastUpdateDateTime !== b.lastUpdateDateTime)
		return a.lastUpdateDateTime < b.lastUpdateDateTime ? 1 : -1;
	return Number(b.id) - Number(a.id);
}
