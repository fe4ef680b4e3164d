import type { ListRequest, Page } from '../../../defender/api/securityApi.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { trouble } from '../defenderErrors.mts';
import { matchesFilter } from '../odataOracle.mts';
import { page } from '../scriptedApi.mts';

/** How a list behaves. */
export interface ListHabits {
	/**
	 * The effect of `$orderby`. If it is ignored, rows are in the order in which they were added, or in that of their
	 * creation. `notOffered`: the capabilities say that there is none, and rows come newest first.
	 */
	readonly order: 'honored' | 'ignored' | 'oldestFirst' | 'newestFirst' | 'refused' | 'notOffered';
	/**
	 * How a page leads to the next one. `skip`: by a number of rows, which others may move meanwhile. `token`: to the rows
	 * that were found at first. `counted`: as `skip`, but also after a last page that is full.
	 */
	readonly link: 'skip' | 'token' | 'counted';
	readonly pageMax: number;
	/** @default 'honored' */
	readonly filter?: 'honored' | 'ignored';
}

/** The pages of a list of incidents. */
export class IncidentPages {
	private readonly tokens = new Map<string, readonly string[]>();

	/** @param incidents all that are visible at the time of a request */
	constructor(
		private readonly incidents: () => readonly Incident[],
		private readonly habits: ListHabits,
	) {}

	/** @throws DefenderError if the request has an order and the list refuses it */
	read(request: ListRequest): Page {
		this.checkOrder(request);
		const [filter = '', orderBy = '', top = '', from = '', token = ''] =
			request.kind === 'first'
				? [request.filter, request.orderBy, String(request.top), '0']
				: request.link.split('|');
		const held = this.tokens.get(token);
		const rows = held === undefined ? this.search(filter, orderBy) : this.withIds(held);
		const end = Number(from) + Number(top);
		const next = this.goesOn(end, rows.length)
			? [filter, orderBy, top, String(end), this.tokenFor(token, rows)].join('|')
			: undefined;
		return page(rows.slice(Number(from), end), next);
	}

	private checkOrder(request: ListRequest): void {
		if (request.kind === 'next' || request.orderBy === undefined) return;
		if (this.habits.order === 'notOffered')
			throw new Error('an order was requested that the API does not have');
		if (this.habits.order === 'refused')
			throw trouble({ kind: 'rejected' }, 'none', {
				status: 400,
				code: '',
				message: '$orderby is not supported',
			});
	}

	private search(filter: string, orderBy: string): readonly Incident[] {
		const holds = this.habits.filter === 'ignored' ? () => true : conditionOf(filter);
		const found = this.incidents().filter(holds);
		const [field = '', direction] = this.orderOf(orderBy).split(' ');
		if (field === '') return found;
		const sign = direction === 'desc' ? -1 : 1;
		const key = timeOf(field);
		return found.sort((a, b) => (key(a) < key(b) ? -sign : key(a) > key(b) ? sign : 0));
	}

	private orderOf(requested: string): string {
		const { order } = this.habits;
		if (order === 'honored') return requested;
		if (order === 'oldestFirst') return 'createdDateTime asc';
		return order === 'newestFirst' || order === 'notOffered' ? 'createdDateTime desc' : '';
	}

	private withIds(ids: readonly string[]): readonly Incident[] {
		const all = new Map(this.incidents().map((one) => [one.id, one]));
		return ids.flatMap((id) => all.get(id) ?? []);
	}

	private goesOn(end: number, count: number): boolean {
		return this.habits.link === 'counted' ? end <= count : end < count;
	}

	private tokenFor(token: string, rows: readonly Incident[]): string {
		if (this.habits.link !== 'token' || token !== '') return token;
		const name = `t${this.tokens.size}`;
		this.tokens.set(
			name,
			rows.map(({ id }) => id),
		);
		return name;
	}
}

/** Bounds of time differ in each request, so they are not worth a parser. */
function conditionOf(filter: string): (one: Incident) => boolean {
	const clauses = filter.split(' and ').map((clause): ((one: Incident) => boolean) => {
		if (clause === '') return () => true;
		const [, field = '', operator, bound = ''] = /^(\w+DateTime) (ge|lt) ([\dTZ:.-]+)$/.exec(clause) ?? [];
		if (operator === undefined) return (one) => matchesFilter(clause, rowOf(one));
		const time = timeOf(field);
		return (one) => (time(one) < bound ? operator === 'lt' : operator === 'ge');
	});
	return (one) => clauses.every((holds) => holds(one));
}

function timeOf(field: string): (one: Incident) => string {
	if (field === 'createdDateTime') return ({ createdDateTime }) => createdDateTime;
	if (field === 'lastUpdateDateTime') return ({ lastUpdateDateTime }) => lastUpdateDateTime;
	throw new Error(`no time ${field}`);
}

function rowOf(one: Incident): Parameters<typeof matchesFilter>[1] {
	const { status, severity, classification, determination, assignedTo } = one;
	const { createdDateTime, lastUpdateDateTime } = one;
	return { status, severity, classification, determination, assignedTo, createdDateTime, lastUpdateDateTime };
}
