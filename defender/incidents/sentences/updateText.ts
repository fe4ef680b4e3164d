import type { ServiceTrace } from '../../core/errors';
import { mayBeStored } from '../../core/sentences/incidentText';
import { oneLine, quoted, type Sentence } from '../../core/sentence';
import { traceText } from '../../core/sentences/serviceText';

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

export function ownerContradiction(): Sentence {
	return {
		message: 'Assigned To and Unassign contradict each other',
		description: 'Remove one of the two fields.',
	};
}

export function notPatchable(field: string): Sentence {
	return {
		message: `The API of this credential cannot change ${labelOf(field)}`,
		description:
			'Remove the field, or set API to Microsoft Graph in the credential. Nothing was sent. Microsoft 365 Defender API (legacy) can change only status, owner, verdict, tags and comments.',
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

/** The error for a conflict, when conflicts fail the item. */
export function conflict(reason: string): Sentence {
	return {
		message: reason.replace(/\.$/, ''),
		description:
			'Check the incident and decide again. To continue with an item of outcome conflict instead, set On Conflict to Return Item.',
	};
}

/** @param inDoubt a write before the merge may have been stored */
export function merged(id: string, target: string | null, inDoubt: boolean): string {
	const merge = `Incident ${id} was merged into ${target ?? 'another incident'}`;
	return inDoubt ? `${merge} while a change was being sent. ${mayBeStored()}` : merge;
}

export function keptFromTarget(id: string, target: string, fields: readonly string[]): string {
	const labels = labelsOf(fields);
	const [was, it] = labels.length === 1 ? ['was', 'it was'] : ['were', 'they were'];
	return `${merged(id, target, false)}. ${listed(labels)} ${was} not changed: ${it} intended for incident ${id}, not for ${target}.`;
}

/** The parts of a change for a merged incident that were written to its target. */
export function reachedTarget(target: string, parts: readonly string[]): string {
	return parts.length === 0 ? '' : ` Incident ${target} received ${listed(parts)}.`;
}

export function targetFailed(target: string, why: string): string {
	return ` Updating incident ${target} failed: ${why}.`;
}

export function noTarget(id: string, because: 'unnamed' | 'cycle' | 'tooLong'): string {
	const why = {
		unnamed: 'but Microsoft Defender does not name it',
		cycle: 'but the chain of merges leads back to its start',
		tooLong: 'and the chain has more than ten merges',
	}[because];
	return `Incident ${id} was merged into another incident, ${why}; nothing was written.`;
}

export function mayBeMerging(id: string, status: number): string {
	return `Microsoft Defender refused to change incident ${id} (status ${status}), although the incident was readable just before. A merge may be in progress. Nothing was written; try again in a minute.`;
}

export function conditionsUnmet(
	id: string,
	unmet: ReadonlyArray<{ readonly condition: string; readonly found: string; readonly expected?: string }>,
): string {
	const parts = unmet.map(({ condition, found, expected }) => {
		const wanted = expected === undefined ? '' : `, expected ${oneLine(expected)}`;
		return `${conditionLabels[condition] ?? condition} found ${oneLine(found)}${wanted}`;
	});
	return `Incident ${id} was not changed because Only If does not match: ${parts.join('; ')}.`;
}

export function noVerdict(id: string): string {
	return `Incident ${id} was not resolved because it has no verdict and Require Verdict is on.`;
}

export function overtaken(id: string, fields: readonly string[]): string {
	return `Someone else changed ${listed(labelsOf(fields))} of incident ${id} during this update. Their change was kept. Check the incident before you repeat yours.`;
}

export function contested(id: string, fields: readonly string[]): string {
	const labels = labelsOf(fields);
	const [does, value] = labels.length === 1 ? ['does', 'value'] : ['do', 'values'];
	return `Others changed incident ${id} during every attempt. ${listed(labels)} ${does} not have the requested ${value}.`;
}

/** @param fields have neither the requested nor the previous value */
export function storedOtherwise(id: string, fields: readonly string[]): string {
	return `The current value of ${listed(labelsOf(fields))} in incident ${id} is neither the previous nor the requested one; see changes. Microsoft Defender may have cut or altered it, or someone else may have changed it.`;
}

/** @param fields still have the previous value */
export function ignored(fields: readonly string[]): string {
	return `Microsoft Defender accepted the update but did not change ${listed(labelsOf(fields))}.`;
}

export function lagging(id: string): string {
	return `Microsoft Defender still returns incident ${id} without an earlier change of this execution, so nothing was written.`;
}

/** For Microsoft's error in a successful response to a write. */
export function reportedWithWrite(trace: ServiceTrace | undefined): string {
	return `Microsoft Defender’s response to the change contained an error, so the incident was read again and the change was not repeated.${traceText(trace)}`;
}

/** @param received the message about the response, which contained no incident */
export function otherWithWrite(received: string): string {
	return `${received}, so the incident was read again and the change was not repeated.`;
}

export function notReadBack(why: string): string {
	return `Microsoft Defender accepted the change, but it could not be verified: ${why}.`;
}

export function commentInDoubt(reason: string): string {
	return `The comment may have been stored, so it was not sent again: ${reason === '' ? 'the response did not show it' : reason}.`;
}

/** Each label once: classification and determination are one field in the editor. */
function labelsOf(fields: readonly string[]): readonly string[] {
	return [...new Set(fields.map(labelOf))];
}

function listed(parts: readonly string[]): string {
	const last = parts[parts.length - 1] ?? '';
	return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
