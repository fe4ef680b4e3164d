import type { ServiceTrace } from '../core/errors';
import type { RequestQuota } from '../core/requestQuota';
import type { RewordedMessage } from '../core/rewordedMessage';
import type { HuntColumn, HuntRow } from '../hunting/result/rows';
import type { Incident, MalformedIncident, TimeField } from '../incidents/incident';
import type { IncidentPatch } from '../incidents/update';
import type { PatchField } from '../incidents/vocabulary';

declare const pageLink: unique symbol;
/** URL of a further page. Its origin and path have been checked. */
export type PageLink = string & { readonly [pageLink]: true };

/** Features and limits of an API. Code outside `api` asks these instead of the API's name. */
export interface Capabilities {
	readonly filterable: ReadonlySet<string>;
	readonly patchable: ReadonlySet<PatchField>;
	/** Whether a list request may contain an order; otherwise the service decides the order. */
	readonly sortsLists: boolean;
	/** Undocumented filter syntax that this API may accept. */
	readonly unconfirmedFilterSyntax: ReadonlySet<'or' | 'null' | 'tolower'>;
	/** Whether alerts must be requested; otherwise every incident contains them at no extra cost. */
	readonly expandsAlerts: boolean;
	/** Maximum page size of the incident list. */
	readonly pageMax: number;
	/** Whether a hunt accepts a time span in addition to the query. */
	readonly huntTimespan: boolean;
	readonly reportsLastModifier: boolean;
	/** Documented quotas, which the entire tenant shares; empty without a documented one. Hunts have their own. */
	readonly documentedQuota: {
		readonly requests: readonly RequestQuota[];
		readonly hunts: readonly RequestQuota[];
	};
	/** First day without hunting, as ISO 8601 date; undefined if no end is announced. */
	readonly huntingEndDate: string | undefined;
}

export type SortKey = `${TimeField} ${'asc' | 'desc'}`;

/** Checked before each further request for a collection inside an incident. The rest remains unread when it returns false. */
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

/** One page of the incident list. The task decides whether to read the next one. */
export interface Page {
	/** May be empty even if there is a next page. */
	readonly incidents: readonly Incident[];
	/** Rows that are no valid incidents. */
	readonly malformed: readonly MalformedIncident[];
	/** undefined at the end of the list; nothing else indicates the end. */
	readonly next: PageLink | undefined;
	/** `Warning` header of a 206, which means that a provider's data is missing. */
	readonly warning: string | undefined;
}

export interface HuntRequest {
	readonly query: string;
	/** ISO 8601 time span; the service's own default (30 days) applies if undefined. */
	readonly timespan: string | undefined;
	/** Rewords the service's message about this query in terms of the author's own lines. */
	readonly rewordMessage: (message: string) => RewordedMessage;
}

export interface HuntTable {
	readonly columns: readonly HuntColumn[];
	/** Unchanged rows, keyed by column name. `hunting/result/rows` converts their values in place. */
	readonly rows: HuntRow[];
	/** Number of omitted rows that are no objects. */
	readonly malformed: number;
	/** Length of the response in characters, at most its number of bytes. */
	readonly length: number;
	/** Whether some numbers in the rows are text to keep all their digits. */
	readonly numbersAsText: boolean;
	/** Microsoft's error next to the rows, which are then incomplete. */
	readonly reported?: ServiceTrace;
}

/** Response to a PATCH. */
export interface PatchResponse {
	readonly incident: Incident;
	/** Fields that the response does not contain. */
	readonly omitted: readonly PatchField[];
}

export interface GetOptions {
	readonly alerts: boolean;
	readonly canReadMore?: CanReadMore;
}

/** The comments of an incident; `truncated` if some are missing. */
export type CommentList = Pick<Incident, 'comments' | 'truncated'>;

/**
 * Microsoft's security API in canonical terms. Collections inside incidents are complete or marked as truncated. Methods
 * throw only `DefenderError`.
 */
export interface SecurityApi {
	readonly can: Capabilities;
	listIncidents(request: ListRequest): Promise<Page>;
	getIncident(id: string, options: GetOptions): Promise<Incident>;
	/**
	 * Updates fields of an incident, immediately and without retries, because a retry would need a new read of the incident.
	 * @param etag version tag of the read; the service rejects the request (412) if the incident has changed since
	 * @throws DefenderError whose `effect` shows whether the service may have saved the change anyway
	 */
	patchIncident(id: string, patch: IncidentPatch, etag?: string): Promise<PatchResponse>;
	/** @returns all comments of the incident afterwards */
	addComment(id: string, text: string): Promise<CommentList>;
	runHunt(request: HuntRequest): Promise<HuntTable>;
	/** Number of requests that may be in progress at once. It grows, and shrinks when the service throttles or fails. */
	readonly parallelism: number;
	/** Unix time in milliseconds on the service's clock, from its newest response; until then on our own clock. */
	serviceTime(): number;
	/** Whether any response contained the service's time. A proxy may remove the `Date` header. */
	isServiceTimeKnown(): boolean;
}

/** The part of an API that reads incidents. Code with only this type can neither write nor hunt. */
export type IncidentSource = Pick<
	SecurityApi,
	'can' | 'listIncidents' | 'getIncident' | 'parallelism' | 'serviceTime' | 'isServiceTimeKnown'
>;
