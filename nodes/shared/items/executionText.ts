import type { Sentence } from '../../../defender/core/sentence';

/** For a language model, which may get only the message, and for the author of the workflow. */
export function toolCallsUsedUp(maximum: number): Sentence {
	return {
		message: `Maximum Tool Calls (${maximum}) reached; answer with the results so far`,
		description:
			'Do not call this tool again in this execution, and report what you could not look up. The author of the workflow can raise Maximum Tool Calls under Options of the tool.',
	};
}

/** @param ids of further incidents whose write may have succeeded */
export function alsoInDoubt(ids: readonly string[]): string {
	const incidents =
		ids.length === 1
			? `incident ${ids[0]}`
			: `incidents ${ids.slice(0, -1).join(', ')} and ${ids[ids.length - 1]}`;
	return `The change may also have been saved in ${incidents}.`;
}
