import type { Token } from './lexer';
import { wordsOf, type Word } from './words';

/** What every parameter's name begins with in a query. A column silently wins over a `let` of its name; none is named so. */
export const PREFIX = '_p_';

export interface ReservedNames {
	/** `_p_…` names read by the query, in order of first use. */
	readonly used: ReadonlySet<string>;
	/** `_p_…` names to which the query itself gives a meaning (`let`, `extend _p_x =`, `as`, a typed declaration …). */
	readonly taken: ReadonlySet<string>;
}

const NAMING_KEYWORDS = new Set(['let', 'as', 'range']);
/** `union withsource=_p_x`, `mv-expand with_itemindex=_p_x`: options whose value becomes a column's name. */
const NAMING_OPTIONS = /^with_?(?:source|itemindex|match_id|step_name|node_id)$/;

/** Finds the `_p_…` names of a query. A property `bag._p_x` is no such name. */
export function reservedNames(query: string, tokens: readonly Token[]): ReservedNames {
	const words = wordsOf(query, tokens);
	const patterns = parsePatterns(words);
	const tuples = assignedTuples(words);
	const used = new Set<string>();
	const taken = new Set<string>();
	words.forEach((word, at) => {
		const before = words[at - 1]?.text;
		if (!word.isName || !word.text.startsWith(PREFIX) || before === '.') return;
		const after = words[at + 1]?.text;
		const named =
			after === '=' ||
			after === ':' ||
			(before !== undefined && NAMING_KEYWORDS.has(before)) ||
			(before === '=' && NAMING_OPTIONS.test(words[at - 2]?.text ?? '')) ||
			patterns.has(at) ||
			tuples.has(at);
		(named ? taken : used).add(word.text);
	});
	return { used, taken };
}

/** Whether `name` occurs outside strings and comments, and not as a property. */
export function usesBareName(query: string, tokens: readonly Token[], name: string): boolean {
	const words = wordsOf(query, tokens);
	return words.some((word, at) => word.isName && word.text === name && words[at - 1]?.text !== '.');
}

/** Positions inside the pattern of a `parse`, where a name becomes a column and a `let` has no meaning. */
function parsePatterns(words: readonly Word[]): ReadonlySet<number> {
	const inside = new Set<number>();
	let state: 'outside' | 'source' | 'pattern' = 'outside';
	words.forEach(({ text }, at) => {
		if (text === 'parse' || text === 'parse-where') state = 'source';
		else if (text === '|' || text === ';') state = 'outside';
		else if (text === 'with' && state === 'source') state = 'pattern';
		else if (state === 'pattern') inside.add(at);
	});
	return inside;
}

/** Positions inside parentheses that are followed by `=`: `extend (_p_a, _p_b) = …`. */
function assignedTuples(words: readonly Word[]): ReadonlySet<number> {
	const inside = new Set<number>();
	const open: number[] = [];
	words.forEach(({ text }, at) => {
		if (text === '(') open.push(at);
		if (text !== ')') return;
		const start = open.pop();
		if (start === undefined || words[at + 1]?.text !== '=') return;
		for (let between = start + 1; between < at; between += 1) inside.add(between);
	});
	return inside;
}
