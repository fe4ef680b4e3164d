/** Text for the user: `message` says what happened, `description` what to do next. */
export interface Sentence {
	readonly message: string;
	readonly description: string;
}

/** A value from outside inside a sentence: on one line, at most 80 characters, so that it can neither flood nor forge the text. */
export function quoted(value: string): string {
	const oneLine = value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]+/g, ' ').trim();
	const units = Array.from(oneLine);
	return `"${units.length > 80 ? `${units.slice(0, 79).join('')}…` : oneLine}"`;
}
