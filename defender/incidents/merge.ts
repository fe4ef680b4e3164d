import type { Incident } from './incident';
import { requestedFields, type UpdateRequest } from './updateRequest';
import type { PatchField } from './vocabulary';

/** Maximum number of merges that are followed. A longer chain is almost certainly a cycle. */
export const MAX_MERGES = 10;

/**
 * Whether an incident was merged into another one, known or not. Graph documents that the status and the target are set
 * together, but a read during the merge may show only one of them.
 * @see https://learn.microsoft.com/graph/api/resources/security-incident
 */
export function isMerged({ id, status, redirectIncidentId }: Incident): boolean {
	return status === 'redirected' || (redirectIncidentId !== null && redirectIncidentId !== id);
}

/**
 * Whether a merged incident is closed for good. An incident that names a target but has another status may still be open
 * with a stale field, so a list must not leave it out.
 */
export function isRedirected({ status }: Incident): boolean {
	return status === 'redirected';
}

/** Why a merged incident has no target: none is named, the chain is a cycle or too long, or the target is unreadable. */
export type NoTargetReason = 'unnamed' | 'cycle' | 'tooLong' | UnreadableIncident;

/** Why an incident could not be read: the service does not have it, or returned it malformed. */
export type UnreadableIncident = 'missing' | 'malformed';

export type MergeStep =
	| { readonly kind: 'next'; readonly id: string }
	| { readonly kind: 'end'; readonly because: Exclude<NoTargetReason, UnreadableIncident> };

/**
 * Returns the next incident after a merge.
 * @param path IDs visited before, in order
 */
export function nextMergeTarget(merged: Incident, path: readonly string[]): MergeStep {
	const { id, redirectIncidentId } = merged;
	if (redirectIncidentId === null) return { kind: 'end', because: 'unnamed' };
	if (redirectIncidentId === id || path.includes(redirectIncidentId))
		return { kind: 'end', because: 'cycle' };
	if (path.length >= MAX_MERGES) return { kind: 'end', because: 'tooLong' };
	return { kind: 'next', id: redirectIncidentId };
}

/** Where a chain of merges ends; `via` lists the merged incidents, the start first. */
export type Redirect =
	| { readonly kind: 'target'; readonly at: Incident; readonly via: readonly string[] }
	/** The next incident of the chain is not read yet. */
	| { readonly kind: 'unread'; readonly id: string }
	| { readonly kind: 'noTarget'; readonly because: NoTargetReason };

/** Incidents by ID, as far as they were read. */
export type IncidentsById = ReadonlyMap<string, Incident | UnreadableIncident>;

/** Follows the merges of an incident to the last one. Ends for chains of any shape. */
export function followRedirect(start: Incident, known: IncidentsById): Redirect {
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

/** An incident after merges were followed. */
export interface ResolvedIncident {
	readonly incident: Incident;
	/** IDs of the merged incidents that it replaces. */
	readonly mergedFrom: readonly string[];
	/** Why the target of this merged incident cannot be returned. */
	readonly noTarget?: NoTargetReason;
}

/**
 * Replaces merged incidents by their targets, without duplicates. Merged incidents without a target stay.
 * @param isWanted decides about targets that are not in the list itself
 */
export function replaceMergedIncidents(
	incidents: readonly Incident[],
	known: IncidentsById,
	isWanted: (target: Incident) => boolean,
): readonly ResolvedIncident[] {
	const listed = new Set(incidents.map(({ id }) => id));
	const resolved = new Map<
		string,
		{ incident: Incident; mergedFrom: Set<string>; noTarget?: NoTargetReason }
	>();
	for (const incident of incidents) {
		const redirect = followRedirect(incident, known);
		if (redirect.kind !== 'target') {
			const noTarget = redirect.kind === 'noTarget' ? redirect.because : 'missing';
			resolved.set(incident.id, { incident, mergedFrom: new Set(), noTarget });
			continue;
		}
		const { at, via } = redirect;
		if (!listed.has(at.id) && !isWanted(at)) {
			if (!isRedirected(incident)) resolved.set(incident.id, { incident, mergedFrom: new Set() });
			continue;
		}
		const entry = resolved.get(at.id) ?? { incident: at, mergedFrom: new Set<string>() };
		for (const id of via) entry.mergedFrom.add(id);
		resolved.set(at.id, entry);
	}
	return [...resolved.values()].map((entry) => ({ ...entry, mergedFrom: [...entry.mergedFrom].sort() }));
}

/**
 * Splits a request for a merged incident: a comment and added tags also suit the merge target. Verdict, status and owner do
 * not: they were chosen for a small incident, and the target may be a large attack.
 */
export function splitRequestForTarget(request: UpdateRequest): {
	readonly forTarget: UpdateRequest;
	readonly withheld: readonly PatchField[];
} {
	const { comment, tags } = request;
	const onlyAddsTags = tags?.drop.length === 0;
	const forTarget = {
		...(comment === undefined ? {} : { comment }),
		...(onlyAddsTags ? { tags } : {}),
	};
	const withheld = requestedFields(request).filter((field) => field !== 'customTags' || !onlyAddsTags);
	return { forTarget, withheld };
}

/** Whether a request contains any change. */
export function hasChanges(request: UpdateRequest): boolean {
	return request.comment !== undefined || requestedFields(request).length > 0;
}
