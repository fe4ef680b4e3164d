import type { Word } from '../query/kqlWords';
import { isClosingBracket, isOpeningBracket } from '../query/parseQuery';
import { TIME_COLUMN } from './sliceRows';

/** Operators in which a name can be a new column without `=`. */
const IMPLICIT_NAMES = new Set(['parse', 'mv-expand']);
/** Operators in which an expression without a name can have the name of a column inside it: `project bin(Timestamp, 1h)`. */
const EXPRESSION_LISTS = new Set(['extend', 'project']);

/** Whether an operator may replace the column `Timestamp` by other values. */
export function changesTime(operator: readonly Word[]): boolean {
	const name = operator[0]?.text ?? '';
	if (IMPLICIT_NAMES.has(name) && mentionsTime(operator)) return true;
	if (operator.some((_, index) => assignsTime(operator, index))) return true;
	return EXPRESSION_LISTS.has(name) && entriesOf(operator.slice(1)).some(isUnnamedTimeExpression);
}

function mentionsTime(words: readonly Word[]): boolean {
	return words.some(({ text }, index) => text === TIME_COLUMN || isTimeInBrackets(words, index));
}

/** Whether brackets begin that may be the name `Timestamp`. Escapes can hide it, and so can several strings in a row. */
function isTimeInBrackets(words: readonly Word[], index: number): boolean {
	const [opening, name, closing] = words.slice(index, index + 3);
	if (opening?.text !== '[' || name?.kind !== 'string') return false;
	return closing?.text !== ']' || name.text.includes(TIME_COLUMN) || name.text.includes('\\');
}

/** `Timestamp = …`, a name in brackets that may be `Timestamp`, or a list of names: `(a, b) = …`. */
function assignsTime(words: readonly Word[], index: number): boolean {
	if (words[index + 1]?.text !== '=') return false;
	const text = words[index]?.text;
	return text === ')' || text === TIME_COLUMN || (text === ']' && !isOtherName(words, index));
}

/** Whether a closing bracket ends a name that is certainly not `Timestamp`. */
function isOtherName(words: readonly Word[], end: number): boolean {
	return (
		words[end - 2]?.text === '[' && words[end - 1]?.kind === 'string' && !isTimeInBrackets(words, end - 2)
	);
}

/** Splits a list at the commas outside brackets. */
function entriesOf(words: readonly Word[]): ReadonlyArray<readonly Word[]> {
	const entries: Word[][] = [[]];
	let depth = 0;
	for (const word of words) {
		if (isOpeningBracket(word)) depth += 1;
		if (isClosingBracket(word)) depth -= 1;
		if (depth === 0 && word.text === ',') entries.push([]);
		else entries.at(-1)?.push(word);
	}
	return entries;
}

/** The column `Timestamp` itself is unchanged, and an expression with a name of its own is another column. */
function isUnnamedTimeExpression(entry: readonly Word[]): boolean {
	const isNamed = entry.some(({ text }) => text === '=');
	return entry.length > 1 && !isNamed && mentionsTime(entry);
}
