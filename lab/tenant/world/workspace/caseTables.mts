import type { Row } from '../rows/tables.mts';
import type { WorldIncident } from '../shapes.mts';

function capital(text: string): string {
	return text.slice(0, 1).toUpperCase() + text.slice(1);
}

const STATUSES: Readonly<Record<string, string>> = {
	active: 'New',
	inProgress: 'Active',
	resolved: 'Closed',
	redirected: 'Closed',
};

/** SecurityIncident: the newest state of every incident. */
export function securityIncidents(incidents: readonly WorldIncident[]): readonly Row[] {
	return incidents
		.map((incident): Row & { readonly TimeGenerated: string } => ({
			TimeGenerated: incident.lastUpdateDateTime,
			Type: 'SecurityIncident',
			IncidentName: incident.id,
			Title: incident.displayName,
			Description: incident.description,
			Severity: capital(incident.severity),
			Status: STATUSES[incident.status] ?? 'New',
			Classification: incident.classification === 'unknown' ? null : capital(incident.classification),
			Owner: { userPrincipalName: incident.assignedTo, assignedTo: incident.assignedTo },
			ProviderName: 'Microsoft XDR',
			ProviderIncidentId: incident.id,
			FirstModifiedTime: incident.createdDateTime,
			LastModifiedTime: incident.lastUpdateDateTime,
			CreatedTime: incident.createdDateTime,
			ClosedTime: incident.status === 'resolved' ? incident.lastUpdateDateTime : null,
			IncidentNumber: Number(incident.id),
			AlertIds: incident.alerts.map(({ id }) => id),
			Labels: incident.customTags.map((labelName) => ({ labelName, labelType: 'User' })),
			IncidentUrl: incident.incidentWebUrl,
			AdditionalData: { alertsCount: incident.alerts.length },
			ModifiedBy: incident.lastModifiedBy,
		}))
		.sort((a, b) => (a.TimeGenerated < b.TimeGenerated ? -1 : a.TimeGenerated > b.TimeGenerated ? 1 : 0));
}

/** SecurityAlert, from AlertInfo and the entities of AlertEvidence. */
export function securityAlerts(alerts: readonly Row[], evidence: readonly Row[]): readonly Row[] {
	const entities = new Map<string, Row[]>();
	for (const item of evidence) {
		const id = typeof item['AlertId'] === 'string' ? item['AlertId'] : '';
		entities.set(id, [...(entities.get(id) ?? []), item]);
	}
	return alerts.map((alert) => {
		const id = typeof alert['AlertId'] === 'string' ? alert['AlertId'] : '';
		return {
			TimeGenerated: alert['Timestamp'] ?? null,
			Type: 'SecurityAlert',
			DisplayName: alert['Title'] ?? null,
			AlertName: alert['Title'] ?? null,
			AlertSeverity: alert['Severity'] ?? null,
			ProviderName: alert['ServiceSource'] ?? null,
			ProductName: alert['ServiceSource'] ?? null,
			VendorName: 'Microsoft',
			VendorOriginalId: id,
			SystemAlertId: id,
			StartTime: alert['Timestamp'] ?? null,
			EndTime: alert['Timestamp'] ?? null,
			Status: 'New',
			Tactics: alert['Category'] ?? null,
			Techniques: alert['AttackTechniques'] ?? null,
			Entities: JSON.stringify((entities.get(id) ?? []).map(entityOf)),
			ExtendedProperties: '{}',
		};
	});
}

function entityOf(item: Row): Row {
	const {
		EntityType = null,
		AccountUpn = null,
		DeviceName = null,
		RemoteIP = null,
		RemoteUrl = null,
		FileName = null,
	} = item;
	const named = { Name: AccountUpn, HostName: DeviceName, Address: RemoteIP, Url: RemoteUrl, FileName };
	const known = Object.entries(named).filter(([, value]) => value !== null && value !== '');
	return { Type: EntityType, ...Object.fromEntries(known) };
}
