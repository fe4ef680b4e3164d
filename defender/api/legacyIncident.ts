import type { Endpoint } from '../access/endpoint';
import type { Truncated } from '../incidents/incident';
import { isRecord } from '../core/isRecord';
import type { JsonObject } from './parseBody';
import { readIncident, type IncidentReading } from './graphIncident';
import { readEvidence } from './legacyEvidence';
import { alertNames, incidentNames, toCanonical } from './legacyNames';

/**
 * Reads an incident by converting it to Graph's format, so that one reader validates both.
 * @param withAlerts whether to keep the alerts, which every response contains
 */
export function readLegacyIncident(
	wire: unknown,
	withAlerts: boolean,
	{ tenantId, portalOrigin }: Pick<Endpoint, 'tenantId' | 'portalOrigin'>,
	truncated: Truncated = {},
): IncidentReading {
	if (!isRecord(wire)) return readIncident(wire, withAlerts);
	const { incidentUri, ...rest } = wire;
	const incident = toCanonical(rest, incidentNames);
	const id = toText(incident['id']);
	// A tenant can also be named by a domain, which is no tenant ID.
	const tenant = tenantId.includes('.') ? null : tenantId;
	const portalUrl = `${portalOrigin}/incident2/${id}/overview${tenant === null ? '' : `?tid=${tenant}`}`;
	const reading = readIncident(
		{
			...incident,
			id,
			tenantId: tenant,
			redirectIncidentId: toText(incident['redirectIncidentId']),
			incidentWebUrl: typeof incidentUri === 'string' ? incidentUri : portalUrl,
			alerts: convertAlerts(incident['alerts']),
		},
		withAlerts,
		truncated,
	);
	if (reading.malformed === undefined) return reading;
	const { property } = reading.malformed;
	const [ownName] = [...incidentNames].find(([, name]) => name === property) ?? [property];
	return { malformed: { ...reading.malformed, property: ownName } };
}

/** Converts an ID, which this API sends as a number. */
function toText(value: unknown): unknown {
	return typeof value === 'number' ? String(value) : value;
}

function convertAlerts(alerts: unknown): unknown {
	return Array.isArray(alerts)
		? alerts.map((alert: unknown) => (isRecord(alert) ? convertAlert(alert) : alert))
		: alerts;
}

function convertAlert(wire: JsonObject): JsonObject {
	const { devices, entities, ...rest } = wire;
	const alert = toCanonical(rest, alertNames);
	const [id, incidentId] = [toText(alert['id']), toText(alert['incidentId'])];
	return { ...alert, id, incidentId, evidence: readEvidence(devices, entities) };
}
