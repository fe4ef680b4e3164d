import type { Incident } from './incident';
import { askedFields, type UpdateRequest } from './updateRequest';
import type { PatchField } from './vocabulary';

/** How many mergers in a row are followed; more are a knot rather than a history. */
const MAX_MERGERS = 10;

/** Whether an incident was merged into another one, which may be known or not. */
export function isMerged({ status, redirectIncidentId }: Incident): boolean {
	return status === 'redirected' || redirectIncidentId !== null;
}

export type MergeStep =
	| { readonly kind: 'next'; readonly id: string }
	/** No target to go to: none is named, the path leads back, or it does not end. */
	| { readonly kind: 'end'; readonly because: 'unnamed' | 'cycle' | 'tooLong' };

/**
 * Where a merged incident leads.
 * @param path ids visited before, in order
 */
export function nextAfterMerge(merged: Incident, path: readonly string[]): MergeStep {
	const { id, redirectIncidentId } = merged;
	if (redirectIncidentId === null) return { kind: 'end', because: 'unnamed' };
	if (redirectIncidentId === id || path.includes(redirectIncidentId))
		return { kind: 'end', because: 'cycle' };
	if (path.length >= MAX_MERGERS) return { kind: 'end', because: 'tooLong' };
	return { kind: 'next', id: redirectIncidentId };
}

/**
 * What of a request for a merged incident is as right for the incident it went into: a comment, and tags to add. A verdict,
 * status or owner meant for a small incident must not land on the attack that swallowed it.
 */
export function splitForTarget(request: UpdateRequest): {
	readonly travels: UpdateRequest;
	readonly stays: readonly PatchField[];
} {
	const { comment, tags } = request;
	const tagsTravel = tags !== undefined && tags.drop.length === 0;
	const travels = {
		...(comment === undefined ? {} : { comment }),
		...(tagsTravel ? { tags } : {}),
	};
	const stays = askedFields(request).filter((field) => field !== 'customTags' || !tagsTravel);
	return { travels, stays };
}

/** Whether a request asks for anything at all. */
export function asksForAnything(request: UpdateRequest): boolean {
	return request.comment !== undefined || askedFields(request).length > 0;
}
