import { readJsonValue, readScalar, type Element, type ReadElement } from './literalTokens.mts';
import { scanTokens, type Token } from './tokens.mts';

/** A list with fewer elements is left to the parser. */
const LONG = 100;

/** Queries shorter than this contain no list that is slow to parse. */
const SHORT_QUERY = 1_000;

export interface ShortenedQuery {
	/** The query with spaces in place of most elements of its long lists, so that every position stays the same. */
	readonly text: string;
	/** All elements of each long list, by the offset of its first element. */
	readonly lists: ReadonlyMap<number, readonly Element[]>;
}

interface Shortening {
	readonly first: number;
	readonly elements: readonly Element[];
	/** The part of the text that becomes spaces. */
	readonly from: number;
	readonly to: number;
}

/**
 * Keeps long lists of literals away from the parser, which needs time quadratic in their length: `dynamic([…])`,
 * `in (…)` and its relatives, and `datatable (…) […]`.
 */
export function shortenLists(query: string): ShortenedQuery {
	if (query.length < SHORT_QUERY) return { text: query, lists: new Map() };
	const shortenings = findLongLists(scanTokens(query));
	let text = '';
	let position = 0;
	for (const { from, to } of shortenings) {
		text += query.slice(position, from) + query.slice(from, to).replace(/[^\r\n]/gu, ' ');
		position = to;
	}
	return {
		text: text + query.slice(position),
		lists: new Map(shortenings.map(({ first, elements }) => [first, elements])),
	};
}

function findLongLists(tokens: readonly Token[]): readonly Shortening[] {
	const found: Shortening[] = [];
	for (let at = 0; at < tokens.length; at++) {
		const shortening = shorteningAt(tokens, at);
		if (!shortening) continue;
		found.push(shortening);
		while ((tokens[at]?.start ?? Infinity) < shortening.to) at++;
		at--;
	}
	return found;
}

function shorteningAt(tokens: readonly Token[], at: number): Shortening | undefined {
	const text = tokens[at]?.text;
	const before = tokens[at - 1];
	const opensArray = text === '[' && before?.text === '(';
	if (opensArray && tokens[at - 2]?.text === 'dynamic') return listAt(tokens, at + 1, 1, readJsonValue);
	if (text === '(' && before && takesList(before)) return listAt(tokens, at + 1, 1, readScalar);
	if (text !== 'datatable') return undefined;
	const open = tokens.findIndex((token, index) => index > at && token.text === ')') + 1;
	const columns = tokens.slice(at, open).filter((token) => token.text === ':').length;
	if (tokens[open]?.text !== '[' || columns === 0) return undefined;
	return listAt(tokens, open + 1, columns, readScalar);
}

function takesList({ text }: Token): boolean {
	return /^(?:!?in~?|has_any|has_all)$/u.test(text);
}

/** The long list of literals whose first element is at a token; its first `kept` elements stay in the text. */
function listAt(
	tokens: readonly Token[],
	at: number,
	kept: number,
	read: (tokens: readonly Token[], at: number) => ReadElement | undefined,
): Shortening | undefined {
	const elements: Element[] = [];
	let next = at;
	let from = 0;
	for (;;) {
		const one = read(tokens, next);
		const last = one && tokens[one.next - 1];
		const after = one && tokens[one.next];
		if (!one || !last || !after) return undefined;
		elements.push(one.element);
		if (elements.length === kept) from = last.end;
		next = one.next + 1;
		if (after.text === ',') continue;
		const first = tokens[at];
		const closes = after.text === ']' || after.text === ')';
		if (!closes || !first || elements.length < LONG || elements.length % kept !== 0) return undefined;
		return { first: first.start, elements, from, to: after.start };
	}
}
