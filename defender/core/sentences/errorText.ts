import type { Sentence } from '../sentence';

export function inputTooDeep(): Sentence {
	return {
		message: 'A value is nested too deeply to be read',
		description: 'Point the expressions at the intended fields, or remove the nested value from the item.',
	};
}

/** For a failed write that the service may have saved. */
export function mayBeStored(): string {
	return 'The change may have been saved. Check the incident before you repeat it.';
}
