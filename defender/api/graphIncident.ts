import type { Effect } from '../core/errors';
import { parseInstant, type UtcInstant } from '../core/instant';
import type {
	Alert,
	Evidence,
	Incident,
	IncidentComment,
	MalformedIncident,
	Truncated,
} from '../incidents/incident';
import { isRecord } from '../core/isRecord';
import type { ApiResponse } from './apiResponse';
import type { JsonObject } from './parseBody';
import type { RequestContext } from './requestContext';
import type { Page } from './securityApi';
import { malformedAlerts as malformedAlertsText } from './sentences/incompleteCollectionText';
import { malformedError, rejectOtherIncident } from './serviceErrors';

/** An incident, or the property that makes it malformed. */
export type IncidentReading =
	| { readonly incident: Incident; readonly malformed?: never }
	| { readonly malformed: MalformedIncident };

/**
 * Reads an incident of Graph v1.0. Unknown properties and enum members pass through. Required are a numeric ID, a status
 * and both times.
 * @param truncated incomplete collections, with the cause of each
 */
export function readIncident(wire: unknown, withAlerts: boolean, truncated: Truncated = {}): IncidentReading {
	if (!isRecord(wire)) return { malformed: { id: undefined, property: undefined } };
	const { id, status, severity } = wire;
	const createdDateTime = instant(wire['createdDateTime']);
	const lastUpdateDateTime = instant(wire['lastUpdateDateTime']);
	const malformed = (property: string) => ({ malformed: { id: readableId(id), property } });
	if (typeof id !== 'string' || !/^\d{1,20}$/.test(id)) return malformed('id');
	if (typeof status !== 'string') return malformed('status');
	if (createdDateTime === undefined) return malformed('createdDateTime');
	if (lastUpdateDateTime === undefined) return malformed('lastUpdateDateTime');
	const { alerts, malformedAlerts } = readAlerts(wire['alerts'], withAlerts);
	const missing =
		malformedAlerts === 0 ? truncated : { alerts: malformedAlertsText(malformedAlerts), ...truncated };
	const incident: Incident = {
		...withReadableTag(wire),
		id,
		status,
		severity: text(severity) ?? 'unknown',
		createdDateTime,
		lastUpdateDateTime,
		tenantId: text(wire['tenantId']),
		classification: text(wire['classification']) ?? 'unknown',
		determination: text(wire['determination']) ?? 'unknown',
		displayName: text(wire['displayName']),
		description: text(wire['description']),
		summary: text(wire['summary']),
		resolvingComment: text(wire['resolvingComment']),
		assignedTo: text(wire['assignedTo']) === '' ? null : text(wire['assignedTo']),
		lastModifiedBy: text(wire['lastModifiedBy']),
		priorityScore: typeof wire['priorityScore'] === 'number' ? wire['priorityScore'] : null,
		customTags: texts(wire['customTags']),
		systemTags: texts(wire['systemTags']),
		comments: readComments(wire['comments']),
		incidentWebUrl: text(wire['incidentWebUrl']),
		redirectIncidentId: text(wire['redirectIncidentId']) === '' ? null : text(wire['redirectIncidentId']),
		alerts,
	};
	return { incident: Object.keys(missing).length === 0 ? incident : { ...incident, truncated: missing } };
}

/** Leaves out a version tag that is no text. */
function withReadableTag(wire: JsonObject): JsonObject {
	const tag = wire[ETAG];
	if (tag === undefined || typeof tag === 'string') return wire;
	return Object.fromEntries(Object.entries(wire).filter(([name]) => name !== ETAG));
}

const ETAG = '@odata.etag';

/**
 * Returns the incident of a response.
 * @throws DefenderError `unreadable` for a malformed incident, and for another one than requested
 */
export function requireIncident(
	reading: IncidentReading,
	response: ApiResponse,
	context: RequestContext,
	effect: Effect,
): Incident {
	if (reading.malformed !== undefined) throw malformedError(response, reading.malformed, context, effect);
	rejectOtherIncident(response, reading.incident.id, context, effect);
	return reading.incident;
}

/** Separates the readable rows of a page from the malformed ones. */
export function splitRows(rows: readonly IncidentReading[]): Pick<Page, 'incidents' | 'malformed'> {
	return {
		incidents: rows.flatMap((row) => (row.malformed === undefined ? row.incident : [])),
		malformed: rows.flatMap((row) => row.malformed ?? []),
	};
}

/** Returns the ID of a malformed incident, if it can be used to request the incident. */
function readableId(id: unknown): string | undefined {
	const digits = typeof id === 'number' ? String(id) : id;
	return typeof digits === 'string' && /^\d{1,20}$/.test(digits) ? digits : undefined;
}

/**
 * Reads comments. Some of Microsoft's samples show `createdBy` and `createdTime`, so both spellings are read.
 * @see https://learn.microsoft.com/graph/api/resources/security-alertcomment
 */
export function readComments(wire: unknown): readonly IncidentComment[] {
	return list(wire)
		.filter(isRecord)
		.map((comment) => {
			const createdDateTime = instant(comment['createdDateTime'] ?? comment['createdTime']);
			return {
				comment: text(comment['comment']) ?? '',
				createdByDisplayName: text(comment['createdByDisplayName'] ?? comment['createdBy']),
				...(createdDateTime === undefined ? {} : { createdDateTime }),
			};
		});
}

/** Reads the alerts and counts the malformed ones. The alerts are unavailable if all of them are malformed. */
function readAlerts(
	wire: unknown,
	isRequested: boolean,
): { readonly alerts: Incident['alerts']; readonly malformedAlerts: number } {
	if (!isRequested) return { alerts: 'notRead', malformedAlerts: 0 };
	if (!Array.isArray(wire)) return { alerts: 'unavailable', malformedAlerts: 0 };
	const alerts = wire.map(readAlert).filter((alert): alert is Alert => alert !== undefined);
	if (alerts.length === 0 && wire.length > 0) return { alerts: 'unavailable', malformedAlerts: 0 };
	return { alerts, malformedAlerts: wire.length - alerts.length };
}

function readAlert(wire: unknown): Alert | undefined {
	if (!isRecord(wire)) return undefined;
	const { id } = wire;
	if (typeof id !== 'string') return undefined;
	return {
		...wire,
		id,
		title: text(wire['title']),
		severity: text(wire['severity']) ?? 'unknown',
		status: text(wire['status']) ?? 'unknown',
		category: text(wire['category']),
		serviceSource: text(wire['serviceSource']),
		detectionSource: text(wire['detectionSource']),
		mitreTechniques: texts(wire['mitreTechniques']),
		createdDateTime: instant(wire['createdDateTime']) ?? null,
		firstActivityDateTime: instant(wire['firstActivityDateTime']) ?? null,
		lastActivityDateTime: instant(wire['lastActivityDateTime']) ?? null,
		evidence: list(wire['evidence']).filter(isRecord).map(readEvidence),
	};
}

function readEvidence(wire: JsonObject): Evidence {
	return {
		...wire,
		'@odata.type': text(wire['@odata.type']) ?? '',
		verdict: text(wire['verdict']) ?? 'unknown',
	};
}

function instant(value: unknown): UtcInstant | undefined {
	return typeof value === 'string' ? parseInstant(value) : undefined;
}

function text(value: unknown): string | null {
	return typeof value === 'string' ? value : null;
}

function list(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}

function texts(value: unknown): readonly string[] {
	return list(value).filter((item): item is string => typeof item === 'string');
}
