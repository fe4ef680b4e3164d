import type { Incident, IncidentComment } from '../incidents/incident';
import type { IncidentPatch } from '../incidents/update';
import { patchFields } from '../incidents/vocabulary';
import { readColumns } from '../hunting/rows';
import type { HuntRow } from '../hunting/rows';
import { foreignLink } from '../core/sentences/service';
import { DefenderError } from '../core/errors';
import { isObject } from './bodies';
import { readComments, readIncident } from './graphIncident';
import type { ApiAnswer, HttpCaller } from './http';
import type {
	Capabilities,
	HuntRequest,
	HuntTable,
	ListRequest,
	Page,
	PageLink,
	PatchAnswer,
	SecurityApi,
} from './securityApi';
import { unreadableError, type CallContext } from './serviceErrors';

/** Permission names for sentences, given from outside because this folder does not know about access. */
export interface NeededPermissions {
	readonly read: string;
	readonly write: string;
	readonly hunt: string;
}

/** Newer enum members arrive by name instead of `unknownFutureValue` (reference: "Handling future members"). */
const READ_HEADERS = { Prefer: 'include-unknown-enum-members' };

export const graphCapabilities: Capabilities = {
	filterable: new Set([
		'assignedTo',
		'classification',
		'createdDateTime',
		'determination',
		'lastUpdateDateTime',
		'severity',
		'status',
	]),
	patchable: new Set(patchFields),
	expandsAlerts: true,
	pageMax: 50,
	huntTimespan: true,
	tellsLastModifier: true,
	commentTravelsInPatch: false,
	// Published for alerts and secure scores; incidents and hunting are not named (UNCONFIRMED).
	ratePerMinute: 150,
	// At least 45 a minute are allowed (runHuntingQuery, limits); with the ten that leave at once these are the first 45.
	huntsPerMinute: 35,
};

/** Microsoft Graph v1.0 security API. */
export class GraphSecurityApi implements SecurityApi {
	readonly can = graphCapabilities;

	constructor(
		private readonly caller: HttpCaller,
		private readonly apiOrigin: string,
		private readonly permissions: NeededPermissions,
	) {}

	async listIncidents(request: ListRequest): Promise<Page> {
		const url = request.kind === 'next' ? request.link : this.listUrl(request);
		const context: CallContext = { doing: 'readIncidents', needs: this.permissions.read };
		const answer = await this.caller.send({
			kind: request.alerts ? 'readWithAlerts' : 'read',
			method: 'GET',
			url,
			headers: READ_HEADERS,
			context,
		});
		const value = answer.body['value'];
		const incidents = Array.isArray(value)
			? value.map((item) => readIncident(item, request.alerts))
			: [undefined];
		if (!incidents.every((item): item is Incident => item !== undefined))
			throw unreadableError(answer, 'wrongShape', context, 'none');
		const warning = answer.status === 206 ? (answer.headers['warning'] ?? '') : undefined;
		return { incidents, next: this.nextLink(answer.body['@odata.nextLink']), warning };
	}

	async getIncident(id: string, options: { readonly alerts: boolean }): Promise<Incident> {
		const url = `${this.incidentUrl(id)}${options.alerts ? '?$expand=alerts' : ''}`;
		const context: CallContext = { doing: 'readIncidents', needs: this.permissions.read, incidentId: id };
		const answer = await this.caller.send({
			kind: options.alerts ? 'readWithAlerts' : 'read',
			method: 'GET',
			url,
			headers: READ_HEADERS,
			context,
		});
		return this.oneIncident(answer, options.alerts, context, 'none');
	}

	async patchIncident(id: string, patch: IncidentPatch, etag?: string): Promise<PatchAnswer> {
		const context: CallContext = { doing: 'updateIncident', needs: this.permissions.write, incidentId: id };
		const answer = await this.caller.send({
			kind: 'patch',
			method: 'PATCH',
			url: this.incidentUrl(id),
			headers: { ...READ_HEADERS, ...(etag === undefined ? {} : { 'If-Match': etag }) },
			body: patch,
			context,
			adjacent: true,
		});
		const incident = this.oneIncident(answer, false, context, 'unknown');
		return { incident, untold: patchFields.filter((field) => !(field in answer.body)) };
	}

	async addComment(id: string, comment: string): Promise<readonly IncidentComment[]> {
		const context: CallContext = { doing: 'addComment', needs: this.permissions.write, incidentId: id };
		const answer = await this.caller.send({
			kind: 'comment',
			method: 'POST',
			url: `${this.incidentUrl(id)}/comments`,
			body: { '@odata.type': 'microsoft.graph.security.alertComment', comment },
			context,
		});
		if (!Array.isArray(answer.body['value'])) throw unreadableError(answer, 'wrongShape', context, 'unknown');
		return readComments(answer.body['value']);
	}

	async runHunt(request: HuntRequest): Promise<HuntTable> {
		const context: CallContext = {
			doing: 'runHunt',
			needs: this.permissions.hunt,
			reword: request.inAuthorsWords,
		};
		const answer = await this.caller.send({
			kind: 'hunt',
			method: 'POST',
			url: `${this.apiOrigin}/v1.0/security/runHuntingQuery`,
			body: {
				Query: request.query,
				...(request.timespan === undefined ? {} : { Timespan: request.timespan }),
			},
			context,
		});
		const columns = readColumns(answer.body['schema']);
		const rows = answer.body['results'];
		if (columns === undefined || !isRowList(rows))
			throw unreadableError(answer, 'wrongShape', context, 'none');
		return { columns, rows, length: answer.length };
	}

	serviceTime(): number {
		return this.caller.serviceTime();
	}

	private listUrl(request: Extract<ListRequest, { kind: 'first' }>): string {
		const options = [
			['$top', String(request.top)],
			['$filter', request.filter],
			['$orderby', request.orderBy],
			['$expand', request.alerts ? 'alerts' : undefined],
		];
		const query = options
			.filter(([, value]) => value !== undefined)
			.map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`);
		return `${this.apiOrigin}/v1.0/security/incidents?${query.join('&')}`;
	}

	private incidentUrl(id: string): string {
		return `${this.apiOrigin}/v1.0/security/incidents/${encodeURIComponent(id)}`;
	}

	/** @throws DefenderError `misdirected` when the link leaves the API: the token would go with it */
	private nextLink(link: unknown): PageLink | undefined {
		if (typeof link !== 'string' || link === '') return undefined;
		if (this.isOwnLink(link)) return link;
		throw new DefenderError({ kind: 'misdirected' }, foreignLink(link, this.apiOrigin));
	}

	private isOwnLink(link: string): link is PageLink {
		try {
			const url = new URL(link);
			const plain = url.username === '' && url.password === '';
			return plain && url.origin === this.apiOrigin && url.pathname === '/v1.0/security/incidents';
		} catch {
			return false;
		}
	}

	private oneIncident(
		answer: ApiAnswer,
		alerts: boolean,
		context: CallContext,
		effect: 'none' | 'unknown',
	): Incident {
		const incident = readIncident(answer.body, alerts);
		if (incident === undefined) throw unreadableError(answer, 'wrongShape', context, effect);
		return incident;
	}
}

function isRowList(value: unknown): value is HuntRow[] {
	return Array.isArray(value) && value.every(isObject);
}
