import { tokenize } from './lexer';
import { nativeTables } from '../schema/nativeTables';
import { wordsOf } from './kqlWords';

/**
 * Defender's own tables that a query names, in order of first mention. Found without a parser (a column or a variable may
 * have the name of a table): good for hints, never for a decision about the query or its rows.
 * @param query the author's text, without prologue
 */
export function tablesInQuery(query: string): readonly string[] {
	const words = wordsOf(query, tokenize(query));
	const names = words
		.filter((word, at) => word.isName && words[at - 1]?.text !== '.')
		.map(({ text }) => text);
	return [...new Set(names.filter((name) => nativeTables.has(name)))];
}
