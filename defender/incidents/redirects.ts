import type { Incident } from './incident';

/** How often a merged incident may have been merged on. */
export const MAX_DEPTH = 10;

/** Where the way of a merged incident leads; `via` are the merged ones on it, the start first. */
export type Redirect =
	| { readonly kind: 'target'; readonly at: Incident; readonly via: readonly string[] }
	/** The next incident on the way is not known yet. */
	| { readonly kind: 'unread'; readonly id: string }
	| { readonly kind: 'lost'; readonly because: LostTarget };

export type LostTarget = 'missing' | 'cycle' | 'tooDeep';

/** What is known of an incident: its state, or that the service does not know it. */
export type Known = ReadonlyMap<string, Incident | 'missing'>;

/** Follows an incident to the one that it was merged into at last. Ends for merges of any shape. */
export function followRedirect(start: Incident, known: Known): Redirect {
	const via: string[] = [];
	for (let at = start; ; ) {
		if (!isMerged(at)) return { kind: 'target', at, via };
		via.push(at.id);
		const id = at.redirectIncidentId;
		if (id === null) return { kind: 'lost', because: 'missing' };
		if (via.includes(id)) return { kind: 'lost', because: 'cycle' };
		if (via.length > MAX_DEPTH) return { kind: 'lost', because: 'tooDeep' };
		const next = known.get(id);
		if (next === undefined) return { kind: 'unread', id };
		if (next === 'missing') return { kind: 'lost', because: 'missing' };
		at = next;
	}
}

/** Whether the incident was merged into another one: it stays behind without alerts. */
export function isMerged({ status }: Incident): boolean {
	return status === 'redirected';
}

/** An incident as it is given, with what became of merges. */
export interface FoundIncident {
	readonly incident: Incident;
	/** Ids of the merged incidents in whose place it stands. */
	readonly mergedFrom: readonly string[];
	/** For a merged incident whose target cannot be given: why. */
	readonly lost?: LostTarget;
}

/**
 * Puts targets in the place of merged incidents, each once. Those without a reachable target stay. A target that was
 * fetched for it is only given when it is wanted itself.
 */
export function replaceMerged(
	found: readonly Incident[],
	known: Known,
	isWanted: (target: Incident) => boolean,
): readonly FoundIncident[] {
	const listed = new Set(found.map(({ id }) => id));
	const given = new Map<string, { incident: Incident; mergedFrom: Set<string>; lost?: LostTarget }>();
	for (const incident of found) {
		const redirect = followRedirect(incident, known);
		if (redirect.kind !== 'target') {
			const lost = redirect.kind === 'lost' ? redirect.because : 'missing';
			given.set(incident.id, { incident, mergedFrom: new Set(), lost });
			continue;
		}
		const { at, via } = redirect;
		if (!listed.has(at.id) && !isWanted(at)) continue;
		const entry = given.get(at.id) ?? { incident: at, mergedFrom: new Set<string>() };
		for (const id of via) entry.mergedFrom.add(id);
		given.set(at.id, entry);
	}
	return [...given.values()].map((entry) => ({ ...entry, mergedFrom: [...entry.mergedFrom].sort() }));
}
