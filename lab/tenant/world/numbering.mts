import type { IncidentDraft } from './drafts.mts';
import type { Prng } from './prng.mts';
import type { WorldIncident } from './shapes.mts';

const FIRST_ID = 48_213;

function urlOf(portalOrigin: string, id: string, tenantId: string): string {
	return `${portalOrigin}/incident2/${id}/overview?tid=${tenantId}`;
}

function numbered(draft: IncidentDraft, portalOrigin: string, idOf: (key: string) => string): WorldIncident {
	const { key, redirectTo, alerts, tenantId, status, ...rest } = draft;
	const id = idOf(key);
	const incidentWebUrl = urlOf(portalOrigin, id, tenantId);
	return {
		id,
		tenantId,
		status,
		incidentWebUrl,
		redirectIncidentId: redirectTo === null ? null : idOf(redirectTo),
		...rest,
		alerts: alerts.map((alert) => ({ ...alert, incidentId: id, incidentWebUrl })),
	};
}

/**
 * Numbers incidents: growing with time of creation and with gaps, as in a real tenant. Returns them
 * oldest first. Throws a RangeError when two drafts share a key or one is redirected to an unknown key.
 */
export function numberIncidents(
	prng: Prng,
	drafts: readonly IncidentDraft[],
	portalOrigin: string,
): WorldIncident[] {
	const oldestFirst = [...drafts].sort((a, b) =>
		a.createdDateTime < b.createdDateTime ? -1 : a.createdDateTime > b.createdDateTime ? 1 : 0,
	);
	const ids = new Map<string, string>();
	let next = FIRST_ID;
	for (const draft of oldestFirst) {
		if (ids.has(draft.key)) throw new RangeError(`Two incidents are called "${draft.key}".`);
		ids.set(draft.key, String(next));
		next += prng.int(1, 9);
	}
	const idOf = (key: string): string => {
		const id = ids.get(key);
		if (id === undefined) throw new RangeError(`No incident is called "${key}".`);
		return id;
	};
	return oldestFirst.map((draft) => numbered(draft, portalOrigin, idOf));
}
