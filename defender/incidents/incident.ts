import type { UtcInstant } from '../core/instant';
import type { Classification, Determination, IncidentStatus, Open, Severity } from './vocabulary';

/** The one incident that all of this package speaks of: names and enum spelling of Graph v1.0. */
export interface Incident {
	/** Numeric text. */
	readonly id: string;
	/** Version tag, where the service sends one. */
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
	/** Id of the incident into which this one was merged. */
	readonly redirectIncidentId: string | null;
	/** Ids of the incidents that were merged into this one and led to it; absent when it was found by itself. */
	readonly mergedFrom?: readonly string[];
	/** `notRead`: not asked for. `unavailable`: asked for, but the service could not deliver them. */
	readonly alerts: readonly Alert[] | 'notRead' | 'unavailable';
	/** Absent when every collection arrived whole. */
	readonly truncated?: Truncated;
}

/** An incident as the service sent it, without a value that every incident has. */
export interface MalformedIncident {
	/** Numeric text; undefined when there is none to read it by. */
	readonly id: string | undefined;
	/** The service's name of the property that is missing or wrong; undefined when it is no object at all. */
	readonly property: string | undefined;
}

/**
 * Collections inside an incident of which only a part arrived, and why: `alerts`, `comments`, `evidence` for that of any of
 * its alerts, or another one by its name.
 */
export type Truncated = Readonly<Record<string, string>>;

export interface IncidentComment {
	readonly comment: string;
	readonly createdByDisplayName: string | null;
	readonly createdDateTime?: UtcInstant;
}

/** An alert of an incident; properties that are not named here pass through untouched. */
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
	/** Only a part of its evidence arrived. */
	readonly evidenceTruncated?: true;
}

/** One piece of evidence: polymorphic by `@odata.type`; unknown types pass through untouched. */
export interface Evidence {
	readonly '@odata.type': string;
	readonly verdict: Open<'unknown' | 'suspicious' | 'malicious' | 'noThreatsFound' | 'unknownFutureValue'>;
	readonly [property: string]: unknown;
}
