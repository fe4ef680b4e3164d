import type { Token, TokenKind } from './lexer';

/** A token that is not a comment. A bracketed name `['x']` is one word with the text `x`. */
export interface Word {
	readonly kind: Exclude<TokenKind, 'comment'> | 'bracketedName';
	readonly text: string;
	/** Offset in the query's text. */
	readonly start: number;
}

const BRACKETED = /^(["'])([A-Za-z_][A-Za-z0-9_]*)\1$/;

/** Returns the words of a query, in order. */
export function wordsOf(query: string, tokens: readonly Token[]): readonly Word[] {
	const plain: Word[] = [];
	for (const { kind, start, end } of tokens)
		if (kind !== 'comment') plain.push({ kind, start, text: query.slice(start, end) });
	const words: Word[] = [];
	let skipped = 0;
	plain.forEach((word, index) => {
		const name = bracketedName(word, plain[index + 1], plain[index + 2]);
		if (skipped > 0) skipped -= 1;
		else if (name === undefined) words.push(word);
		else {
			words.push({ kind: 'bracketedName', text: name, start: word.start });
			skipped = 2;
		}
	});
	return words;
}

function bracketedName(
	opening: Word,
	content: Word | undefined,
	closing: Word | undefined,
): string | undefined {
	if (opening.text !== '[' || closing?.text !== ']') return undefined;
	return BRACKETED.exec(content?.text ?? '')?.[2];
}

/** Whether the word can name a table, column, function or variable. */
export function isName({ kind }: Word): boolean {
	return kind === 'identifier' || kind === 'bracketedName';
}

/** Returns the distinct names outside strings and comments, in order of first use, without properties (`bag.x`). */
export function namesIn(words: readonly Word[]): ReadonlySet<string> {
	const names = words.filter((word, index) => isName(word) && words[index - 1]?.text !== '.');
	return new Set(names.map(({ text }) => text));
}
