import { withoutTokens } from './redaction';

/** Text for the user. `message` reports what happened; `description` explains what to do next. */
export interface Sentence {
	readonly message: string;
	readonly description: string;
}

/** Formats a number: `65,536`. */
export function count(amount: number): string {
	return amount.toLocaleString('en-US');
}

/** Formats a number with its noun: `1 incident`, `2 incidents`. */
export function counted(amount: number, noun: string): string {
	return `${count(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

/** Joins both parts, for places where n8n shows only a message. */
export function oneText({ message, description }: Sentence): string {
	return `${message}. ${description}`;
}

/** Number of UTF-16 units of a value that are examined. It exceeds every token, so that a token is found whole. */
const MAX_EXAMINED = 20_000;

/** Quotes an external value on one line with at most 80 characters, so that it can neither flood nor imitate our text. */
export function quoted(value: string): string {
	const line = oneLine(value.slice(0, MAX_EXAMINED));
	const characters = Array.from(line);
	return `"${characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : line}"`;
}

/** Removes tokens, and replaces control characters, line breaks and text direction marks by spaces. */
export function oneLine(value: string): string {
	return withoutTokens(value)
		.replace(/[\p{Cc}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
		.trim();
}

/** Returns text on one line with at most `maximum` UTF-16 units. */
export function boundedLine(value: string, maximum: number): string {
	const line = oneLine(value);
	return line.length > maximum ? `${line.slice(0, maximum - 1)}…` : line;
}

/**
 * Formats an instant without fractions of a second.
 * @param time Unix time in milliseconds
 */
export function instantText(time: number): string {
	return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Explains a defect of this package. */
export function unexpected(detail: string): Sentence {
	return {
		message: `Unexpected error: ${quoted(detail)}`,
		description:
			'Report this error with the workflow and the time of the execution. README.md and SECURITY.md explain where.',
	};
}
