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

/** The requested values of an incident. Absent fields are not changed. */
export interface UpdateRequest {
	readonly status?: SettableStatus;
	readonly severity?: SettableSeverity;
	readonly verdict?: Verdict;
	/** Null removes the owner. */
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
 * Known maximum lengths in characters. Comments: the limit of the portal and the API. Resolution notes: the length at which
 * Graph silently cuts them. No limit is documented for the other texts.
 */
const MAX_CHARACTERS: Readonly<Partial<Record<TextField | 'comment', number>>> = {
	comment: 30_000,
	resolvingComment: 30_000,
};

/** The texts of an incident that can be written. */
const textFields = ['displayName', 'description', 'summary', 'resolvingComment'] as const;
export type TextField = (typeof textFields)[number];

/** Returns the fields of the incident that a request sets. */
export function requestedFields(request: UpdateRequest): readonly PatchField[] {
	const values: Readonly<Record<PatchField, unknown>> = {
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
	return patchFields.filter((field) => values[field] !== undefined);
}

/**
 * Rejects an invalid request before anything is sent. Empty texts are rejected, because an expression that returns nothing
 * must not delete an analyst's text.
 * @param patchable the fields that the API can write
 * @throws DefenderError `invalidInput` with the parameter
 */
export function rejectInvalidRequest(request: UpdateRequest, patchable: ReadonlySet<PatchField>): void {
	const { assignedTo, comment } = request;
	const requested = requestedFields(request);
	if (requested.length === 0 && comment === undefined)
		throw invalidInput('updateFields', say.nothingToUpdate());
	const unsupported = requested.find((field) => !patchable.has(field));
	if (unsupported !== undefined)
		throw invalidInput(`updateFields.${unsupported}`, say.notPatchable(unsupported));
	if (assignedTo?.trim() === '') throw invalidInput('updateFields.assignedTo', say.emptyOwner());
	for (const field of textFields) {
		if (request[field]?.trim() === '') throw invalidInput(`updateFields.${field}`, say.emptyField(field));
		rejectLongText(field, request[field] ?? '', `updateFields.${field}`);
	}
	if (comment?.trim() === '') throw invalidInput('comment', say.emptyComment());
	rejectLongText('comment', comment ?? '', 'comment');
}

/** Rejects only a text that is certainly too long: the service would cut it silently and delete the old text. */
function rejectLongText(field: TextField | 'comment', text: string, parameter: string): void {
	const maximum = MAX_CHARACTERS[field] ?? Number.POSITIVE_INFINITY;
	if (text.length <= maximum) return;
	const length = minimumLength(text);
	if (length > maximum) throw invalidInput(parameter, say.textTooLong(field, length, maximum));
}
