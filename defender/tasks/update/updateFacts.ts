import type { Incident } from '../../incidents/incident';
import { withComments } from '../../incidents/truncation';
import { changesBetween, type Changes } from '../../incidents/update';
import type { PatchField } from '../../incidents/vocabulary';
import type { SettledFields } from './fieldOutcome';
import type {
	CommentAtTarget,
	CommentOutcome,
	PlannedUpdate,
	RefusedUpdate,
	SplitUpdate,
	UpdateOutcome,
} from './updateOutcome';

/** An outcome in one word. `updated` means that every written field was verified. */
export type OutcomeName = 'updated' | 'unchanged' | 'conflict' | 'planned' | 'partial' | 'notApplied';

/** An outcome as the properties of an item. */
export interface UpdateFacts {
	/** The incident afterwards. After a merge: the one that was written; in a conflict: the one to be updated. */
	readonly incident: Incident;
	readonly outcome: OutcomeName;
	/** Actual changes; in a dry run the planned ones. */
	readonly changes: Changes;
	/**
	 * Requested fields that do not have the requested value, or are not verified. A field with a third value is in `changes`
	 * too, and the outcome is then `partial`.
	 */
	readonly notApplied: readonly PatchField[];
	/** A requested comment that is not known to be stored. */
	readonly pending?: 'comment';
	/** The merged incident that was to be updated, if another one was written instead. */
	readonly redirectedFrom?: string;
	/** The incident into which the one to be updated was merged. */
	readonly redirectedTo?: string;
	/** Whether anything was or may have been stored. */
	readonly wrote: boolean;
}

/** Derives the facts of an outcome. */
export function updateFacts(outcome: UpdateOutcome): UpdateFacts {
	switch (outcome.kind) {
		case 'settled':
			return settledFacts(outcome.fields, outcome.comment);
		case 'planned':
			return plannedFacts(outcome);
		case 'refused':
			return refusedFacts(outcome);
		case 'followed':
			return { ...updateFacts(outcome.target), redirectedFrom: outcome.from };
		case 'split':
			return splitFacts(outcome);
		case 'commentAtTarget':
			return commentAtTargetFacts(outcome);
	}
}

/** Returns the fields that have neither the requested nor the previous value. */
export function fieldsStoredOtherwise({ notApplied, ...fields }: SettledFields): readonly PatchField[] {
	const changes = changesBetween(fields.before, fields.after, notApplied);
	return notApplied.filter((field) => field in changes);
}

function settledFacts(written: SettledFields, comment: CommentOutcome): UpdateFacts {
	const { before, after, fields, notApplied } = written;
	const isStored = comment.kind === 'written';
	const isPending = !isStored && comment.kind !== 'notRequested';
	return {
		incident: isStored ? withComments(after, comment) : after,
		outcome: nameSettled(written, isStored, isPending),
		// A field that was not sent may have changed too.
		changes: changesBetween(before, after, [...new Set([...fields, ...notApplied])]),
		notApplied,
		...pendingComment(isPending),
		wrote: fields.length > 0 || isStored || comment.kind === 'inDoubt',
	};
}

function nameSettled(written: SettledFields, isStored: boolean, isPending: boolean): OutcomeName {
	const { fields, notApplied, unverified, contested } = written;
	if (contested) return 'conflict';
	if (unverified !== undefined || isPending) return 'partial';
	if (notApplied.length === 0) return fields.length > 0 || isStored ? 'updated' : 'unchanged';
	const isApplied = isStored || fields.some((field) => !notApplied.includes(field));
	return isApplied || fieldsStoredOtherwise(written).length > 0 ? 'partial' : 'notApplied';
}

function plannedFacts({ fields: { before, after, fields }, hasComment }: PlannedUpdate): UpdateFacts {
	return {
		incident: before,
		outcome: 'planned',
		changes: changesBetween(before, after, fields),
		notApplied: [],
		...pendingComment(hasComment),
		wrote: false,
	};
}

function refusedFacts({ fields: refused, hasComment }: RefusedUpdate): UpdateFacts {
	const { before, after, fields, notApplied, inDoubt } = refused;
	const verified = inDoubt ? [] : fields.filter((field) => !notApplied.includes(field));
	const { redirectIncidentId } = after;
	return {
		incident: after,
		outcome: 'conflict',
		changes: changesBetween(before, after, verified),
		notApplied,
		...pendingComment(hasComment),
		...(redirectIncidentId === null ? {} : { redirectedTo: redirectIncidentId }),
		wrote: fields.length > 0,
	};
}

/** A conflict of the merged incident, with the part of the update that was intended for the target too. */
function splitFacts({ source, targetId, withheld, target }: SplitUpdate): UpdateFacts {
	const { pending, ...conflict } = { ...refusedFacts(source), redirectedTo: targetId, notApplied: withheld };
	if (target === undefined) return conflict;
	if (target.kind === 'failed')
		return { ...conflict, ...(pending && { pending }), wrote: conflict.wrote || target.effect === 'unknown' };
	const there = updateFacts(target.outcome);
	const areTagsMissing = there.notApplied.includes('customTags');
	return {
		...conflict,
		redirectedTo: there.incident.id,
		...pendingComment(there.pending !== undefined),
		notApplied: areTagsMissing ? [...withheld, 'customTags'] : withheld,
		wrote: conflict.wrote || there.wrote,
	};
}

function commentAtTargetFacts({ fields, merged, targetId, target }: CommentAtTarget): UpdateFacts {
	if (target.kind === 'failed')
		return { ...settledFacts({ ...fields, after: merged }, { kind: 'notSent' }), redirectedTo: targetId };
	const there = updateFacts(target.outcome);
	const comment: CommentOutcome =
		there.pending === undefined
			? { kind: 'written', comments: merged.comments }
			: { kind: 'inDoubt', detail: undefined };
	return { ...settledFacts(fields, comment), incident: merged, redirectedTo: there.incident.id };
}

function pendingComment(isPending: boolean): Pick<UpdateFacts, 'pending'> {
	return isPending ? { pending: 'comment' } : {};
}
