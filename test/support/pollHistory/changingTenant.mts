import { instantFromMillis } from '../../../defender/core/instant.ts';
import { DefenderError } from '../../../defender/core/errors.ts';
import { graphCapabilities } from '../../../defender/api/graph.ts';
import type { ListRequest, Page, SecurityApi } from '../../../defender/api/securityApi.ts';
import type { Incident } from '../../../defender/incidents/incident.ts';
import { trouble } from '../defenderErrors.mts';
import { link, page } from '../scriptedApi.mts';
import { alert, incident } from '../incidents.mts';
import { same, valuesOf, type Row } from './tenantOracle.mts';

export const START = Date.parse('2026-11-22T03:00:00Z');

/** How the list behaves. */
export interface ListHabits {
	readonly order: 'honored' | 'ignored' | 'refused';
	readonly pageMax: number;
	/** Whether a full page that is the last one still leads to another, empty one. */
	readonly emptyPage: boolean;
	/** Whether responses contain the service's time. */
	readonly tellsTime: boolean;
}

/** How the service names the trigger's own application. */
export const OWN_NAME = 'API-App:n8n';

/** Incidents in memory that a test changes, behind the interface of the real service. */
export class ChangingTenant {
	now = START;
	readonly rows: Row[] = [];
	/** Number of the call that fails, counted from 1; 0 for none. */
	failAt = 0;
	/** Called before each call with its number. */
	beforeCall: (call: number) => void = () => undefined;
	private lastStamp = START;
	private calls = 0;

	constructor(private readonly habits: ListHabits) {}

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
			...{
				assignedTo: null,
				customTags: [],
				comments: [],
				alerts: [],
				redirect: null,
				silently: false,
				mergedAt: 0,
			},
			...{ modifiedBy: 'service', ownOnly: new Set(), wasOurs: false },
		});
	}

	change(place: number, by: string, edit: (row: Row) => void, silent: boolean, tie: boolean): void {
		const open = this.rows.filter(({ redirect }) => redirect === null);
		const row = open[place % Math.max(1, open.length)];
		if (row === undefined) return;
		editAs(by, row, edit);
		if (silent) row.silently = true;
		else row.updated = Math.max(row.updated, this.stamp(tie));
	}

	merge(from: number, into: number, silent: boolean): void {
		const open = this.rows.filter(({ redirect }) => redirect === null);
		const target = open[into % Math.max(1, open.length)];
		this.change(
			from,
			'service',
			(row) => {
				if (target === undefined || target === row) return;
				row.redirect = target.id;
				row.mergedAt = this.now;
				row.status = 'redirected';
				editAs('service', target, () => {
					target.customTags = [...new Set([...target.customTags, ...row.customTags])];
					target.alerts = [...target.alerts, ...row.alerts];
				});
				row.alerts = [];
				target.updated = Math.max(target.updated, this.stamp(false));
			},
			silent,
			false,
		);
	}

	/** The API for one poll of a host whose clock is so far ahead. */
	api(skewMs: number): SecurityApi {
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
			getIncident: async (id, { alerts }) => {
				this.call();
				const row = this.visible().find((one) => one.id === id);
				if (row === undefined) throw trouble({ kind: 'notFound' });
				return toIncident(row, alerts);
			},
			patchIncident: none,
			addComment: none,
			runHunt: none,
			isServiceTimeKnown: () => this.habits.tellsTime,
			serviceTime: () => (this.habits.tellsTime ? Math.floor(this.now / 1_000) * 1_000 : this.now + skewMs),
		};
	}

	private call(): void {
		this.calls += 1;
		this.beforeCall(this.calls);
		if (this.calls === this.failAt)
			throw new DefenderError({ kind: 'serviceDown' }, { message: 'down', description: 'again' });
	}

	private visible(): Row[] {
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
		const holds = conditionsOf(filter);
		const found = this.visible().filter(holds);
		if (orderBy !== '' && this.habits.order === 'honored') {
			const field = orderBy.startsWith('created') ? 'created' : 'updated';
			found.sort((a, b) => a[field] - b[field]);
		}
		const end = Number(from) + Number(top);
		const goesOn = end < found.length || (this.habits.emptyPage && end === found.length);
		const next = goesOn ? link([filter, orderBy, top, String(end)].join('|')) : undefined;
		const rows = found.slice(Number(from), end);
		return page(
			rows.map((row) => toIncident(row, false)),
			next,
		);
	}
}

/** The few forms of filter that reads send. */
function conditionsOf(filter: string): (row: Row) => boolean {
	const clauses = filter.split(' and ').map((clause): ((row: Row) => boolean) => {
		if (clause === '') return () => true;
		if (clause.startsWith('(')) return ({ status }) => clause.includes(`'${status}'`);
		const [field = '', operator = '', value = ''] = clause.split(' ');
		const limit = Date.parse(value);
		const held = (row: Row) => (field === 'createdDateTime' ? row.created : row.updated);
		return operator === 'ge' ? (row) => held(row) >= limit : (row) => held(row) < limit;
	});
	return (row) => clauses.every((holds) => holds(row));
}

/** Changes by others since the own application's last change must be reported; its own changes need not be. */
function editAs(by: string, row: Row, edit: (row: Row) => void): void {
	const before = valuesOf(row);
	edit(row);
	row.modifiedBy = by;
	if (by === OWN_NAME) {
		row.wasOurs = true;
		for (const one of ['status', 'severity', 'assignedTo', 'customTags', 'comments']) row.ownOnly.add(one);
		return;
	}
	// Writing a value that is already there changes nothing.
	for (const [field, value] of Object.entries(valuesOf(row)))
		if (!same(before[field], value)) row.ownOnly.delete(field);
}

function toIncident(row: Row, withAlerts: boolean): Incident {
	const { id, status, severity, assignedTo, customTags, comments, modifiedBy } = row;
	return incident({
		...{ id, status, severity, assignedTo, customTags, redirectIncidentId: row.redirect },
		createdDateTime: instantFromMillis(row.created),
		lastUpdateDateTime: instantFromMillis(row.updated),
		lastModifiedBy: modifiedBy,
		comments: comments.map((createdByDisplayName) => ({ comment: 'text', createdByDisplayName })),
		alerts: withAlerts ? row.alerts.map((name) => alert({ id: name })) : 'notRead',
	});
}
