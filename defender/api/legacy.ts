import type { Endpoint, PermissionNames } from '../access/endpoint';
import { asDefenderError, DefenderError } from '../core/errors';
import type { Incident } from '../incidents/incident';
import type { IncidentPatch } from '../incidents/update';
import { patchFields } from '../incidents/vocabulary';
import { splitRows, type IncidentReading } from './graphIncident';
import type { HttpClient } from './http';
import { readTable } from './huntTable';
import type { ApiAnswer } from './judgement';
import { readLegacyIncident } from './legacyIncident';
import { determinationSpellings, toLegacyFilter, toLegacyPatch, patchNames } from './legacyNames';
import { linkByNumber, nextLink, partUrl } from './listLinks';
import { NestedLists, type WholeWire } from './nestedLists';
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
import { malformedError, rejectOtherIncident, unreadableError, type RequestContext } from './serviceErrors';

const PATH = '/api/incidents';

export const legacyCapabilities: Capabilities = {
	filterable: new Set(['lastUpdateDateTime', 'createdDateTime', 'status', 'assignedTo']),
	patchable: new Set(patchFields.filter((field) => field in patchNames)),
	// Documented filters are joined by `and`; there is no `$orderby`, and no word on the order of rows.
	sortsLists: false,
	unconfirmedFilterSyntax: new Set(['tolower']),
	expandsAlerts: false,
	pageMax: 100,
	huntTimespan: false,
	reportsLastModifier: false,
	commentTravelsInPatch: true,
	// 50 a minute, of which ten may leave at once. Its 1,500 an hour are left to the service's own 429.
	ratePerMinute: 40,
	huntsPerMinute: 35,
	huntingEndDate: '2027-02-01',
};

/**
 * The API that came before Graph's: Microsoft 365 Defender, first called Microsoft Threat Protection. What it lacks is in its
 * capabilities; nothing is emulated.
 */
export class LegacySecurityApi implements SecurityApi {
	readonly can = legacyCapabilities;
	private readonly nested: NestedLists;
	/** Spellings that the service was seen to take, by canonical determination. */
	private readonly taken = new Map<string, string>();

	constructor(
		private readonly caller: HttpClient,
		private readonly endpoint: Endpoint,
		private readonly permissions: PermissionNames,
	) {
		this.nested = new NestedLists(caller, endpoint.apiOrigin, PATH);
	}

	async listIncidents(request: ListRequest): Promise<Page> {
		const url = request.kind === 'next' ? request.link : this.firstPage(request);
		const context: RequestContext = { activity: 'readIncidents', permission: this.permissions.read };
		const answer = await this.caller.send({ kind: 'read', method: 'GET', url, context });
		const value = answer.body['value'];
		if (!Array.isArray(value)) throw unreadableError(answer, 'wrongShape', context, 'none');
		const wires = await this.nested.eachWhole(value, { ...request, context });
		const rows = splitRows(wires.map((whole) => this.reading(whole, request.alerts)));
		return { ...rows, next: this.next(answer, url, value.length), warning: undefined };
	}

	async getIncident(id: string, options: GetOptions): Promise<Incident> {
		const context: RequestContext = {
			activity: 'readIncidents',
			permission: this.permissions.read,
			incidentId: id,
		};
		const url = this.incidentUrl(id);
		const answer = await this.caller.send({ kind: 'read', method: 'GET', url, context });
		const whole = await this.nested.whole(answer.body, { ...options, context });
		return this.incidentIn(answer, whole, options.alerts, context, 'none');
	}

	async patchIncident(id: string, patch: IncidentPatch, etag?: string): Promise<PatchResponse> {
		const { determination } = patch;
		if (determination === undefined) return await this.patch(id, patch, undefined, etag);
		const known = this.taken.get(determination);
		const spellings = known === undefined ? determinationSpellings(determination) : [known];
		return await this.patchSpelled(id, { ...patch, determination }, spellings, etag);
	}

	/** Tries one spelling after the other, at once, since a refused call did nothing and each read ages meanwhile. */
	private async patchSpelled(
		id: string,
		patch: IncidentPatch & Required<Pick<IncidentPatch, 'determination'>>,
		[spelling = '', ...others]: readonly string[],
		etag: string | undefined,
	): Promise<PatchResponse> {
		const answer = await this.patch(id, patch, spelling, etag).catch(asDefenderError);
		if (!(answer instanceof DefenderError)) {
			this.taken.set(patch.determination, spelling);
			return answer;
		}
		if (others.length === 0 || !blames(answer, spelling)) throw asDefenderError(answer);
		return await this.patchSpelled(id, patch, others, etag);
	}

	async addComment(id: string, comment: string): Promise<CommentList> {
		const context: RequestContext = {
			activity: 'addComment',
			permission: this.permissions.respond,
			incidentId: id,
		};
		const url = this.incidentUrl(id);
		const answer = await this.caller.send({
			kind: 'comment',
			method: 'PATCH',
			url,
			body: { comment },
			context,
		});
		const { comments, incidentId } = answer.body;
		if (!Array.isArray(comments)) throw unreadableError(answer, 'wrongShape', context, 'unknown');
		if (incidentId !== undefined) rejectOtherIncident(answer, String(incidentId), context, 'unknown');
		return await this.nested.wholeComments(answer.body, context);
	}

	/** A time span cannot be sent; whoever asks looks at the capabilities first. */
	async runHunt({ query, rewordMessage }: HuntRequest): Promise<HuntTable> {
		const context: RequestContext = { activity: 'runHunt', permission: this.permissions.hunt, rewordMessage };
		const answer = await this.caller.send({
			kind: 'hunt',
			method: 'POST',
			url: `${this.endpoint.apiOrigin}/api/advancedhunting/run`,
			body: { Query: query },
			context,
		});
		return readTable(answer, answer.body['Schema'], answer.body['Results'], context);
	}

	serviceTime(): number {
		return this.caller.serviceTime();
	}

	isServiceTimeKnown(): boolean {
		return this.caller.isServiceTimeKnown();
	}

	private async patch(
		id: string,
		patch: IncidentPatch,
		determination: string | undefined,
		etag: string | undefined,
	): Promise<PatchResponse> {
		const context: RequestContext = {
			activity: 'updateIncident',
			permission: this.permissions.respond,
			incidentId: id,
		};
		const answer = await this.caller.send({
			kind: 'patch',
			method: 'PATCH',
			url: this.incidentUrl(id),
			...(etag === undefined ? {} : { headers: { 'If-Match': etag } }),
			body: toLegacyPatch(patch, determination),
			context,
			adjacent: true,
		});
		const whole = await this.nested.whole(answer.body, { alerts: false, context });
		const incident = this.incidentIn(answer, whole, false, context, 'unknown');
		return {
			incident,
			omitted: patchFields.filter((field) => !((patchNames[field] ?? field) in answer.body)),
		};
	}

	private firstPage({ top, filter }: Extract<ListRequest, { kind: 'first' }>): string {
		const olderWords = filter === undefined ? undefined : toLegacyFilter(filter);
		return partUrl(`${this.endpoint.apiOrigin}${PATH}`, top, 0, olderWords);
	}

	/** The service's own link where it sends one (undocumented), and then its absence is the end. */
	private next(answer: ApiAnswer, asked: string, rows: number): PageLink | undefined {
		const { apiOrigin } = this.endpoint;
		return nextLink(answer.body, apiOrigin, PATH) ?? linkByNumber(asked, rows, apiOrigin, PATH);
	}

	private incidentUrl(id: string): string {
		return `${this.endpoint.apiOrigin}${PATH}/${encodeURIComponent(id)}`;
	}

	private reading({ wire, truncated }: WholeWire, alerts: boolean): IncidentReading {
		return readLegacyIncident(wire, alerts, this.endpoint, truncated);
	}

	private incidentIn(
		answer: ApiAnswer,
		whole: WholeWire,
		alerts: boolean,
		context: RequestContext,
		effect: 'none' | 'unknown',
	): Incident {
		const reading = this.reading(whole, alerts);
		if (reading.malformed !== undefined) throw malformedError(answer, reading.malformed, context, effect);
		rejectOtherIncident(answer, reading.incident.id, context, effect);
		return reading.incident;
	}
}

/** Whether a refusal speaks of the determination that was sent, so that another spelling of it may be taken. */
function blames({ trace }: DefenderError, spelling: string): boolean {
	if (trace?.status !== 400) return false;
	const said = trace.message.toLowerCase();
	return said.includes('determination') || said.includes(spelling.toLowerCase());
}
