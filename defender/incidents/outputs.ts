import { evidenceItems } from './evidence/evidenceItems';
import { targetItems } from './evidence/targetItems';
import type { Alert, Incident } from './incident';
import { incidentItem } from './simplify';
import { isTruncated } from './truncation';

/** What each output item represents. */
export type Output =
	| { readonly kind: 'incidents'; readonly simplify: boolean }
	| { readonly kind: EvidenceOutput };

/** Outputs that are made from the alerts of an incident. */
type EvidenceOutput = 'alerts' | 'evidence' | 'targets';

type Item = Readonly<Record<string, unknown>>;

/**
 * Returns the items for the incidents. Each alert and its evidence is returned once, for the first incident that has it.
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
		const items = itemsOf(output.kind, incident, alerts).map((item): Item => ({ ...item, ...marks }));
		const isHidden = items.length === 0 && Object.keys(marks).length > 0;
		return isHidden ? [{ ...identityFields(incident), ...marks }] : items;
	});
}

function itemsOf(kind: EvidenceOutput, incident: Incident, alerts: readonly Alert[]): readonly object[] {
	switch (kind) {
		case 'alerts':
			return alerts.map((alert) => ({ ...alert, ...identityFields(incident) }));
		case 'evidence':
			return evidenceItems(incident.id, alerts);
		case 'targets':
			return targetItems(incident, alerts);
	}
}

function truncationFields(incident: Incident, kind: EvidenceOutput): Item {
	return {
		...(isTruncated(incident, 'alerts') ? { alertsTruncated: true } : {}),
		...(kind !== 'alerts' && isTruncated(incident, 'evidence') ? { evidenceTruncated: true } : {}),
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
