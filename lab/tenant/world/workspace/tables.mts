import { lazyTables, type TablesByName } from '../lazyTables.mts';
import type { Row } from '../rows/tables.mts';
import type { WorldIncident } from '../shapes.mts';
import { auditLog, officeActivity, signInLog } from './activityTables.mts';
import { securityAlerts, securityIncidents } from './caseTables.mts';

function byTime(rows: readonly Row[]): readonly Row[] {
	const timeOf = ({ TimeGenerated }: Row): string => (typeof TimeGenerated === 'string' ? TimeGenerated : '');
	return [...rows].sort((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
}

/** The tables of a tenant and those of its Microsoft Sentinel workspace, which show the same events. */
export function withWorkspaceTables(tables: TablesByName, incidents: readonly WorldIncident[]): TablesByName {
	const rows = (name: string): readonly Row[] => tables[name] ?? [];
	const given = Object.keys(tables).map((name) => [name, () => rows(name)] as const);
	return lazyTables({
		...Object.fromEntries(given),
		SigninLogs: () => rows('EntraIdSignInEvents').map(signInLog),
		OfficeActivity: () => rows('CloudAppEvents').map(officeActivity),
		AuditLogs: () => {
			const consents = rows('CloudAppEvents').filter(
				(row) => row['ActionType'] === 'Consent to application.',
			);
			return byTime([...consents, ...rows('IdentityDirectoryEvents')].map(auditLog));
		},
		SecurityAlert: () => securityAlerts(rows('AlertInfo'), rows('AlertEvidence')),
		SecurityIncident: () => securityIncidents(incidents),
	});
}
