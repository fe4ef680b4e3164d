import type { Word } from './kqlWords';

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
export function reservedNames(words: readonly Word[]): ReservedNames {
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

/** The names that occur outside strings and comments, and not as a property. */
export function bareNames(words: readonly Word[]): ReadonlySet<string> {
	return new Set(
		words.filter((word, at) => word.isName && words[at - 1]?.text !== '.').map(({ text }) => text),
	);
}

const OPENING = new Set(['(', '[', '{']);
const CLOSING = new Set([')', ']', '}']);

/**
 * Positions inside the pattern of a `parse`, where a name becomes a column and a `let` has no meaning. The pattern ends at
 * the next operator or statement, or with the brackets around the `parse`.
 */
function parsePatterns(words: readonly Word[]): ReadonlySet<number> {
	const inside = new Set<number>();
	let state: 'outside' | 'source' | 'pattern' = 'outside';
	let depth = 0;
	let depthOfParse = 0;
	words.forEach(({ text }, at) => {
		if (OPENING.has(text)) depth += 1;
		else if (CLOSING.has(text)) depth -= 1;
		if (text === 'parse' || text === 'parse-where') {
			state = 'source';
			depthOfParse = depth;
		} else if (text === '|' || text === ';' || depth < depthOfParse) state = 'outside';
		else if (text === 'with' && state === 'source') state = 'pattern';
		else if (state === 'pattern') inside.add(at);
	});
	return inside;
}

/** Positions inside parentheses that are followed by `=`: `extend (_p_a, _p_b) = …`. */
function assignedTuples(words: readonly Word[]): ReadonlySet<number> {
	const ends = new Map<number, number>();
	const open: number[] = [];
	words.forEach(({ text }, at) => {
		if (text === '(') open.push(at);
		const start = text === ')' ? open.pop() : undefined;
		if (start !== undefined && words[at + 1]?.text === '=') ends.set(start, at);
	});
	const inside = new Set<number>();
	let end = -1;
	words.forEach((_, at) => {
		if (at < end) inside.add(at);
		end = Math.max(end, ends.get(at) ?? -1);
	});
	return inside;
}
