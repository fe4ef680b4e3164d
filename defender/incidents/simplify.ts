import { collectEntities } from './evidence/entities';
import type { Alert, Incident } from './incident';
import { isTruncated, LISTS_OF_ALERTS, truncationFlags } from './truncation';

/** Longest entity list of a simplified incident; a longer one is cut and marked with `…Truncated: true`. */
export const MAX_LISTED = 200;

/** An incident as a plain item, simplified or with everything that came. */
export function incidentItem(incident: Incident, simplify: boolean): Record<string, unknown> {
	return simplify ? simplifyIncident(incident) : plainIncident(incident);
}

/**
 * The properties of an incident that workflows use, at the top level. With alerts read, also what they are about and each
 * alert in brief, without raw evidence (an incident of hundreds of alerts is many megabytes).
 */
function simplifyIncident(incident: Incident): Record<string, unknown> {
	const { alerts } = incident;
	return {
		id: incident.id,
		displayName: incident.displayName,
		severity: incident.severity,
		status: incident.status,
		assignedTo: incident.assignedTo,
		classification: incident.classification,
		determination: incident.determination,
		priorityScore: incident.priorityScore,
		createdDateTime: incident.createdDateTime,
		lastUpdateDateTime: incident.lastUpdateDateTime,
		lastModifiedBy: incident.lastModifiedBy,
		customTags: incident.customTags,
		systemTags: incident.systemTags,
		incidentWebUrl: incident.incidentWebUrl,
		redirectIncidentId: incident.redirectIncidentId,
		tenantId: incident.tenantId,
		description: incident.description,
		summary: incident.summary,
		resolvingComment: incident.resolvingComment,
		comments: incident.comments,
		...(incident.mergedFrom === undefined ? {} : { mergedFrom: incident.mergedFrom }),
		...(alerts === 'notRead'
			? {}
			: alerts === 'unavailable'
				? { alertsUnavailable: true }
				: alertProperties(alerts, incident)),
		...truncationFlags(incident),
	};
}

/** The whole incident as it came, for those who switch Simplify off. */
function plainIncident(incident: Incident): Record<string, unknown> {
	const entries = Object.entries(incident).filter(([name]) => name !== 'alerts' && name !== 'truncated');
	const { alerts } = incident;
	const rest = { ...Object.fromEntries(entries), ...truncationFlags(incident) };
	if (alerts === 'notRead') return rest;
	return alerts === 'unavailable' ? { ...rest, alertsUnavailable: true } : { ...rest, alerts };
}

function alertProperties(alerts: readonly Alert[], incident: Incident): Record<string, unknown> {
	const firsts = alerts.flatMap((alert) => alert.firstActivityDateTime ?? []).sort();
	const lasts = alerts.flatMap((alert) => alert.lastActivityDateTime ?? []).sort();
	return {
		alertCount: alerts.length,
		serviceSources: [...new Set(alerts.flatMap((alert) => alert.serviceSource ?? []))],
		mitreTechniques: [...new Set(alerts.flatMap((alert) => alert.mitreTechniques))].sort(),
		firstActivityDateTime: firsts[0] ?? null,
		lastActivityDateTime: lasts[lasts.length - 1] ?? null,
		...limitLists({ ...collectEntities(alerts), alerts: alerts.map(briefAlert) }),
		...listTruncationFlags(incident),
	};
}

function briefAlert(alert: Alert): Record<string, unknown> {
	const { id, title, severity, status, category, serviceSource, detectionSource } = alert;
	const { createdDateTime, firstActivityDateTime, lastActivityDateTime, mitreTechniques } = alert;
	return {
		id,
		title,
		severity,
		status,
		category,
		serviceSource,
		detectionSource,
		createdDateTime,
		firstActivityDateTime,
		lastActivityDateTime,
		mitreTechniques,
		...(alert.evidenceTruncated === undefined ? {} : { evidenceTruncated: alert.evidenceTruncated }),
	};
}

function limitLists(lists: Readonly<Record<string, readonly unknown[]>>): Record<string, unknown> {
	const result: Record<string, unknown> = {};
	for (const [name, values] of Object.entries(lists)) {
		result[name] = values.slice(0, MAX_LISTED);
		if (values.length > MAX_LISTED) result[`${name}Truncated`] = true;
	}
	return result;
}

/** A list of what the alerts name lacks what the missing ones name. */
function listTruncationFlags(incident: Incident): Record<string, unknown> {
	if (!isTruncated(incident, 'alerts') && !isTruncated(incident, 'evidence')) return {};
	return Object.fromEntries(LISTS_OF_ALERTS.map((name) => [`${name}Truncated`, true]));
}
