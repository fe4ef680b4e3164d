import { quoted, type Sentence } from '../../core/sentence';

export function nothingToUpdate(): Sentence {
	return {
		message: 'There is nothing to update',
		description: 'Add a field under Update Fields, tags, or a comment.',
	};
}

export function emptyOwner(): Sentence {
	return {
		message: 'Assigned To is empty',
		description:
			'Enter the user principal name of the new owner, or remove the field to keep the current owner.',
	};
}

export function emptyComment(): Sentence {
	return {
		message: 'Comment to Add is empty',
		description: 'Enter the text to add, or clear the field to add no comment.',
	};
}

/** Labels of the fields in the node's editor, by the names of the API. */
export const fieldLabels: Readonly<Record<string, string>> = {
	assignedTo: 'Assigned To',
	classification: 'Verdict',
	customTags: 'Tags',
	description: 'Description',
	determination: 'Verdict',
	displayName: 'Display Name',
	resolvingComment: 'Resolution Note',
	severity: 'Severity',
	status: 'Status',
	summary: 'Summary',
};

/** Labels of the conditions under Only If in the node's editor, by parameter name. */
export const conditionLabels: Readonly<Record<string, string>> = {
	sameAsInput: 'Same as Input',
	status: 'Status',
	unassigned: 'Unassigned',
	unchangedSince: 'Unchanged Since',
	untouched: 'Untouched',
};

function labelOf(field: string): string {
	return field === 'comment' ? 'Comment to Add' : (fieldLabels[field] ?? field);
}

/** @param maximum characters of this text that the service stores */
export function textTooLong(field: string, length: number, maximum: number): Sentence {
	return {
		message: `${labelOf(field)} has ${length} characters; Microsoft Defender accepts at most ${maximum}`,
		description: 'Shorten the text, or put the details in a ticket and link to it.',
	};
}

export function emptyField(field: string): Sentence {
	return {
		message: `${labelOf(field)} is empty`,
		description: 'Enter the new text, or remove the field to keep the current text.',
	};
}

export function notPatchable(field: string): Sentence {
	return {
		message: `The API of this credential cannot change ${labelOf(field)}`,
		description:
			'Remove the field, or set API to Microsoft Graph in the credential. Nothing was sent. This API can change only status, owner, verdict, tags and comments.',
	};
}

export function resolvesWithoutVerdict(): Sentence {
	return {
		message: 'The incident would be resolved without a verdict',
		description: 'Choose a verdict other than Not Set, or turn off Require Verdict.',
	};
}

export function inputFieldsMissing(fields: readonly string[]): Sentence {
	return {
		message: `Same as Input needs ${fields.join(', ')} in the input item`,
		description:
			'Pass the Get Incidents item on unchanged (in Edit Fields, turn on Include Other Input Fields), or remove the condition.',
	};
}

export function inputOfOtherIncident(inputId: string, id: string): Sentence {
	return {
		message: `Same as Input: the input item is incident ${quoted(inputId)}, not ${id}`,
		description: 'Use the incident ID of the same item, or remove the condition.',
	};
}

/** Each label once: classification and determination are one field in the editor. */
export function labelsOf(fields: readonly string[]): readonly string[] {
	return [...new Set(fields.map(labelOf))];
}
