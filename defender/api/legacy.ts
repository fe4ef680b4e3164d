import type { Endpoint, PermissionNames } from '../access/endpoint';
import { asDefenderError, DefenderError } from '../core/errors';
import type { Incident } from '../incidents/incident';
import type { IncidentPatch } from '../incidents/update';
import { patchFields } from '../incidents/vocabulary';
import type { JsonResponse } from './apiResponse';
import { requireIncident, splitRows, type IncidentReading } from './graphIncident';
import type { HttpClient } from './http';
import { readTable } from './huntTable';
import { readLegacyIncident } from './legacyIncident';
import { determinationSpellings, toLegacyFilter, toLegacyPatch, patchNames } from './legacyNames';
import { linkByNumber, nextLink, partUrl } from './listLinks';
import { NestedLists, type CompleteWire } from './nestedLists';
import { requestContext } from './requestContext';
import type {
	Capabilities,
	CommentList,
	GetOptions,
	HuntRequest,
	HuntTable,
	ListRequest,
	Page,
	PageLink,
	PatchResponse,
	SecurityApi,
} from './securityApi';
import { rejectOtherIncident, unreadableError } from './serviceErrors';

const PATH = '/api/incidents';

export const legacyCapabilities: Capabilities = {
	filterable: new Set(['lastUpdateDateTime', 'createdDateTime', 'status', 'assignedTo']),
	patchable: new Set(patchFields.filter((field) => field in patchNames)),
	// The documentation names no `$orderby` and no order of rows, and joins filters only by `and`.
	// https://learn.microsoft.com/defender-xdr/api-list-incidents
	sortsLists: false,
	unconfirmedFilterSyntax: new Set(['tolower']),
	expandsAlerts: false,
	pageMax: 100,
	huntTimespan: false,
	reportsLastModifier: false,
	// https://learn.microsoft.com/defender-xdr/api-list-incidents
	// https://learn.microsoft.com/defender-xdr/api-advanced-hunting
	documentedQuota: {
		requests: [
			{ requests: 50, periodMs: 60_000 },
			{ requests: 1_500, periodMs: 3_600_000 },
		],
		hunts: [{ requests: 45, periodMs: 60_000 }],
	},
	huntingEndDate: '2027-02-01',
};

/**
 * Microsoft 365 Defender API (legacy), formerly Microsoft Threat Protection. It lacks some of Graph's features, which its
 * capabilities state and nothing emulates.
 */
export class LegacySecurityApi implements SecurityApi {
	readonly can = legacyCapabilities;
	private readonly nested: NestedLists;
	/** Spellings that the service has accepted, by canonical determination. */
	private readonly accepted = new Map<string, string>();

	constructor(
		private readonly client: HttpClient,
		private readonly endpoint: Endpoint,
		private readonly permissions: PermissionNames,
	) {
		this.nested = new NestedLists(client, endpoint.apiOrigin, PATH);
	}

	async listIncidents(request: ListRequest): Promise<Page> {
		const url = request.kind === 'next' ? request.link : this.firstPageUrl(request);
		const context = requestContext(this.permissions, 'readIncidents');
		const response = await this.client.send({ kind: 'read', method: 'GET', url, context });
		const value = response.body['value'];
		if (!Array.isArray(value)) throw unreadableError(response, 'wrongShape', context, 'none');
		const complete = await this.nested.completeAll(value, { ...request, context });
		const rows = splitRows(complete.map((one) => this.readWire(one, request.alerts)));
		return { ...rows, next: this.nextLink(response, url, value.length), warning: undefined };
	}

	async getIncident(id: string, options: GetOptions): Promise<Incident> {
		const context = requestContext(this.permissions, 'readIncidents', { incidentId: id });
		const url = this.incidentUrl(id);
		const response = await this.client.send({ kind: 'read', method: 'GET', url, context });
		const complete = await this.nested.complete(response.body, { ...options, context });
		return requireIncident(this.readWire(complete, options.alerts), response, context, 'none');
	}

	async patchIncident(id: string, patch: IncidentPatch, etag?: string): Promise<PatchResponse> {
		const { determination } = patch;
		if (determination === undefined) return await this.patch(id, patch, undefined, etag);
		const known = this.accepted.get(determination);
		const spellings = known === undefined ? determinationSpellings(determination) : [known];
		return await this.patchWithSpelling(id, { ...patch, determination }, spellings, etag);
	}

	/** Tries one spelling after the other, without a new read: a rejected request changes nothing. */
	private async patchWithSpelling(
		id: string,
		patch: IncidentPatch & Required<Pick<IncidentPatch, 'determination'>>,
		[spelling = '', ...others]: readonly string[],
		etag: string | undefined,
	): Promise<PatchResponse> {
		const response = await this.patch(id, patch, spelling, etag).catch(asDefenderError);
		if (!(response instanceof DefenderError)) {
			this.accepted.set(patch.determination, spelling);
			return response;
		}
		if (others.length === 0 || !isAboutSpelling(response, spelling)) throw asDefenderError(response);
		return await this.patchWithSpelling(id, patch, others, etag);
	}

	async addComment(id: string, comment: string): Promise<CommentList> {
		const context = requestContext(this.permissions, 'addComment', { incidentId: id });
		const url = this.incidentUrl(id);
		const response = await this.client.send({
			kind: 'comment',
			method: 'PATCH',
			url,
			body: { comment },
			context,
		});
		const { comments, incidentId } = response.body;
		if (!Array.isArray(comments)) throw unreadableError(response, 'wrongShape', context, 'unknown');
		if (incidentId !== undefined) rejectOtherIncident(response, String(incidentId), context, 'unknown');
		return await this.nested.readAllComments(response.body, context);
	}

	/** Ignores the time span, which this API does not accept; see `huntTimespan` in the capabilities. */
	async runHunt({ query, rewordMessage }: HuntRequest): Promise<HuntTable> {
		const context = requestContext(this.permissions, 'runHunt', { rewordMessage });
		const response = await this.client.send({
			kind: 'hunt',
			method: 'POST',
			url: `${this.endpoint.apiOrigin}/api/advancedhunting/run`,
			body: { Query: query },
			context,
		});
		return readTable(response, response.body['Schema'], response.body['Results'], context);
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

	private async patch(
		id: string,
		patch: IncidentPatch,
		determination: string | undefined,
		etag: string | undefined,
	): Promise<PatchResponse> {
		const context = requestContext(this.permissions, 'updateIncident', { incidentId: id });
		const response = await this.client.send({
			kind: 'patch',
			method: 'PATCH',
			url: this.incidentUrl(id),
			...(etag === undefined ? {} : { headers: { 'If-Match': etag } }),
			body: toLegacyPatch(patch, determination),
			context,
			isImmediate: true,
		});
		const complete = await this.nested.complete(response.body, { alerts: false, context });
		const incident = requireIncident(this.readWire(complete, false), response, context, 'unknown');
		return {
			incident,
			omitted: patchFields.filter((field) => !((patchNames[field] ?? field) in response.body)),
		};
	}

	private firstPageUrl({ top, filter }: Extract<ListRequest, { kind: 'first' }>): string {
		const legacyFilter = filter === undefined ? undefined : toLegacyFilter(filter);
		return partUrl(`${this.endpoint.apiOrigin}${PATH}`, top, 0, legacyFilter);
	}

	/** Prefers the service's own, undocumented link. After a page from such a link, a missing link is the end. */
	private nextLink(response: JsonResponse, requested: string, rows: number): PageLink | undefined {
		const { apiOrigin } = this.endpoint;
		return nextLink(response.body, apiOrigin, PATH) ?? linkByNumber(requested, rows, apiOrigin, PATH);
	}

	private incidentUrl(id: string): string {
		return `${this.endpoint.apiOrigin}${PATH}/${encodeURIComponent(id)}`;
	}

	private readWire({ wire, truncated }: CompleteWire, alerts: boolean): IncidentReading {
		return readLegacyIncident(wire, alerts, this.endpoint, truncated);
	}
}

/** Whether the service rejected the spelling of the determination, so that it may accept another one. */
function isAboutSpelling({ trace }: DefenderError, spelling: string): boolean {
	if (trace?.status !== 400) return false;
	const message = trace.message.toLowerCase();
	return message.includes('determination') || message.includes(spelling.toLowerCase());
}
