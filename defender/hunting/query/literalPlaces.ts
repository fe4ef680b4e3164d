import { isName, type Word } from './kqlWords';
import { isClosingBracket, isOpeningBracket } from './parseQuery';
import { PREFIX } from './reservedNames';

/** Where KQL accepts only constants, so that a parameter cannot be used. */
export type LiteralPlace =
	| { readonly kind: 'dynamic' | 'datatable' | 'externaldata' }
	/** `type`: such as `datetime`. */
	| { readonly kind: 'typed'; readonly type: string };

const IN_RAW_LITERAL = new RegExp(`^(\\w+)\\([^)]*?\\b(${PREFIX}\\w+)`);

/** Finds the first `_p_…` name where KQL accepts only constants. The pattern of a `parse` is in `reservedNames`. */
export function parameterInLiteral(
	words: readonly Word[],
): { readonly name: string; readonly place: LiteralPlace } | undefined {
	let inside: { readonly kind: 'dynamic' | 'datatable' | 'externaldata'; readonly depth: number } | undefined;
	let depth = 0;
	for (const [index, word] of words.entries()) {
		if (word.kind === 'rawLiteral') {
			const [, type = '', name] = IN_RAW_LITERAL.exec(word.text) ?? [];
			if (name !== undefined) return { name, place: { kind: 'typed', type } };
		}
		if (isOpeningBracket(word)) {
			depth += 1;
			inside ??= placeOfBracket(words, index, depth);
		} else if (isClosingBracket(word)) {
			if (inside?.depth === depth) inside = undefined;
			depth -= 1;
		} else if (inside !== undefined && isName(word) && word.text.startsWith(PREFIX)) {
			return { name: word.text, place: { kind: inside.kind } };
		}
	}
	return undefined;
}

/** `dynamic(…)`; the values of `datatable(…)[…]` and `externaldata(…)[…]` follow the columns in parentheses. */
function placeOfBracket(
	words: readonly Word[],
	index: number,
	depth: number,
): { readonly kind: 'dynamic' | 'datatable' | 'externaldata'; readonly depth: number } | undefined {
	const opening = words[index]?.text;
	const before = words[index - 1];
	if (opening === '(' && before?.text === 'dynamic') return { kind: 'dynamic', depth };
	if (opening !== '[' || before?.text !== ')') return undefined;
	const operator = words[startOfGroup(words, index - 1) - 1]?.text;
	return operator === 'datatable' || operator === 'externaldata' ? { kind: operator, depth } : undefined;
}

/** @returns the index of the bracket that opens the group which ends at `end`; 0 if none does */
function startOfGroup(words: readonly Word[], end: number): number {
	let open = 0;
	for (let index = end; index > 0; index -= 1) {
		const word = words[index];
		if (word === undefined) break;
		if (isClosingBracket(word)) open += 1;
		else if (isOpeningBracket(word)) open -= 1;
		if (open === 0) return index;
	}
	return 0;
}
