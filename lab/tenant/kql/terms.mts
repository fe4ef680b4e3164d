/** String matching of KQL. Terms are maximal runs of letters and digits (https://learn.microsoft.com/en-us/kusto/query/datatypes-string-operators). */
export type TextTest = (text: string, pattern: string) => boolean;

const ALPHANUMERIC = /[\p{L}\p{N}]/u;

/** Whether a character position can end a term: at an edge of the text, or between term and non-term. */
function boundary(text: string, index: number): boolean {
	const before = text[index - 1];
	const after = text[index];
	if (before === undefined || after === undefined) return true;
	return !(ALPHANUMERIC.test(before) && ALPHANUMERIC.test(after));
}

function findTerm(text: string, pattern: string, left: boolean, right: boolean): boolean {
	if (pattern === '') return true;
	for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) {
		if ((!left || boundary(text, at)) && (!right || boundary(text, at + pattern.length))) return true;
	}
	return false;
}

const SENSITIVE: Readonly<Record<string, TextTest>> = {
	has: (text, pattern) => findTerm(text, pattern, true, true),
	hasprefix: (text, pattern) => findTerm(text, pattern, true, false),
	hassuffix: (text, pattern) => findTerm(text, pattern, false, true),
	contains: (text, pattern) => text.includes(pattern),
	startswith: (text, pattern) => text.startsWith(pattern),
	endswith: (text, pattern) => text.endsWith(pattern),
};

export function foldCase(text: string): string {
	return text.toLowerCase();
}

function ignoringCase(test: TextTest): TextTest {
	return (text, pattern) => test(foldCase(text), foldCase(pattern));
}

/** Tests a text against many patterns at once; quick where each pattern contains a letter or digit. */
export interface TermSet {
	hasAny(text: string): boolean;
	hasAll(text: string): boolean;
}

const TERM = /[\p{L}\p{N}]+/gu;

/**
 * The patterns of `has_any` and `has_all`. Every term of a pattern must be a term of a text that has the pattern, so
 * the terms of the text decide which patterns are worth a search.
 */
export function createTermSet(patterns: readonly string[]): TermSet {
	const folded = [...new Set(patterns.map(foldCase))];
	const byTerm = new Map<string, string[]>();
	const others: string[] = [];
	for (const pattern of folded) {
		const term = pattern.match(TERM)?.[0];
		if (term === undefined) others.push(pattern);
		else if (byTerm.has(term)) byTerm.get(term)?.push(pattern);
		else byTerm.set(term, [pattern]);
	}
	const candidates = (text: string): readonly string[] => [
		...[...new Set(text.match(TERM))].flatMap((term) => byTerm.get(term) ?? []),
		...others,
	];
	const found = (text: string, pattern: string): boolean => findTerm(text, pattern, true, true);
	return {
		hasAny: (text) => {
			const own = foldCase(text);
			return candidates(own).some((pattern) => found(own, pattern));
		},
		hasAll: (text) => {
			const own = foldCase(text);
			return candidates(own).filter((pattern) => found(own, pattern)).length === folded.length;
		},
	};
}

function not(test: TextTest): TextTest {
	return (text, pattern) => !test(text, pattern);
}

/** Operator as written → test. `has` and its kin ignore case, `_cs` forms do not, `!` negates. */
export const TEXT_TESTS: ReadonlyMap<string, TextTest> = new Map([
	...Object.entries(SENSITIVE).flatMap(([name, test]): [string, TextTest][] => [
		[name, ignoringCase(test)],
		[`!${name}`, not(ignoringCase(test))],
		[`${name}_cs`, test],
		[`!${name}_cs`, not(test)],
	]),
	['=~', (text, pattern) => foldCase(text) === foldCase(pattern)],
	['!~', (text, pattern) => foldCase(text) !== foldCase(pattern)],
]);
