import { tokenize } from './lexer';
import { nativeTables } from './nativeTables';
import { wordsOf, type Word } from './words';

/** The tables that a query names. Found without a parser: good for remarks, not for decisions about rows. */
export interface TablesInQuery {
	/** Defender's own, in order of first mention. */
	readonly native: readonly string[];
	/** Names that stand where a table or function does and are none of Defender's own: tables of Microsoft Sentinel, mostly. */
	readonly other: readonly string[];
}

/** Words that begin a statement or an operator's right side without naming a table. */
const KEYWORDS = new Set(
	(
		'alias as datatable declare evaluate explain externaldata find isfuzzy join kind let lookup macro materialize ' +
		'pattern print range restrict search set union view withsource dynamic datetime long where not toscalar'
	).split(' '),
);

/** @param query the author's text, without prologue */
export function tablesInQuery(query: string): TablesInQuery {
	const words = wordsOf(query, tokenize(query));
	const native = new Set<string>();
	const other = new Set<string>();
	const own = letNames(words);
	words.forEach((word, at) => {
		if (!word.isName || words[at - 1]?.text === '.') return;
		if (nativeTables.has(word.text)) native.add(word.text);
		else if (isSource(words, at) && !own.has(word.text)) other.add(word.text);
	});
	return { native: [...native], other: [...other] };
}

function letNames(words: readonly Word[]): ReadonlySet<string> {
	return new Set(words.filter((_, at) => words[at - 1]?.text === 'let').map(({ text }) => text));
}

/** Begins the query or a statement, or is piped from inside brackets or a `let`; or follows `union` or `join` directly. */
function isSource(words: readonly Word[], at: number): boolean {
	const text = words[at]?.text ?? '';
	if (KEYWORDS.has(text)) return false;
	const before = words[at - 1]?.text;
	if (before === undefined || before === ';' || before === 'union' || before === 'join') return true;
	return words[at + 1]?.text === '|' && ['(', '{', '=', ','].includes(before);
}
