import { instantFromMillis } from '../../../defender/core/instant.ts';
import { DefenderError } from '../../../defender/core/errors.ts';
import { graphCapabilities } from '../../../defender/api/graph.ts';
import type { ListRequest, Page, SecurityApi } from '../../../defender/api/securityApi.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { trouble } from '../../fixtures/defenderErrors.mts';
import { link, page } from '../../fixtures/fakeApi.mts';
import { incident } from '../../fixtures/incidents.mts';
import type { Row } from './tenantOracle.mts';

export const START = Date.parse('2026-11-22T03:00:00Z');

/** How the list behaves. */
export interface Habits {
	readonly order: 'honoured' | 'ignored' | 'refused';
	readonly pageMax: number;
}

/** Incidents in memory that change as told, behind the interface of the real service. */
export class ChangingTenant {
	now = START;
	readonly rows: Row[] = [];
	/** Number of the call that fails, counted from 1; 0 for none. */
	failAt = 0;
	/** Called before each call with its number. */
	beforeCall: (call: number) => void = () => undefined;
	private lastStamp = START;
	private calls = 0;

	constructor(private readonly habits: Habits) {}

	/** A stamp for a change now; with `tie` the same as the last one, if that is just now. */
	stamp(tie: boolean): number {
		this.now += 7;
		if (!tie || this.now - this.lastStamp > 1_000) this.lastStamp = this.now;
		return this.lastStamp;
	}

	create(severity: string, lateMs: number, tie: boolean): void {
		const created = this.stamp(tie);
		this.rows.push({
			id: String(this.rows.length + 1),
			...{ created, updated: created, visibleAt: this.now + lateMs, status: 'active', severity },
			...{ assignedTo: null, customTags: [], comments: 0, redirect: null, silently: false },
		});
	}

	change(place: number, edit: (row: Row) => void, silent: boolean, tie: boolean): void {
		const open = this.rows.filter(({ redirect }) => redirect === null);
		const row = open[place % Math.max(1, open.length)];
		if (row === undefined) return;
		edit(row);
		if (silent) row.silently = true;
		else row.updated = Math.max(row.updated, this.stamp(tie));
	}

	merge(from: number, into: number, silent: boolean): void {
		const open = this.rows.filter(({ redirect }) => redirect === null);
		const target = open[into % Math.max(1, open.length)];
		this.change(
			from,
			(row) => {
				if (target === undefined || target === row) return;
				row.redirect = target.id;
				row.status = 'redirected';
				target.customTags = [...new Set([...target.customTags, ...row.customTags])];
				target.updated = Math.max(target.updated, this.stamp(false));
			},
			silent,
			false,
		);
	}

	/** The API for one poll. */
	api(): SecurityApi {
		this.calls = 0;
		const none = async () => {
			throw new Error('a trigger never writes');
		};
		return {
			can: { ...graphCapabilities, pageMax: this.habits.pageMax },
			listIncidents: async (request) => {
				this.call();
				return this.list(request);
			},
			getIncident: async (id) => {
				this.call();
				const row = this.visible().find((one) => one.id === id);
				if (row === undefined) throw trouble({ kind: 'notFound' });
				return toIncident(row);
			},
			patchIncident: none,
			addComment: none,
			runHunt: none,
			serviceTime: () => Math.floor(this.now / 1_000) * 1_000,
		};
	}

	private call(): void {
		this.calls += 1;
		this.beforeCall(this.calls);
		if (this.calls === this.failAt)
			throw new DefenderError({ kind: 'serviceDown' }, { message: 'down', description: 'again' });
	}

	private visible(): readonly Row[] {
		return this.rows.filter(({ visibleAt }) => visibleAt <= this.now);
	}

	private list(request: ListRequest): Page {
		const [filter = '', orderBy = '', top = '1', from = '0'] =
			request.kind === 'first'
				? [request.filter, request.orderBy, String(request.top), '0']
				: request.link.split('|');
		if (orderBy !== '' && this.habits.order === 'refused')
			throw trouble({ kind: 'rejected' }, 'none', {
				status: 400,
				code: '',
				message: '$orderby is not supported',
			});
		const found = this.visible()
			.map(toIncident)
			.filter((one) => holds(filter, one));
		if (orderBy !== '' && this.habits.order === 'honoured') {
			const field = orderBy.startsWith('created') ? 'createdDateTime' : 'lastUpdateDateTime';
			found.sort((a, b) => (a[field] < b[field] ? -1 : a[field] > b[field] ? 1 : 0));
		}
		const end = Number(from) + Number(top);
		const next = end < found.length ? link([filter, orderBy, top, String(end)].join('|')) : undefined;
		return page(found.slice(Number(from), end), next);
	}
}

/** The few forms of filter that readings send. */
function holds(filter: string, one: Incident): boolean {
	return filter.split(' and ').every((clause) => {
		if (clause === '') return true;
		if (clause.startsWith('(')) return clause.includes(`'${one.status}'`);
		const [field = '', operator = '', value = ''] = clause.split(' ');
		const held = field === 'createdDateTime' ? one.createdDateTime : one.lastUpdateDateTime;
		return operator === 'ge' ? held >= value : held < value;
	});
}

const NO_COMMENT = { comment: 'text', createdByDisplayName: 'ann' };

function toIncident(row: Row): Incident {
	const { id, status, severity, assignedTo, customTags } = row;
	return incident({
		...{ id, status, severity, assignedTo, customTags, redirectIncidentId: row.redirect },
		createdDateTime: instantFromMillis(row.created),
		lastUpdateDateTime: instantFromMillis(row.updated),
		comments: Array.from({ length: row.comments }, () => NO_COMMENT),
	});
}
