import { invalidInput } from '../core/errors';
import * as say from '../core/sentences/updates';
import type { TagEdit } from './tags';
import {
	patchFields,
	type PatchField,
	type SettableSeverity,
	type SettableStatus,
	type Verdict,
} from './vocabulary';

/** What the user wants to hold afterwards. Absent properties are left as they are. */
export interface UpdateRequest {
	readonly status?: SettableStatus;
	readonly severity?: SettableSeverity;
	readonly verdict?: Verdict;
	/** Null takes the owner away. */
	readonly assignedTo?: string | null;
	readonly displayName?: string;
	readonly description?: string;
	readonly summary?: string;
	readonly resolvingComment?: string;
	readonly tags?: TagEdit;
	/** Plain text to add, at most `MAX_COMMENT` characters. */
	readonly comment?: string;
}

/** Longest comment that the portal and API accept, in UTF-16 units (reference: incident comments). */
export const MAX_COMMENT = 30_000;

/** The texts of an incident that can be written. */
export const textFields = ['displayName', 'description', 'summary', 'resolvingComment'] as const;
export type TextField = (typeof textFields)[number];

/** The fields of the incident that a request speaks of. */
export function askedFields(request: UpdateRequest): readonly PatchField[] {
	const asked: Readonly<Record<PatchField, unknown>> = {
		status: request.status,
		severity: request.severity,
		classification: request.verdict,
		determination: request.verdict,
		assignedTo: request.assignedTo,
		displayName: request.displayName,
		description: request.description,
		summary: request.summary,
		resolvingComment: request.resolvingComment,
		customTags: request.tags,
	};
	return patchFields.filter((field) => asked[field] !== undefined);
}

/**
 * Refuses a request that cannot be right, before any call. Empty texts are refused rather than written: an expression that
 * finds nothing must not wipe what an analyst wrote.
 * @param patchable the fields that the API can write
 * @throws DefenderError `invalidInput` naming the field
 */
export function refuseBadRequest(request: UpdateRequest, patchable: ReadonlySet<PatchField>): void {
	const { assignedTo, comment } = request;
	const asked = askedFields(request);
	if (asked.length === 0 && comment === undefined) throw invalidInput('updateFields', say.nothingAsked());
	const beyond = asked.find((field) => !patchable.has(field));
	if (beyond !== undefined) throw invalidInput(`updateFields.${beyond}`, say.notPatchable(beyond));
	if (assignedTo?.trim() === '') throw invalidInput('updateFields.assignedTo', say.emptyOwner());
	for (const field of textFields) {
		if (request[field]?.trim() === '') throw invalidInput(`updateFields.${field}`, say.emptyField(field));
	}
	refuseBadComment(comment);
}

/** @throws DefenderError `invalidInput`, always: an owner was given and is to be taken away */
export function refuseOwnerTwice(): never {
	throw invalidInput('updateFields.unassign', say.ownerTwice());
}

function refuseBadComment(comment: string | undefined): void {
	if (comment === undefined) return;
	if (comment.trim() === '') throw invalidInput('comment', say.emptyComment());
	if (comment.length > MAX_COMMENT)
		throw invalidInput('comment', say.commentTooLong(comment.length, MAX_COMMENT));
}
