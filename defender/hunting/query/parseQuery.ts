import { invalidInput } from '../../core/errors';
import { queryTooLong } from '../sentences/queryText';
import { MAX_AUTHOR_CHARACTERS } from '../values/inputLimits';
import { wordsOf, type Word } from './kqlWords';
import { tokenize } from './lexer';

/** A query as its author wrote it, tokenized once. */
export interface HuntQuery {
	readonly text: string;
	readonly words: readonly Word[];
	/** The non-empty statements, separated by `;` outside brackets; undefined if the brackets do not match. */
	readonly statements: ReadonlyArray<readonly Word[]> | undefined;
}

/** @throws DefenderError `invalidInput` for `query` if it is too long; any other text becomes a query */
export function parseQuery(text: string): HuntQuery {
	if (text.length > MAX_AUTHOR_CHARACTERS)
		throw invalidInput('query', queryTooLong(text.length, MAX_AUTHOR_CHARACTERS));
	const words = wordsOf(text, tokenize(text));
	return { text, words, statements: statementsOf(words) };
}

const CLOSING_BRACKETS: ReadonlyMap<string, string> = new Map([
	['(', ')'],
	['[', ']'],
	['{', '}'],
]);
const CLOSING: ReadonlySet<string> = new Set(CLOSING_BRACKETS.values());

export function isOpeningBracket({ text }: Word): boolean {
	return CLOSING_BRACKETS.has(text);
}

export function isClosingBracket({ text }: Word): boolean {
	return CLOSING.has(text);
}

function statementsOf(words: readonly Word[]): HuntQuery['statements'] {
	const statements: Word[][] = [];
	const expected: string[] = [];
	let current: Word[] = [];
	for (const word of words) {
		const closing = CLOSING_BRACKETS.get(word.text);
		if (closing !== undefined) expected.push(closing);
		else if (isClosingBracket(word) && expected.pop() !== word.text) return undefined;
		if (word.text === ';' && expected.length === 0) {
			if (current.length > 0) statements.push(current);
			current = [];
		} else {
			current.push(word);
		}
	}
	if (expected.length > 0) return undefined;
	return current.length > 0 ? [...statements, current] : statements;
}
