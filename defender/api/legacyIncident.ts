import type { Endpoint } from '../access/endpoint';
import type { Truncated } from '../incidents/incident';
import { isRecord } from '../core/isRecord';
import type { JsonObject } from './parseBody';
import { readIncident, type IncidentReading } from './graphIncident';
import { readEvidence } from './legacyEvidence';
import { alertNames, canonical, incidentNames } from './legacyNames';

/**
 * Reads an incident of the older API by way of Graph's shape, so that one reader checks both.
 * @param alertsAsked they come in any case; unasked they are left out
 */
export function readLegacyIncident(
	wire: unknown,
	alertsAsked: boolean,
	{ tenantId, portalOrigin }: Pick<Endpoint, 'tenantId' | 'portalOrigin'>,
	truncated: Truncated = {},
): IncidentReading {
	if (!isRecord(wire)) return readIncident(wire, alertsAsked);
	const { incidentUri, ...rest } = wire;
	const incident = canonical(rest, incidentNames);
	const id = textOf(incident['id']);
	// Entra ID's id of the tenant; a domain is not one.
	const tenant = tenantId.includes('.') ? null : tenantId;
	const inPortal = `${portalOrigin}/incident2/${id}/overview${tenant === null ? '' : `?tid=${tenant}`}`;
	const reading = readIncident(
		{
			...incident,
			id,
			tenantId: tenant,
			redirectIncidentId: textOf(incident['redirectIncidentId']),
			incidentWebUrl: typeof incidentUri === 'string' ? incidentUri : inPortal,
			alerts: objectsOrAsCame(incident['alerts']),
		},
		alertsAsked,
		truncated,
	);
	if (reading.malformed === undefined) return reading;
	const { property } = reading.malformed;
	const [own] = [...incidentNames].find(([, name]) => name === property) ?? [property];
	return { malformed: { ...reading.malformed, property: own } };
}

/** The API writes ids as numbers. */
function textOf(value: unknown): unknown {
	return typeof value === 'number' ? String(value) : value;
}

function objectsOrAsCame(alerts: unknown): unknown {
	return Array.isArray(alerts)
		? alerts.map((alert: unknown) => (isRecord(alert) ? alertOf(alert) : alert))
		: alerts;
}

function alertOf(wire: JsonObject): JsonObject {
	const { devices, entities, ...rest } = wire;
	const alert = canonical(rest, alertNames);
	const [id, incidentId] = [textOf(alert['id']), textOf(alert['incidentId'])];
	return { ...alert, id, incidentId, evidence: readEvidence(devices, entities) };
}
