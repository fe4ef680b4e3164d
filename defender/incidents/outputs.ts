import { evidenceItems } from './evidence/evidenceItems';
import type { Alert, Incident } from './incident';
import { incidentItem } from './simplify';
import { isTruncated } from './truncation';

/** What an item of the result is. */
export type Output =
	| { readonly kind: 'incidents'; readonly simplify: boolean }
	| { readonly kind: 'alerts' | 'evidence' };

type Item = Readonly<Record<string, unknown>>;

/**
 * The items for the incidents that were read. Alerts and evidence come each once, under the first incident that has them;
 * an incident whose alerts the service did not deliver is an item that says so, since it must not look like one without. Of
 * one with truncated lists every item says so.
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

/** Alerts whose id did not come before; an alert moves from one incident to another when these are merged. */
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
