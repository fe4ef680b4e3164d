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

/** `has`: whole term, case ignored. */
export const hasTerm: TextTest = (text, pattern) => findTerm(foldCase(text), foldCase(pattern), true, true);

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
