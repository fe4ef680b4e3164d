import type { ChangingTenant } from './changingTenant.mts';
import type { Happening } from './history.mts';

/** Lets one thing happen to the tenant. */
export function happen(tenant: ChangingTenant, what: Happening): void {
	if (what.kind === 'create') return tenant.create(what.severity, what.lateMs, what.tie);
	if (what.kind === 'merge') return tenant.merge(what.place, what.into, what.silent);
	const { field, value } = what;
	tenant.change(
		what.place,
		(row) => {
			if (field === 'status') row.status = ['active', 'inProgress', 'resolved', 'active'][value] ?? 'active';
			if (field === 'severity') row.severity = ['low', 'medium', 'high', 'high'][value] ?? 'low';
			if (field === 'assignedTo') row.assignedTo = value === 0 ? null : `p${value}`;
			if (field === 'customTags') row.customTags = [['a'], ['a', 'b'], [], ['c']][value] ?? [];
			if (field === 'comments') row.comments += 1;
		},
		what.silent,
		what.tie,
	);
}
