import { DefenderError } from '../../core/errors';
import * as say from '../../incidents/sentences/updateOutcomeText';
import type { Incident } from '../../incidents/incident';
import { withComments } from '../../incidents/truncation';
import { changesBetween, type Changes } from '../../incidents/update';
import type { PatchField } from '../../incidents/vocabulary';
import type { CommentFate } from './writeComment';
import type { Planned, Refused, SettledWrite } from './writeOutcome';

export type Outcome = 'updated' | 'unchanged' | 'conflict' | 'planned' | 'partial' | 'notApplied';

/** What an update led to; `updated` is only said of what was seen to hold afterwards. */
export interface UpdateResult {
	/** The incident afterwards; of a merged one the incident that was written, or in a conflict the one asked for. */
	readonly incident: Incident;
	readonly outcome: Outcome;
	/** What really changed; of a dry run what would. */
	readonly changes: Changes;
	/**
	 * Requested fields that do not hold the requested value, or are not seen to hold it. With the outcome `notApplied` none of them
	 * changed; one that holds another value now is in `changes`, and the outcome is `partial`.
	 */
	readonly notApplied: readonly PatchField[];
	/** A comment that was asked for and is not seen to stand. */
	readonly pending?: 'comment';
	/** The merged incident that was asked for, when another one was written in its place. */
	readonly redirectedFrom?: string;
	/** Where the incident that was asked for went. */
	readonly redirectedTo?: string;
	/** Sentence for the user where the outcome needs one. */
	readonly reason?: string;
	/** Whether anything was or may have been stored. */
	readonly wrote: boolean;
}

/** What became of the comment: `none` when none was asked for. */
export type CommentPart =
	| CommentFate
	| { readonly fate: 'none' | 'notSent' }
	| { readonly fate: 'refused'; readonly reason: string };

/** The result where the fields are settled and the comment was dealt with. */
export function settledResult(written: SettledWrite, comment: CommentPart): UpdateResult {
	const { before, after, fields, notApplied, unproven, contested } = written;
	// A field that was not sent may have changed too; then it is part of the changes.
	const changes = changesBetween(before, after, [...new Set([...fields, ...notApplied])]);
	const otherwise = notApplied.filter((field) => field in changes);
	const pending = comment.fate !== 'none' && comment.fate !== 'written';
	const reason = reasonOf(written, comment, otherwise);
	return {
		incident: comment.fate === 'written' ? withComments(after, comment) : after,
		outcome: outcomeOf({
			open: notApplied.length > 0,
			unproven: unproven !== undefined || pending,
			contested,
			held: fields.some((field) => !notApplied.includes(field)) || comment.fate === 'written',
			changedOtherwise: otherwise.length > 0,
			sent: fields.length > 0 || comment.fate === 'written',
		}),
		changes,
		notApplied,
		...(pending ? { pending: 'comment' as const } : {}),
		...(reason === undefined ? {} : { reason }),
		wrote: fields.length > 0 || comment.fate === 'written' || comment.fate === 'inDoubt',
	};
}

function outcomeOf(facts: {
	readonly open: boolean;
	readonly unproven: boolean;
	readonly contested: boolean;
	/** Whether a part of what was sent is seen to hold. */
	readonly held: boolean;
	/** Whether a field holds neither the previous nor the requested value. */
	readonly changedOtherwise: boolean;
	readonly sent: boolean;
}): Outcome {
	if (facts.contested) return 'conflict';
	if (facts.unproven) return 'partial';
	if (facts.open) return facts.held || facts.changedOtherwise ? 'partial' : 'notApplied';
	return facts.sent ? 'updated' : 'unchanged';
}

function reasonOf(
	{ after, fields, notApplied, unproven, reported, contested }: SettledWrite,
	comment: CommentPart,
	otherwise: readonly PatchField[],
): string | undefined {
	const unchanged = notApplied.filter((field) => fields.includes(field) && !otherwise.includes(field));
	// In doubt, or with an error in the response, Microsoft has not accepted the fields.
	const isIgnored = unchanged.length > 0 && !contested && unproven === undefined && reported === undefined;
	const reasons = [
		contested ? say.contested(after.id, notApplied) : undefined,
		otherwise.length > 0 && !contested ? say.storedOtherwise(after.id, otherwise) : undefined,
		isIgnored ? say.ignored(unchanged) : undefined,
		unproven,
		reported,
		'reason' in comment ? comment.reason : undefined,
	].filter((text) => text !== undefined);
	return reasons.length === 0 ? undefined : reasons.join(' ');
}

/** The result of a dry run: nothing was sent. */
export function plannedResult({ before, after, fields }: Planned, commentAsked: boolean): UpdateResult {
	return {
		incident: before,
		outcome: 'planned',
		changes: changesBetween(before, after, fields),
		notApplied: [],
		...(commentAsked ? { pending: 'comment' as const } : {}),
		wrote: false,
	};
}

/** The result where the state of the incident forbade the write, or somebody came in between. */
export function conflictResult(refused: Refused, commentAsked: boolean): UpdateResult {
	const { before, after, fields, notApplied, inDoubt } = refused;
	const proven = inDoubt ? [] : fields.filter((field) => !notApplied.includes(field));
	const { redirectIncidentId } = after;
	return {
		incident: after,
		outcome: 'conflict',
		changes: changesBetween(before, after, proven),
		notApplied,
		...(commentAsked ? { pending: 'comment' as const } : {}),
		...(redirectIncidentId === null ? {} : { redirectedTo: redirectIncidentId }),
		reason: refusalText(refused),
		wrote: fields.length > 0,
	};
}

function refusalText({ after, refusal, inDoubt }: Refused): string {
	switch (refusal.because) {
		case 'merged':
			return say.merged(after.id, after.redirectIncidentId, inDoubt);
		case 'conditions':
			return say.conditionsUnmet(after.id, refusal.unmet);
		case 'noVerdict':
			return say.noVerdict(after.id);
		case 'overtaken':
			return say.overtaken(after.id, refusal.fields);
		case 'lagging':
			return say.lagging(after.id);
		case 'maybeMerging':
			return say.mayBeMerging(after.id, refusal.status);
	}
}

/** A conflict as the error that stops the item, for those who chose so. */
export function conflictError(result: UpdateResult): DefenderError {
	return new DefenderError({ kind: 'conflict' }, say.conflict(result.reason ?? ''));
}

/** A comment that the service certainly did not store. */
export function notStored(failure: DefenderError): CommentPart {
	return { fate: 'refused', reason: `${failure.message}. ${failure.description}` };
}

/** The result where fields were written here and the comment, after a merge, elsewhere. */
export function movedResult(written: SettledWrite, merged: Incident, there: UpdateResult): UpdateResult {
	const stands = there.pending === undefined;
	const part: CommentPart = stands
		? { fate: 'written', comments: merged.comments }
		: { fate: 'inDoubt', reason: there.reason ?? '' };
	const target = there.incident.id;
	const moved = `${say.merged(merged.id, target, false)} after its fields were written.`;
	const result = settledResult(written, part);
	return {
		...result,
		incident: merged,
		redirectedTo: target,
		reason: [result.reason, stands ? moved + say.reachedTarget(target, ['the comment']) : moved]
			.filter((text) => text !== undefined)
			.join(' '),
	};
}

/** The conflict of a merged incident, with what became of the part that was meant for its target as well. */
export function withTarget(
	{ pending, ...conflict }: UpdateResult,
	there: UpdateResult | DefenderError,
): UpdateResult {
	const target = conflict.redirectedTo ?? '';
	const reason = conflict.reason ?? '';
	if (there instanceof DefenderError) {
		const failed = say.targetFailed(target, there.message);
		const wrote = there.effect === 'unknown';
		return { ...conflict, ...(pending && { pending }), reason: reason + failed, wrote };
	}
	const commented = pending !== undefined && there.pending === undefined;
	const tagsOpen = there.notApplied.includes('customTags');
	const tagged = 'customTags' in there.changes && !tagsOpen && there.outcome !== 'planned';
	const reached = [...(commented ? ['the comment'] : []), ...(tagged ? ['the added tags'] : [])];
	return {
		...conflict,
		redirectedTo: there.incident.id,
		...(there.pending === undefined ? {} : { pending: there.pending }),
		notApplied: tagsOpen ? [...conflict.notApplied, 'customTags'] : conflict.notApplied,
		reason: [reason + say.reachedTarget(there.incident.id, reached), there.reason].filter(Boolean).join(' '),
		wrote: there.wrote,
	};
}
