import type { ServiceTrace } from '../core/errors';
import type { HuntColumn, HuntRow } from '../hunting/result/rows';
import type { Incident, MalformedIncident } from '../incidents/incident';
import type { IncidentPatch } from '../incidents/update';
import type { PatchField } from '../incidents/vocabulary';
import type { RewordedMessage } from './serviceErrors';

declare const pageLink: unique symbol;
/** Address of a further page, already checked to lie at the endpoint's own origin and path. */
export type PageLink = string & { readonly [pageLink]: true };

/** What an API can do; everything outside `api` asks this instead of which API it is. */
export interface Capabilities {
	readonly filterable: ReadonlySet<string>;
	readonly patchable: ReadonlySet<PatchField>;
	/** Whether a list may be asked for an order; its rows come in the service's own one otherwise. */
	readonly sortsLists: boolean;
	/** What of the undocumented a filter may try. */
	readonly unconfirmedFilterSyntax: ReadonlySet<'or' | 'null' | 'tolower'>;
	/** Whether alerts must be asked for; otherwise they come with every incident, and cost nothing more. */
	readonly expandsAlerts: boolean;
	/** Largest page of the incident list. */
	readonly pageMax: number;
	/** Whether a hunt takes a time span beside the query. */
	readonly huntTimespan: boolean;
	readonly reportsLastModifier: boolean;
	/** Whether a comment is a field of the PATCH. It still leaves in one of its own, which is never repeated on doubt. */
	readonly commentTravelsInPatch: boolean;
	readonly ratePerMinute: number;
	/** Hunts have a quota of their own, shared by the whole tenant. */
	readonly huntsPerMinute: number;
	/** First day on which hunting has stopped, as ISO 8601 date; undefined where no end is announced. */
	readonly huntingEndDate: string | undefined;
}

/** The times by which a list can be cut and ordered. */
export type TimeField = 'createdDateTime' | 'lastUpdateDateTime';
export type SortKey = `${TimeField} ${'asc' | 'desc'}`;

/** Asked before each further request for a collection inside an incident; when it returns false, the rest stays unread. */
export type CanReadMore = () => boolean;

export type ListRequest = { readonly canReadMore?: CanReadMore } & (
	| {
			readonly kind: 'first';
			readonly filter: string | undefined;
			readonly orderBy: SortKey | undefined;
			readonly top: number;
			readonly alerts: boolean;
	  }
	| { readonly kind: 'next'; readonly link: PageLink; readonly alerts: boolean }
);

/** One page, never more: reading on is the task's decision. */
export interface Page {
	/** May be empty although there is a next page. */
	readonly incidents: readonly Incident[];
	/** The other rows. */
	readonly malformed: readonly MalformedIncident[];
	/** Its absence is the only sign that the list has ended. */
	readonly next: PageLink | undefined;
	/** Text of the service's `Warning` header when it answered 206 because a provider did not deliver. */
	readonly warning: string | undefined;
}

export interface HuntRequest {
	readonly query: string;
	/** ISO 8601 time span; undefined leaves it to the service (30 days). */
	readonly timespan: string | undefined;
	/** Tells a message of the service about this query in the author's own lines. */
	readonly rewordMessage: (message: string) => RewordedMessage;
}

export interface HuntTable {
	readonly columns: readonly HuntColumn[];
	/** As they came, keyed by column name; `hunting/rows` types them in place. */
	readonly rows: HuntRow[];
	/** How many rows were left out, because they are not objects. */
	readonly malformed: number;
	/** Size of the answer in characters, which are no more than its bytes. */
	readonly length: number;
	/** Whether some numbers in the rows are text, so that no digit is lost. */
	readonly numbersAsText: boolean;
	/** Microsoft's error that came next to the rows, which are then incomplete. */
	readonly reported?: ServiceTrace;
}

/** What came back for a PATCH. */
export interface PatchResponse {
	readonly incident: Incident;
	/** Fields that the answer left out, so that it says nothing about them. */
	readonly omitted: readonly PatchField[];
}

export interface GetOptions {
	readonly alerts: boolean;
	readonly canReadMore?: CanReadMore;
}

/** The comments of an incident; `truncated` when they are not all. */
export type CommentList = Pick<Incident, 'comments' | 'truncated'>;

/** Microsoft's security API in canonical terms. Collections inside incidents are read to their end, or marked as truncated. Every method throws DefenderError and nothing else. */
export interface SecurityApi {
	readonly can: Capabilities;
	listIncidents(request: ListRequest): Promise<Page>;
	getIncident(id: string, options: GetOptions): Promise<Incident>;
	/**
	 * Writes at once and tries once, since it follows the read that decided it back to back; repeating would need a new
	 * read. The error's `effect` tells whether the service may have acted all the same.
	 * @param etag version tag of that read, where one came: the service then refuses (412) when somebody wrote since
	 */
	patchIncident(id: string, patch: IncidentPatch, etag?: string): Promise<PatchResponse>;
	/** @returns all comments of the incident afterwards */
	addComment(id: string, text: string): Promise<CommentList>;
	runHunt(request: HuntRequest): Promise<HuntTable>;
	/** Unix time in milliseconds on the service's clock, by the newest answer that told it; until then on our own. */
	serviceTime(): number;
	/** Whether any answer has told the service's time: a proxy may leave the `Date` header out. */
	isServiceTimeKnown(): boolean;
}

/** The part of an API that reads incidents. Code with only this type can neither write nor hunt. */
export type IncidentSource = Pick<
	SecurityApi,
	'can' | 'listIncidents' | 'getIncident' | 'serviceTime' | 'isServiceTimeKnown'
>;
