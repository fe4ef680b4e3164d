import type { ServiceTrace } from '../../core/errors';
import { oneLine, type Sentence } from '../../core/sentence';
import { mayBeStored } from '../../core/sentences/errorText';
import { traceText } from '../../core/sentences/serviceText';
import { conditionLabels, labelsOf } from './updateText';

/** The error for a conflict, when conflicts fail the item. */
export function conflict(reason: string): Sentence {
	return {
		message: reason.replace(/\.$/, ''),
		description:
			'Check the incident and decide again. To continue with an item whose outcome is conflict, set On Conflict to Return Item.',
	};
}

/** @param inDoubt a write before the merge may have been stored */
export function merged(id: string, target: string | null, inDoubt: boolean): string {
	const merge = `Incident ${id} was merged into ${target ?? 'another incident'}`;
	return inDoubt ? `${merge} while a change was being sent. ${mayBeStored()}` : `${merge}.`;
}

/** @param fields do not suit the target of the merge */
export function withheldFromTarget(id: string, target: string, fields: readonly string[]): string {
	const labels = labelsOf(fields);
	const [was, it] = labels.length === 1 ? ['was', 'it was'] : ['were', 'they were'];
	return `${merged(id, target, false)} ${listed(labels)} ${was} not changed: ${it} intended for incident ${id}, not for ${target}.`;
}

/** @param parts of an update that were written to the target of a merge */
export function receivedByTarget(target: string, parts: readonly string[]): string {
	return `Incident ${target} received ${listed(parts)}.`;
}

export function targetFailed(target: string, why: string): string {
	return `Updating incident ${target} failed: ${why}.`;
}

export function targetNotFound(id: string, target: string, why: string): string {
	return `${merged(id, target, false)} ${targetFailed(target, why)}`;
}

export function mergedAfterWrite(id: string, target: string): string {
	return `Incident ${id} was merged into ${target} after its fields were written.`;
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
	return `Microsoft Defender still returns incident ${id} without a change that this execution made earlier, so nothing was written.`;
}

/** @param content in place of the incident, in a successful response to a change */
export function unexpectedContent(
	content:
		| { readonly kind: 'error'; readonly trace: ServiceTrace | undefined }
		| { readonly kind: 'otherJson'; readonly message: string },
): string {
	const next = 'so the incident was read again and the change was not repeated.';
	return content.kind === 'otherJson'
		? `${content.message}, ${next}`
		: `Microsoft Defender’s response to the change contained an error, ${next}${traceText(content.trace)}`;
}

/** @param why the message of the failed read */
export function notReadBack(why: string): string {
	return `Microsoft Defender accepted the change, but it could not be verified: ${why}.`;
}

export function outdatedReadBack(id: string): string {
	return `Microsoft Defender accepted the change, but still returns an older state of incident ${id}, so it could not be verified.`;
}

/** @param why the message of the failure; undefined if the response did not contain the comment */
export function commentInDoubt(why = 'the response did not show it'): string {
	return `The comment may have been stored, so it was not sent again: ${why}.`;
}

function listed(parts: readonly string[]): string {
	const last = parts[parts.length - 1] ?? '';
	return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
