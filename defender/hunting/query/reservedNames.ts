import { isName, type Word } from './kqlWords';
import { isClosingBracket, isOpeningBracket } from './parseQuery';

/** Prefix of every parameter name in a query. A column silently takes precedence over a `let` of its name; no column has this prefix. */
export const PREFIX = '_p_';

export interface ReservedNames {
	/** `_p_…` names that the query reads, in order of first use. */
	readonly used: ReadonlySet<string>;
	/** `_p_…` names that the query itself defines (`let`, `extend _p_x =`, `as`, a typed declaration …). */
	readonly defined: ReadonlySet<string>;
	/** Those of the defined names that are in the pattern of a `parse`. */
	readonly inPatterns: ReadonlySet<string>;
}

const NAMING_KEYWORDS = new Set(['let', 'as', 'range']);
/** Options whose value becomes a column name: `union withsource=_p_x`, `mv-expand with_itemindex=_p_x`. */
const NAMING_OPTIONS = /^with_?(?:source|itemindex|match_id|step_name|node_id)$/;

/** Finds the `_p_…` names of a query. A property such as `bag._p_x` is not one of them. */
export function reservedNames(words: readonly Word[]): ReservedNames {
	const patterns = parsePatterns(words);
	const tuples = assignedTuples(words);
	const used = new Set<string>();
	const defined = new Set<string>();
	const inPatterns = new Set<string>();
	words.forEach((word, index) => {
		const before = words[index - 1]?.text;
		if (!isName(word) || !word.text.startsWith(PREFIX) || before === '.') return;
		const after = words[index + 1]?.text;
		const isDefined =
			after === '=' ||
			after === ':' ||
			(before !== undefined && NAMING_KEYWORDS.has(before)) ||
			(before === '=' && NAMING_OPTIONS.test(words[index - 2]?.text ?? '')) ||
			patterns.has(index) ||
			tuples.has(index);
		(isDefined ? defined : used).add(word.text);
		if (patterns.has(index)) inPatterns.add(word.text);
	});
	return { used, defined, inPatterns };
}

/**
 * Returns the indexes of words inside the pattern of a `parse`. There a name becomes a column, and a `let` is not read. The
 * pattern ends at the next operator or statement, or at the end of the brackets around the `parse`.
 */
function parsePatterns(words: readonly Word[]): ReadonlySet<number> {
	const inside = new Set<number>();
	let state: 'outside' | 'source' | 'pattern' = 'outside';
	let depth = 0;
	let depthOfParse = 0;
	words.forEach((word, index) => {
		const { text } = word;
		if (isOpeningBracket(word)) depth += 1;
		else if (isClosingBracket(word)) depth -= 1;
		if (text === 'parse' || text === 'parse-where') {
			state = 'source';
			depthOfParse = depth;
		} else if (text === '|' || text === ';' || depth < depthOfParse) state = 'outside';
		else if (text === 'with' && state === 'source') state = 'pattern';
		else if (state === 'pattern') inside.add(index);
	});
	return inside;
}

/** Returns the indexes of words inside parentheses that `=` follows: `extend (_p_a, _p_b) = …`. */
function assignedTuples(words: readonly Word[]): ReadonlySet<number> {
	const ends = new Map<number, number>();
	const open: number[] = [];
	words.forEach(({ text }, index) => {
		if (text === '(') open.push(index);
		const start = text === ')' ? open.pop() : undefined;
		if (start !== undefined && words[index + 1]?.text === '=') ends.set(start, index);
	});
	const inside = new Set<number>();
	let end = -1;
	words.forEach((_, index) => {
		if (index < end) inside.add(index);
		end = Math.max(end, ends.get(index) ?? -1);
	});
	return inside;
}
