import type { ServiceTrace } from '../../core/errors';
import { mayBeStored } from '../../core/sentences/incidentText';
import { oneLine, quoted, type Sentence } from '../../core/sentence';
import { traceText } from '../../core/sentences/serviceText';

export function nothingAsked(): Sentence {
	return {
		message: 'Nothing to update was given',
		description: 'Add a field under Update Fields, tags, or a comment.',
	};
}

export function emptyOwner(): Sentence {
	return {
		message: 'Assigned To is empty',
		description:
			'Enter the user principal name of the new owner, or remove the field to leave the owner as it is.',
	};
}

export function emptyComment(): Sentence {
	return {
		message: 'The comment is empty',
		description: 'Enter the text to add, or clear the field to add none.',
	};
}

/** Labels of the fields as the node's editor shows them, by the names of the API. */
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

/** Labels of the conditions under Only If as the node's editor shows them. */
export const conditionLabels: Readonly<Record<string, string>> = {
	sameAsInput: 'Same as Input',
	status: 'Status',
	unassigned: 'Unassigned',
	unchangedSince: 'Unchanged Since',
	untouched: 'Untouched',
};

function labelOf(field: string): string {
	return field === 'comment' ? 'The comment' : (fieldLabels[field] ?? field);
}

/** @param most characters that the service stores of this text */
export function textTooLong(field: string, length: number, most: number): Sentence {
	return {
		message: `${labelOf(field)} has ${length} characters; Microsoft Defender accepts at most ${most}`,
		description: 'Shorten it, or put the details into the ticket and link it.',
	};
}

export function emptyField(field: string): Sentence {
	return {
		message: `${labelOf(field)} is empty`,
		description: 'Enter the new text, or remove the field to leave the incident’s text as it is.',
	};
}

export function ownerTwice(): Sentence {
	return {
		message: 'Assigned To and Unassign contradict each other',
		description: 'Keep one of the two fields.',
	};
}

export function notPatchable(field: string): Sentence {
	return {
		message: `The API of this credential cannot write ${labelOf(field)}`,
		description:
			'Nothing was sent. Microsoft 365 Defender’s older API takes status, owner, verdict, tags and a comment alone. Remove the field, or choose Microsoft Graph as API in the credential.',
	};
}

export function resolvesWithoutVerdict(): Sentence {
	return {
		message: 'The incident would be resolved without a verdict',
		description: 'Add a verdict other than Not Set, or switch off Require Verdict.',
	};
}

export function inputLacks(fields: readonly string[]): Sentence {
	return {
		message: `Same as Input needs ${fields.join(', ')} in the input item`,
		description:
			'Pass the item of Get Incidents on as it is (Edit Fields: switch on Include Other Input Fields), or remove the condition.',
	};
}

export function inputIsAnother(inputId: string, id: string): Sentence {
	return {
		message: `Same as Input compares incident ${id} with an input item of incident ${quoted(inputId)}`,
		description: 'Take the incident’s id from the same item, or remove the condition.',
	};
}

/** A conflict as the error that stops the item. */
export function conflict(reason: string): Sentence {
	return {
		message: reason.replace(/\.$/, ''),
		description:
			'Look at the incident and decide again. With On Conflict set to Return Item the workflow goes on, with the outcome conflict.',
	};
}

/** `inDoubt`: a write before the merge got no answer. */
export function merged(id: string, target: string | null, inDoubt: boolean): string {
	const what = `Incident ${id} was merged into ${target ?? 'another incident'}`;
	return inDoubt ? `${what} while a change was on its way. ${mayBeStored()}` : what;
}

export function keptFromTarget(id: string, target: string, fields: readonly string[]): string {
	const labels = labelsOf(fields);
	const [was, it] = labels.length === 1 ? ['was', 'it was'] : ['were', 'they were'];
	return `${merged(id, target, false)}; ${listed(labels)} of this change ${was} not written, because ${it} not meant for that one.`;
}

/** What of a change for a merged incident reached the target. */
export function reachedTarget(target: string, parts: readonly string[]): string {
	return parts.length === 0 ? '' : ` Incident ${target} got ${listed(parts)}.`;
}

export function targetFailed(target: string, why: string): string {
	return ` What was meant for incident ${target} as well did not get there: ${why}.`;
}

export function noTarget(id: string, because: 'unnamed' | 'cycle' | 'tooLong'): string {
	const why = {
		unnamed: 'but into which one is not told',
		cycle: 'and the mergers lead back to where they began',
		tooLong: 'and further, more than ten times',
	}[because];
	return `Incident ${id} was merged into another incident, ${why}; nothing was written.`;
}

export function mayBeMerging(id: string, status: number): string {
	return `Microsoft Defender refused to change incident ${id} (status ${status}), although it could be read a moment ago; it may be being merged. Nothing was written; try again in a minute.`;
}

export function conditionsUnmet(
	id: string,
	unmet: ReadonlyArray<{ readonly condition: string; readonly found: string; readonly expected?: string }>,
): string {
	const parts = unmet.map(({ condition, found, expected }) => {
		const wanted = expected === undefined ? '' : ` where ${oneLine(expected)} was expected`;
		return `${conditionLabels[condition] ?? condition} found ${oneLine(found)}${wanted}`;
	});
	return `Incident ${id} was not changed, because Only If does not match: ${parts.join('; ')}.`;
}

export function noVerdict(id: string): string {
	return `Incident ${id} was not resolved, because it has no verdict and Require Verdict is on.`;
}

export function overtaken(id: string, fields: readonly string[]): string {
	return `Somebody else changed ${listed(labelsOf(fields))} of incident ${id} while our change was on its way; their change was left as it stands. Look at the incident before you repeat yours.`;
}

export function contested(id: string, fields: readonly string[]): string {
	const labels = labelsOf(fields);
	return `Others kept changing incident ${id} at the same moment; after several tries ${listed(labels)} ${labels.length === 1 ? 'is' : 'are'} not as asked.`;
}

/** @param fields that hold neither the requested nor the previous value */
export function storedOtherwise(id: string, fields: readonly string[]): string {
	return `The current value of ${listed(labelsOf(fields))} in incident ${id} is neither the previous nor the requested one; see changes. Microsoft Defender may have cut or altered it, or somebody else may have changed it.`;
}

/** @param fields that still have the previous value */
export function ignored(fields: readonly string[]): string {
	return `Microsoft Defender accepted the update but did not change ${listed(labelsOf(fields))}.`;
}

export function lagging(id: string): string {
	return `Microsoft Defender still shows incident ${id} as it was before an earlier change of this execution, so nothing was written on that old state.`;
}

/** Microsoft's error in the successful response to a write. */
export function reportedWithWrite(trace: ServiceTrace | undefined): string {
	return `Microsoft Defender returned an error with the response to the change, so the incident was read again and the change was not repeated.${traceText(trace)}`;
}

/** @param came what came in place of the incident, as a message */
export function otherWithWrite(came: string): string {
	return `${came}, so the incident was read again and the change was not repeated.`;
}

export function notReadBack(why: string): string {
	return `Microsoft Defender accepted the change, but it could not be read back to prove it: ${why}.`;
}

export function commentInDoubt(reason: string): string {
	return `It is not known whether the comment was stored, so it was not sent again: ${reason === '' ? 'the answer did not show it' : reason}.`;
}

/** Each label once: classification and determination are one field of the editor. */
function labelsOf(fields: readonly string[]): readonly string[] {
	return [...new Set(fields.map(labelOf))];
}

function listed(parts: readonly string[]): string {
	const last = parts[parts.length - 1] ?? '';
	return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
