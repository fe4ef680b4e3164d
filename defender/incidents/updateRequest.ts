import { invalidInput } from '../core/errors';
import * as say from './sentences/updateText';
import type { TagEdit } from './tags';
import { minimumLength } from './textComparison';
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
	/** Plain text to add. */
	readonly comment?: string;
}

/**
 * Maximum number of characters of a text, where it is known: for comments the limit of the portal and the API, for resolution
 * notes the length at which Graph silently cuts them. No limit is documented for the other texts.
 */
const MAX_CHARACTERS: Readonly<Partial<Record<TextField | 'comment', number>>> = {
	comment: 30_000,
	resolvingComment: 30_000,
};

/** The texts of an incident that can be written. */
export const textFields = ['displayName', 'description', 'summary', 'resolvingComment'] as const;
export type TextField = (typeof textFields)[number];

/** The fields of the incident that a request speaks of. */
export function requestedFields(request: UpdateRequest): readonly PatchField[] {
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
export function rejectInvalidRequest(request: UpdateRequest, patchable: ReadonlySet<PatchField>): void {
	const { assignedTo, comment } = request;
	const asked = requestedFields(request);
	if (asked.length === 0 && comment === undefined) throw invalidInput('updateFields', say.nothingToUpdate());
	const beyond = asked.find((field) => !patchable.has(field));
	if (beyond !== undefined) throw invalidInput(`updateFields.${beyond}`, say.notPatchable(beyond));
	if (assignedTo?.trim() === '') throw invalidInput('updateFields.assignedTo', say.emptyOwner());
	for (const field of textFields) {
		if (request[field]?.trim() === '') throw invalidInput(`updateFields.${field}`, say.emptyField(field));
		rejectLongText(field, request[field] ?? '', `updateFields.${field}`);
	}
	if (comment?.trim() === '') throw invalidInput('comment', say.emptyComment());
	rejectLongText('comment', comment ?? '', 'comment');
}

/** @throws DefenderError `invalidInput`, always: an owner was given and is to be taken away */
export function rejectOwnerContradiction(): never {
	throw invalidInput('updateFields.unassign', say.ownerContradiction());
}

/** Rejects only a text that is certainly too long. The service would cut it silently, and the old text would be gone. */
function rejectLongText(field: TextField | 'comment', text: string, parameter: string): void {
	const most = MAX_CHARACTERS[field] ?? Number.POSITIVE_INFINITY;
	if (text.length <= most) return;
	const length = minimumLength(text);
	if (length > most) throw invalidInput(parameter, say.textTooLong(field, length, most));
}
