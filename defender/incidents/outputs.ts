import { evidenceItems } from './evidence/evidenceItems';
import type { Alert, Incident } from './incident';
import { incidentItem } from './simplify';
import { isTruncated } from './truncation';

/** What each output item represents. */
export type Output =
	| { readonly kind: 'incidents'; readonly simplify: boolean }
	| { readonly kind: 'alerts' | 'evidence' };

type Item = Readonly<Record<string, unknown>>;

/**
 * Returns the items for the incidents. Each alert or piece of evidence is returned once, for the first incident that has it.
 * An incident whose alerts are unavailable becomes an item with `alertsUnavailable`, so that it does not look like an
 * incident without alerts. Every item of an incident with incomplete lists is marked.
 */
export function outputItems(incidents: readonly Incident[], output: Output): readonly Item[] {
	if (output.kind === 'incidents')
		return incidents.map((incident) => incidentItem(incident, output.simplify));
	const seen = new Set<string>();
	return incidents.flatMap<Item>((incident) => {
		if (typeof incident.alerts === 'string')
			return [{ ...identityFields(incident), alertsUnavailable: true }];
		const alerts = alertsNotSeen(incident.alerts, seen);
		const marks = truncationFields(incident, output.kind);
		const items =
			output.kind === 'alerts'
				? alerts.map((alert) => ({ ...alert, ...identityFields(incident), ...marks }))
				: evidenceItems(incident.id, alerts).map((item) => ({ ...item, ...marks }));
		const isHidden = items.length === 0 && Object.keys(marks).length > 0;
		return isHidden ? [{ ...identityFields(incident), ...marks }] : items;
	});
}

function truncationFields(incident: Incident, kind: 'alerts' | 'evidence'): Item {
	return {
		...(isTruncated(incident, 'alerts') ? { alertsTruncated: true } : {}),
		...(kind === 'evidence' && isTruncated(incident, 'evidence') ? { evidenceTruncated: true } : {}),
	};
}

/** Returns the alerts whose ID is new. A merge moves alerts, so two incidents may contain the same one. */
function alertsNotSeen(alerts: readonly Alert[], seen: Set<string>): readonly Alert[] {
	return alerts.filter(({ id }) => {
		const isNew = !seen.has(id);
		seen.add(id);
		return isNew;
	});
}

function identityFields({ id, displayName, incidentWebUrl }: Incident): Item {
	return { incidentId: id, incidentDisplayName: displayName, incidentWebUrl };
}
