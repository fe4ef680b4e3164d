import type { Incident } from './incident';
import { requestedFields, type UpdateRequest } from './updateRequest';
import type { PatchField } from './vocabulary';

/** How many mergers in a row are followed; more are a knot rather than a history. */
export const MAX_MERGES = 10;

/**
 * Whether an incident was merged into another one, which may be known or not. Graph's documentation sets the status and
 * the target together; of a merger caught half-way either may come first.
 */
export function isMerged({ id, status, redirectIncidentId }: Incident): boolean {
	return status === 'redirected' || (redirectIncidentId !== null && redirectIncidentId !== id);
}

/**
 * Whether nothing of a merged incident is left to work on. One that names a target but has a status of its own may be
 * alive with a stale field: a list that leaves it out could lose it.
 */
export function isRedirected({ status }: Incident): boolean {
	return status === 'redirected';
}

/** Why a merged incident leads nowhere: it names no target, leads back, was merged on too often, or its target is unknown. */
export type NoTargetReason = 'unnamed' | 'cycle' | 'tooLong' | UnreadableIncident;

/** What came instead of an incident that was asked for: the service does not know it, or sent it malformed. */
export type UnreadableIncident = 'missing' | 'malformed';

export type MergeStep =
	| { readonly kind: 'next'; readonly id: string }
	| { readonly kind: 'end'; readonly because: Exclude<NoTargetReason, UnreadableIncident> };

/**
 * Where a merged incident leads.
 * @param path ids visited before, in order
 */
export function nextMergeTarget(merged: Incident, path: readonly string[]): MergeStep {
	const { id, redirectIncidentId } = merged;
	if (redirectIncidentId === null) return { kind: 'end', because: 'unnamed' };
	if (redirectIncidentId === id || path.includes(redirectIncidentId))
		return { kind: 'end', because: 'cycle' };
	if (path.length >= MAX_MERGES) return { kind: 'end', because: 'tooLong' };
	return { kind: 'next', id: redirectIncidentId };
}

/** Where the way of a merged incident leads; `via` are the merged ones on it, the start first. */
export type Redirect =
	| { readonly kind: 'target'; readonly at: Incident; readonly via: readonly string[] }
	/** The next incident on the way is not known yet. */
	| { readonly kind: 'unread'; readonly id: string }
	| { readonly kind: 'noTarget'; readonly because: NoTargetReason };

/** What is known of incidents. */
export type KnownIncidents = ReadonlyMap<string, Incident | UnreadableIncident>;

/** Follows an incident to the one that it was merged into at last. Ends for merges of any shape. */
export function followRedirect(start: Incident, known: KnownIncidents): Redirect {
	const via: string[] = [];
	for (let at = start; ; ) {
		if (!isMerged(at)) return { kind: 'target', at, via };
		const step = nextMergeTarget(at, via);
		if (step.kind === 'end') return { kind: 'noTarget', because: step.because };
		via.push(at.id);
		const next = known.get(step.id);
		if (next === undefined) return { kind: 'unread', id: step.id };
		if (typeof next === 'string') return { kind: 'noTarget', because: next };
		at = next;
	}
}

/** An incident as it is given, with what became of merges. */
export interface ResolvedIncident {
	readonly incident: Incident;
	/** Ids of the merged incidents in whose place it stands. */
	readonly mergedFrom: readonly string[];
	/** For a merged incident whose target cannot be given: why. */
	readonly noTarget?: NoTargetReason;
}

/**
 * Puts targets in the place of merged incidents, each once. Those without a reachable target stay. A target that was
 * fetched for it is only given when it is wanted itself.
 */
export function replaceMergedIncidents(
	found: readonly Incident[],
	known: KnownIncidents,
	isWanted: (target: Incident) => boolean,
): readonly ResolvedIncident[] {
	const listed = new Set(found.map(({ id }) => id));
	const given = new Map<string, { incident: Incident; mergedFrom: Set<string>; noTarget?: NoTargetReason }>();
	for (const incident of found) {
		const redirect = followRedirect(incident, known);
		if (redirect.kind !== 'target') {
			const noTarget = redirect.kind === 'noTarget' ? redirect.because : 'missing';
			given.set(incident.id, { incident, mergedFrom: new Set(), noTarget });
			continue;
		}
		const { at, via } = redirect;
		if (!listed.has(at.id) && !isWanted(at)) {
			if (!isRedirected(incident)) given.set(incident.id, { incident, mergedFrom: new Set() });
			continue;
		}
		const entry = given.get(at.id) ?? { incident: at, mergedFrom: new Set<string>() };
		for (const id of via) entry.mergedFrom.add(id);
		given.set(at.id, entry);
	}
	return [...given.values()].map((entry) => ({ ...entry, mergedFrom: [...entry.mergedFrom].sort() }));
}

/**
 * What of a request for a merged incident is as right for the incident it went into: a comment, and tags to add. A verdict,
 * status or owner meant for a small incident must not land on the attack that swallowed it.
 */
export function splitRequestForTarget(request: UpdateRequest): {
	readonly travels: UpdateRequest;
	readonly stays: readonly PatchField[];
} {
	const { comment, tags } = request;
	const tagsTravel = tags !== undefined && tags.drop.length === 0;
	const travels = {
		...(comment === undefined ? {} : { comment }),
		...(tagsTravel ? { tags } : {}),
	};
	const stays = requestedFields(request).filter((field) => field !== 'customTags' || !tagsTravel);
	return { travels, stays };
}

/** Whether a request asks for anything at all. */
export function asksForAnything(request: UpdateRequest): boolean {
	return request.comment !== undefined || requestedFields(request).length > 0;
}
