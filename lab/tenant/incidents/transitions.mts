import type { Instant } from '../clock.mts';
import type { AlertRecord, IncidentPatch, IncidentRecord } from './records.mts';

/**
 * The incident after a patch. As in the portal's documentation, resolving an incident resolves its open alerts and
 * an assignment reaches them too.
 */
export function patched(old: IncidentRecord, patch: IncidentPatch, at: Instant): IncidentRecord {
	const resolves = patch.status === 'resolved' && old.status !== 'resolved';
	const assigns = patch.assignedTo !== undefined && patch.assignedTo !== old.assignedTo;
	const withAlert = (alert: AlertRecord): AlertRecord => {
		const resolved =
			resolves && alert.status !== 'resolved' ? { status: 'resolved', resolvedDateTime: at } : {};
		const assigned = assigns ? { assignedTo: patch.assignedTo ?? null } : {};
		const changed = { ...resolved, ...assigned };
		return Object.keys(changed).length === 0 ? alert : { ...alert, ...changed, lastUpdateDateTime: at };
	};
	return { ...old, ...patch, alerts: old.alerts.map(withAlert) };
}

/**
 * Both incidents after Defender merged `source` into `target`: alerts and custom tags move, comments do not, and the
 * source stays behind as `redirected` without alerts.
 */
export function merged(
	source: IncidentRecord,
	target: IncidentRecord,
): { source: IncidentRecord; target: IncidentRecord } {
	if (source.id === target.id) throw new Error('An incident cannot be merged into itself.');
	const moved = source.alerts.map((alert) => ({
		...alert,
		incidentId: target.id,
		incidentWebUrl: target.incidentWebUrl,
	}));
	return {
		source: { ...source, status: 'redirected', redirectIncidentId: target.id, alerts: [] },
		target: {
			...target,
			alerts: [...target.alerts, ...moved],
			customTags: [...new Set([...target.customTags, ...source.customTags])],
		},
	};
}
