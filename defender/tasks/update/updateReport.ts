import { DefenderError } from '../../core/errors';
import { oneText } from '../../core/sentence';
import * as say from '../../incidents/sentences/updateOutcomeText';
import type { SettledFields, Unverified } from './fieldOutcome';
import { fieldsStoredOtherwise, updateFacts, type UpdateFacts } from './updateFacts';
import type {
	CommentAtTarget,
	CommentOutcome,
	RefusedUpdate,
	SplitUpdate,
	UpdateOutcome,
} from './updateOutcome';

/** An outcome as the properties of an item, with the reason in sentences. */
export interface UpdateReport extends UpdateFacts {
	/** Absent if the facts explain themselves. */
	readonly reason?: string;
}

/** Reports an outcome. All sentences about it are written here. */
export function reportUpdate(outcome: UpdateOutcome): UpdateReport {
	const sentences = explain(outcome);
	return { ...updateFacts(outcome), ...(sentences.length === 0 ? {} : { reason: sentences.join(' ') }) };
}

/** The error for a conflict that fails the item. */
export function conflictError({ reason = '' }: UpdateReport): DefenderError {
	return new DefenderError({ kind: 'conflict' }, say.conflict(reason));
}

function explain(outcome: UpdateOutcome): readonly string[] {
	switch (outcome.kind) {
		case 'settled':
			return [...explainFields(outcome.fields), ...explainComment(outcome.comment)];
		case 'planned':
			return [];
		case 'refused':
			return [explainRefusal(outcome)];
		case 'followed':
			return explain(outcome.target);
		case 'split':
			return explainSplit(outcome);
		case 'commentAtTarget':
			return explainCommentAtTarget(outcome);
	}
}

function explainFields(written: SettledFields): readonly string[] {
	const { after, fields, notApplied, unverified, unexpected, contested } = written;
	const otherwise = contested ? [] : fieldsStoredOtherwise(written);
	const unchanged = notApplied.filter((field) => fields.includes(field) && !otherwise.includes(field));
	// Without verification, or with an error in the response, Microsoft has not accepted the fields.
	const isAccepted = !contested && unverified === undefined && unexpected === undefined;
	return [
		...(contested ? [say.contested(after.id, notApplied)] : []),
		...(otherwise.length > 0 ? [say.storedOtherwise(after.id, otherwise)] : []),
		...(isAccepted && unchanged.length > 0 ? [say.ignored(unchanged)] : []),
		...(unverified === undefined ? [] : [explainUnverified(after.id, unverified)]),
		...(unexpected === undefined ? [] : [say.unexpectedContent(unexpected)]),
	];
}

function explainUnverified(id: string, unverified: Unverified): string {
	return unverified.because === 'notRead' ? say.notReadBack(unverified.message) : say.outdatedReadBack(id);
}

function explainComment(comment: CommentOutcome): readonly string[] {
	switch (comment.kind) {
		case 'inDoubt':
			return [say.commentInDoubt(comment.detail)];
		case 'rejected':
			return [oneText(comment.failure)];
		default:
			return [];
	}
}

function explainRefusal({ fields: { after, inDoubt }, refusal }: RefusedUpdate): string {
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
		case 'noTarget':
			return say.noTarget(after.id, refusal.reason);
		case 'targetNotFound':
			return say.targetNotFound(after.id, refusal.targetId, refusal.message);
	}
}

function explainSplit({ source, targetId, withheld, target }: SplitUpdate): readonly string[] {
	const reason = say.withheldFromTarget(source.fields.after.id, targetId, withheld);
	if (target === undefined) return [reason];
	if (target.kind === 'failed') return [reason, say.targetFailed(targetId, target.message)];
	const there = updateFacts(target.outcome);
	const isCommented = source.hasComment && there.pending === undefined;
	const isTagged =
		'customTags' in there.changes && !there.notApplied.includes('customTags') && there.outcome !== 'planned';
	const parts = [...(isCommented ? ['the comment'] : []), ...(isTagged ? ['the added tags'] : [])];
	const received = parts.length === 0 ? [] : [say.receivedByTarget(there.incident.id, parts)];
	return [reason, ...received, ...explain(target.outcome)];
}

function explainCommentAtTarget({ fields, merged, failure, target }: CommentAtTarget): readonly string[] {
	if (target.kind === 'failed')
		return [...explainFields({ ...fields, after: merged }), ...explainComment({ kind: 'rejected', failure })];
	const there = updateFacts(target.outcome);
	const reason = say.mergedAfterWrite(merged.id, there.incident.id);
	return there.pending === undefined
		? [...explainFields(fields), reason, say.receivedByTarget(there.incident.id, ['the comment'])]
		: [...explainFields(fields), ...explain(target.outcome), reason];
}
