import { withoutTokens } from './redaction';

/** Text for the user: `message` says what happened, `description` what to do next. */
export interface Sentence {
	readonly message: string;
	readonly description: string;
}

/** `65,536`. */
export function count(amount: number): string {
	return amount.toLocaleString('en-US');
}

/** A number with its noun: `1 incident`, `2 incidents`. */
export function counted(amount: number, noun: string): string {
	return `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Both parts as one text, where n8n shows only a message. */
export function oneText({ message, description }: Sentence): string {
	return `${message}. ${description}`;
}

/** Longest part of a value that is looked at, in UTF-16 units; longer than any token, so that a token is recognized as a whole. */
const LOOKED_AT = 20_000;

/** A value from outside inside a sentence: on one line, at most 80 characters, so that it can neither flood nor forge the text. */
export function quoted(value: string): string {
	const line = oneLine(value.slice(0, LOOKED_AT));
	const units = Array.from(line);
	return `"${units.length > 80 ? `${units.slice(0, 79).join('')}…` : line}"`;
}

/** Without tokens; control characters, line breaks of any kind and text direction marks become one blank each. */
export function oneLine(value: string): string {
	return withoutTokens(value)
		.replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
		.trim();
}

/** An instant to the second; `time` is Unix time in milliseconds. */
export function instantText(time: number): string {
	return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

export function unexpected(detail: string): Sentence {
	return {
		message: `The node met something it was not made for: ${quoted(detail)}`,
		description:
			'Please report this with the workflow and the time of the execution; SECURITY.md and README.md say where.',
	};
}
