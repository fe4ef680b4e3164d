import type { IncidentRecord, IncidentStore } from '../../lab/tenant/practice.mts';

/** The oracle: a plain scan of the tenant's own list, newest change first. */
export function newestFirst(
	incidents: IncidentStore,
	holds: (incident: IncidentRecord) => boolean = () => true,
): readonly IncidentRecord[] {
	return incidents
		.all()
		.filter(({ status }) => status !== 'redirected')
		.filter(holds)
		.sort((a, b) => b.lastUpdateDateTime.localeCompare(a.lastUpdateDateTime) || Number(b.id) - Number(a.id));
}
