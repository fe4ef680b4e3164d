import type { PermissionNames } from '../access/endpoint';
import type { Incident } from '../incidents/incident';
import type { IncidentPatch } from '../incidents/update';
import { patchFields } from '../incidents/vocabulary';
import type { JsonResponse } from './apiResponse';
import { readIncident, requireIncident, splitRows } from './graphIncident';
import { readTable } from './huntTable';
import type { HttpClient } from './http';
import { listUrl, nextLink } from './listLinks';
import { NestedLists } from './nestedLists';
import { requestContext, type RequestContext } from './requestContext';
import type {
	Capabilities,
	CommentList,
	GetOptions,
	HuntRequest,
	HuntTable,
	ListRequest,
	Page,
	PatchResponse,
	SecurityApi,
} from './securityApi';
import { unreadableError } from './serviceErrors';

const PATH = '/v1.0/security/incidents';

/**
 * Requests newer enum members by name instead of `unknownFutureValue`.
 * @see https://learn.microsoft.com/graph/best-practices-concept#handling-future-members-in-evolvable-enumerations
 */
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
	// Undocumented, but used by other integrations. Rejected requests are repeated without an order.
	sortsLists: true,
	unconfirmedFilterSyntax: new Set(['or', 'null', 'tolower']),
	expandsAlerts: true,
	pageMax: 50,
	huntTimespan: true,
	reportsLastModifier: true,
	// Microsoft publishes a limit for alerts and secure scores, and none for incidents, so only hunts are paced in advance.
	// https://learn.microsoft.com/graph/throttling-limits#security-service-limits
	// https://learn.microsoft.com/graph/api/security-security-runhuntingquery
	documentedQuota: { requests: [], hunts: [{ requests: 45, periodMs: 60_000 }] },
	huntingEndDate: undefined,
};

/** Microsoft Graph v1.0 security API. */
export class GraphSecurityApi implements SecurityApi {
	readonly can = graphCapabilities;

	private readonly nested: NestedLists;

	constructor(
		private readonly client: HttpClient,
		private readonly apiOrigin: string,
		private readonly permissions: PermissionNames,
	) {
		this.nested = new NestedLists(client, apiOrigin, PATH);
	}

	async listIncidents(request: ListRequest): Promise<Page> {
		const url = request.kind === 'next' ? request.link : this.firstPageUrl(request);
		const context = requestContext(this.permissions, 'readIncidents');
		const response = await this.client.send({
			kind: request.alerts ? 'readWithAlerts' : 'read',
			method: 'GET',
			url,
			headers: READ_HEADERS,
			context,
		});
		const value = response.body['value'];
		if (!Array.isArray(value)) throw unreadableError(response, 'wrongShape', context, 'none');
		const complete = await this.nested.completeAll(value, { ...request, headers: READ_HEADERS, context });
		const rows = splitRows(
			complete.map(({ wire, truncated }) => readIncident(wire, request.alerts, truncated)),
		);
		const warning = response.status === 206 ? (response.headers['warning'] ?? '') : undefined;
		return { ...rows, next: nextLink(response.body, this.apiOrigin, PATH), warning };
	}

	async getIncident(id: string, options: GetOptions): Promise<Incident> {
		const url = `${this.incidentUrl(id)}${options.alerts ? '?$expand=alerts' : ''}`;
		const context = requestContext(this.permissions, 'readIncidents', { incidentId: id });
		const response = await this.client.send({
			kind: options.alerts ? 'readWithAlerts' : 'read',
			method: 'GET',
			url,
			headers: READ_HEADERS,
			context,
		});
		return await this.toIncident(response, options, context, 'none');
	}

	async patchIncident(id: string, patch: IncidentPatch, etag?: string): Promise<PatchResponse> {
		const context = requestContext(this.permissions, 'updateIncident', { incidentId: id });
		const response = await this.client.send({
			kind: 'patch',
			method: 'PATCH',
			url: this.incidentUrl(id),
			headers: { ...READ_HEADERS, ...(etag === undefined ? {} : { 'If-Match': etag }) },
			body: patch,
			context,
			isImmediate: true,
		});
		const incident = await this.toIncident(response, { alerts: false }, context, 'unknown');
		return { incident, omitted: patchFields.filter((field) => !(field in response.body)) };
	}

	async addComment(id: string, comment: string): Promise<CommentList> {
		const context = requestContext(this.permissions, 'addComment', { incidentId: id });
		const response = await this.client.send({
			kind: 'comment',
			method: 'POST',
			url: `${this.incidentUrl(id)}/comments`,
			body: { '@odata.type': 'microsoft.graph.security.alertComment', comment },
			context,
		});
		if (!Array.isArray(response.body['value']))
			throw unreadableError(response, 'wrongShape', context, 'unknown');
		const { value: comments, '@odata.nextLink': link } = response.body;
		return await this.nested.readAllComments({ id, comments, 'comments@odata.nextLink': link }, context);
	}

	async runHunt({ query, timespan, rewordMessage }: HuntRequest): Promise<HuntTable> {
		const context = requestContext(this.permissions, 'runHunt', { rewordMessage });
		const response = await this.client.send({
			kind: 'hunt',
			method: 'POST',
			url: `${this.apiOrigin}/v1.0/security/runHuntingQuery`,
			body: { Query: query, ...(timespan === undefined ? {} : { Timespan: timespan }) },
			context,
		});
		return readTable(response, response.body['schema'], response.body['results'], context);
	}

	get parallelism(): number {
		return this.client.parallelism;
	}

	serviceTime(): number {
		return this.client.serviceTime();
	}

	isServiceTimeKnown(): boolean {
		return this.client.isServiceTimeKnown();
	}

	private firstPageUrl({ top, filter, orderBy, alerts }: Extract<ListRequest, { kind: 'first' }>): string {
		return listUrl(`${this.apiOrigin}${PATH}`, [
			['$top', String(top)],
			['$filter', filter],
			['$orderby', orderBy],
			['$expand', alerts ? 'alerts' : undefined],
		]);
	}

	private incidentUrl(id: string): string {
		return `${this.apiOrigin}${PATH}/${encodeURIComponent(id)}`;
	}

	private async toIncident(
		response: JsonResponse,
		options: GetOptions,
		context: RequestContext,
		effect: 'none' | 'unknown',
	): Promise<Incident> {
		const settings = { ...options, headers: READ_HEADERS, context };
		const { wire, truncated } = await this.nested.complete(response.body, settings);
		return requireIncident(readIncident(wire, options.alerts, truncated), response, context, effect);
	}
}
