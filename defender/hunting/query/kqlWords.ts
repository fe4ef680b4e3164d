import type { Token } from './lexer';

/** A token that is no comment, with its text; a bracketed name `['x']` is one word `x`. */
export interface Word {
	readonly text: string;
	/** Whether it may name a table, a column, a function or a variable. */
	readonly isName: boolean;
}

const BRACKETED = /^(["'])([A-Za-z_][A-Za-z0-9_]*)\1$/;

/** The words of a query, in order. */
export function wordsOf(query: string, tokens: readonly Token[]): readonly Word[] {
	const plain = tokens
		.filter(({ kind }) => kind !== 'comment')
		.map(({ kind, start, end }) => ({ kind, text: query.slice(start, end) }));
	const words: Word[] = [];
	for (let at = 0; at < plain.length; at += 1) {
		const { kind = 'unknown', text = '' } = plain[at] ?? {};
		const bracketed =
			text === '[' && plain[at + 2]?.text === ']'
				? BRACKETED.exec(plain[at + 1]?.text ?? '')?.[2]
				: undefined;
		if (bracketed === undefined) {
			words.push({ text, isName: kind === 'identifier' });
		} else {
			words.push({ text: bracketed, isName: true });
			at += 2;
		}
	}
	return words;
}
