import type { UtcInstant } from '../core/instant';
import type { Classification, Determination, IncidentStatus, Open, Severity } from './vocabulary';

/** The incident of every API, with the names and enum spelling of Microsoft Graph v1.0. */
export interface Incident {
	/** Numeric text. */
	readonly id: string;
	/** Version tag; absent when the service sends none. */
	readonly '@odata.etag'?: string;
	readonly tenantId: string | null;
	readonly status: IncidentStatus;
	readonly severity: Severity;
	readonly classification: Classification;
	readonly determination: Determination;
	readonly displayName: string | null;
	readonly description: string | null;
	readonly summary: string | null;
	readonly resolvingComment: string | null;
	readonly assignedTo: string | null;
	readonly lastModifiedBy: string | null;
	/** 0 to 100. */
	readonly priorityScore: number | null;
	readonly createdDateTime: UtcInstant;
	readonly lastUpdateDateTime: UtcInstant;
	readonly customTags: readonly string[];
	readonly systemTags: readonly string[];
	readonly comments: readonly IncidentComment[];
	readonly incidentWebUrl: string | null;
	/** ID of the incident into which this one was merged. */
	readonly redirectIncidentId: string | null;
	/** `notRead`: not requested. `unavailable`: requested, but the service did not return them. */
	readonly alerts: readonly Alert[] | 'notRead' | 'unavailable';
	/** Absent when every collection is complete. */
	readonly truncated?: Truncated;
}

/** The times by which incidents are filtered and sorted. */
export type TimeField = 'createdDateTime' | 'lastUpdateDateTime';

/** An incident from the service that lacks a required property. */
export interface MalformedIncident {
	/** Numeric text; undefined when the ID itself is missing. */
	readonly id: string | undefined;
	/** The service's name of the missing or invalid property; undefined when the value is not an object. */
	readonly property: string | undefined;
}

/**
 * Incomplete collections inside an incident, each with the reason. Keys are `alerts`, `comments`, `evidence` (of any of its
 * alerts), or the name of another collection.
 */
export type Truncated = Readonly<Record<string, string>>;

export interface IncidentComment {
	readonly comment: string;
	readonly createdByDisplayName: string | null;
	readonly createdDateTime?: UtcInstant;
}

/** An alert of an incident. Properties that are not listed here pass through unchanged. */
export interface Alert {
	readonly id: string;
	readonly title: string | null;
	readonly severity: Severity;
	readonly status: Open<'unknown' | 'new' | 'inProgress' | 'resolved' | 'unknownFutureValue'>;
	readonly category: string | null;
	readonly serviceSource: string | null;
	readonly detectionSource: string | null;
	readonly mitreTechniques: readonly string[];
	readonly createdDateTime: UtcInstant | null;
	readonly firstActivityDateTime: UtcInstant | null;
	readonly lastActivityDateTime: UtcInstant | null;
	readonly evidence: readonly Evidence[];
	/** Its evidence is incomplete. */
	readonly evidenceTruncated?: true;
}

/** One piece of evidence; `@odata.type` names its type. Unknown types pass through unchanged. */
export interface Evidence {
	readonly '@odata.type': string;
	readonly verdict: Open<'unknown' | 'suspicious' | 'malicious' | 'noThreatsFound' | 'unknownFutureValue'>;
	readonly [property: string]: unknown;
}
