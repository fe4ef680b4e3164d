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

/** All but merged ones in one of the node's orders; the younger first among equals, except where the oldest are wanted first. */
export function sorted(
	incidents: IncidentStore,
	sort: 'updatedDesc' | 'createdAsc' | 'createdDesc' | 'priorityDesc',
): readonly IncidentRecord[] {
	const list = [...newestFirst(incidents)];
	const created = (a: IncidentRecord, b: IncidentRecord) =>
		a.createdDateTime.localeCompare(b.createdDateTime) || Number(a.id) - Number(b.id);
	switch (sort) {
		case 'updatedDesc':
			return list;
		case 'createdAsc':
			return list.sort(created);
		case 'createdDesc':
			return list.sort((a, b) => created(b, a));
		case 'priorityDesc':
			return list.sort((a, b) => (b.priorityScore ?? -1) - (a.priorityScore ?? -1));
	}
}
