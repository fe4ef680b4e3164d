import { withComment, type HeldIncident } from '../memoryTenant/heldIncident.mts';
import { OWN_NAME, type MemoryTenant } from '../memoryTenant/memoryTenant.mts';
import type { Step, TenantEvent } from './history.mts';

/** Applies one event to the tenant. */
export function applyEvent(tenant: MemoryTenant, what: TenantEvent): void {
	if (what.kind === 'create') return tenant.create(what.severity, what.lateMs, what.tie);
	if (what.kind === 'merge') return tenant.merge(what.place, what.into, what.silent);
	if (what.kind === 'alert') return addAlert(tenant, what.place);
	const { field, value } = what;
	// An application cannot write the priority.
	const by = what.own && field !== 'priorityScore' ? OWN_NAME : 'ann';
	tenant.change(
		what.place,
		by,
		(row) => {
			if (field === 'status') row.status = ['active', 'inProgress', 'resolved', 'active'][value] ?? 'active';
			if (field === 'severity') row.severity = ['low', 'medium', 'high', 'high'][value] ?? 'low';
			if (field === 'assignedTo') row.assignedTo = value === 0 ? null : `p${value}`;
			if (field === 'customTags') row.customTags = [['a'], ['a', 'b'], [], ['c']][value] ?? [];
			if (field === 'comments') row.comments = commentAdded(tenant, row, by);
			if (field === 'displayName') row.displayName = `Name ${value}`;
			if (field === 'description') row.description = [null, 'short', LONG, `${LONG}er`][value] ?? null;
			if (field === 'resolvingComment') row.resolvingComment = value === 0 ? null : `Note ${value}`;
			if (field === 'priorityScore') row.priorityScore = value * 10;
		},
		what.silent,
		what.tie,
	);
}

/** Runs a poll during which a call fails or something happens to the tenant. */
export async function disturbed(
	{ tenant, apply }: { readonly tenant: MemoryTenant; readonly apply: (what: TenantEvent) => void },
	{ failAt, during }: Pick<Extract<Step, { kind: 'poll' }>, 'failAt' | 'during'>,
	poll: () => Promise<unknown>,
): Promise<void> {
	tenant.failAt = failAt;
	tenant.beforeCall = (call) => {
		if (during?.call === call) apply(during.what);
	};
	try {
		await poll();
	} finally {
		tenant.failAt = 0;
		tenant.beforeCall = () => undefined;
	}
}

/** Longer than the texts that a trigger saves. */
const LONG = 'long '.repeat(50);

/** The comments of an incident, and one more, whose text no other one has. */
function commentAdded(tenant: MemoryTenant, { id, comments }: HeldIncident, by: string) {
	const text = `comment ${comments.length} on ${id}`;
	return withComment(comments, by, text, new Date(tenant.now).toISOString());
}

/** A new alert always moves the time stamp: no list shows it otherwise. */
function addAlert(tenant: MemoryTenant, place: number): void {
	const add = (row: { id: string; alerts: readonly string[] }) => {
		row.alerts = [...row.alerts, `${row.id}-${row.alerts.length}-${tenant.now}`];
	};
	tenant.change(place, 'service', add, false, false);
}
