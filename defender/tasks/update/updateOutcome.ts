import type { CommentList } from '../../api/securityApi';
import type { Effect } from '../../core/errors';
import type { Sentence } from '../../core/sentence';
import type { Incident } from '../../incidents/incident';
import type { PatchField } from '../../incidents/vocabulary';
import type { FieldRefusal, PlannedFields, RefusedFields, SettledFields } from './fieldOutcome';

/** How adding a comment ended. */
export type CommentOutcome =
	| { readonly kind: 'notRequested' }
	/** The fields were not written, so the comment was not sent. */
	| { readonly kind: 'notSent' }
	| ({ readonly kind: 'written' } & CommentList)
	/** `detail` is the message of the failure; undefined if the response did not contain the comment. */
	| { readonly kind: 'inDoubt'; readonly detail: string | undefined }
	/** The service certainly did not store it. */
	| { readonly kind: 'rejected'; readonly failure: Sentence };

/** The fields are settled, and the comment was handled. */
export interface SettledUpdate {
	readonly kind: 'settled';
	readonly fields: SettledFields;
	readonly comment: CommentOutcome;
}

/** A dry run: nothing was sent. */
export interface PlannedUpdate {
	readonly kind: 'planned';
	readonly fields: Omit<PlannedFields, 'kind'>;
	readonly hasComment: boolean;
}

/** Why an incident was not updated. */
export type UpdateRefusal =
	| FieldRefusal
	/** The incident was merged, and the chain of merges has no readable end. */
	| { readonly because: 'noTarget'; readonly reason: 'unnamed' | 'cycle' | 'tooLong' }
	| { readonly because: 'targetNotFound'; readonly targetId: string; readonly message: string };

/** The state of the incident prevented the update, or someone else changed it meanwhile. */
export interface RefusedUpdate {
	readonly kind: 'refused';
	readonly fields: Omit<RefusedFields, 'kind' | 'refusal'>;
	readonly refusal: UpdateRefusal;
	readonly hasComment: boolean;
}

/** The incident was merged before the update, and the whole update continued at the target. */
export interface FollowedUpdate {
	readonly kind: 'followed';
	/** ID of the incident that was to be updated. */
	readonly from: string;
	readonly target: UpdateOutcome;
}

/** How the update of a merge target ended. */
export type TargetOutcome =
	| { readonly kind: 'ended'; readonly outcome: UpdateOutcome }
	| { readonly kind: 'failed'; readonly message: string; readonly effect: Effect };

/** The incident was merged before the update, and only a part of the update also suits the target. */
export interface SplitUpdate {
	readonly kind: 'split';
	readonly source: RefusedUpdate;
	readonly targetId: string;
	/** Fields that were not written, because they do not suit the target. */
	readonly withheld: readonly PatchField[];
	/** Undefined if no part suits the target. */
	readonly target: TargetOutcome | undefined;
}

/** The incident was merged after its fields were written, so its comment was sent to the target. */
export interface CommentAtTarget {
	readonly kind: 'commentAtTarget';
	readonly fields: SettledFields;
	/** The incident after the merge. */
	readonly merged: Incident;
	readonly targetId: string;
	/** Why the merged incident did not accept the comment. */
	readonly failure: Sentence;
	readonly target: TargetOutcome;
}

/** How an update ended, as plain data. `updateReport.ts` turns it into an item with a reason. */
export type UpdateOutcome =
	| SettledUpdate
	| PlannedUpdate
	| RefusedUpdate
	| FollowedUpdate
	| SplitUpdate
	| CommentAtTarget;
