import { collectEntities } from './evidence/entities';
import type { Alert, Incident } from './incident';
import { isTruncated, LISTS_OF_ALERTS, truncationFlags } from './truncation';

/**
 * Maximum number of entries of a list in a simplified incident. If a list is longer, `…Truncated` is the number of entries left
 * out. It is `true` if that number is unknown, because alerts or evidence are incomplete.
 */
export const MAX_LISTED = 200;

/** Returns an incident as the properties of an item: simplified or complete. */
export function incidentItem(incident: Incident, simplify: boolean): Record<string, unknown> {
	return simplify ? simplifyIncident(incident) : plainIncident(incident);
}

/**
 * The properties that workflows use, at the top level. With alerts, it adds their entities and a short form of each alert,
 * without raw evidence: an incident with hundreds of alerts has many megabytes of it.
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
		...(alerts === 'notRead'
			? {}
			: alerts === 'unavailable'
				? { alertsUnavailable: true }
				: alertProperties(alerts, incident)),
		...truncationFlags(incident),
	};
}

/** The complete incident, for Simplify switched off. */
function plainIncident(incident: Incident): Record<string, unknown> {
	const entries = Object.entries(incident).filter(([name]) => name !== 'alerts' && name !== 'truncated');
	const { alerts } = incident;
	const rest = { ...Object.fromEntries(entries), ...truncationFlags(incident) };
	if (alerts === 'notRead') return rest;
	return alerts === 'unavailable' ? { ...rest, alertsUnavailable: true } : { ...rest, alerts };
}

function alertProperties(alerts: readonly Alert[], incident: Incident): Record<string, unknown> {
	const firsts = alerts.flatMap((alert) => alert.firstActivityDateTime ?? []).sort();
	const entities = collectEntities(alerts);
	const lasts = alerts.flatMap((alert) => alert.lastActivityDateTime ?? []).sort();
	return {
		alertCount: alerts.length,
		serviceSources: [...new Set(alerts.flatMap((alert) => alert.serviceSource ?? []))],
		mitreTechniques: [...new Set(alerts.flatMap((alert) => alert.mitreTechniques))].sort(),
		firstActivityDateTime: firsts[0] ?? null,
		lastActivityDateTime: lasts[lasts.length - 1] ?? null,
		...limitLists({
			...entities,
			files: entities.files.map(({ deviceIds, ...file }) => ({ ...file, ...limitLists({ deviceIds }) })),
			alerts: alerts.map(briefAlert),
		}),
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
		if (values.length > MAX_LISTED) result[`${name}Truncated`] = values.length - MAX_LISTED;
	}
	return result;
}

/** Entity lists are incomplete when alerts or evidence are. */
function listTruncationFlags(incident: Incident): Record<string, unknown> {
	if (!isTruncated(incident, 'alerts') && !isTruncated(incident, 'evidence')) return {};
	return Object.fromEntries(LISTS_OF_ALERTS.map((name) => [`${name}Truncated`, true]));
}
