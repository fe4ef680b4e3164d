import { isName, type Word } from '../query/kqlWords';
import { isClosingBracket, isOpeningBracket, type HuntQuery } from '../query/parseQuery';
import { PREFIX } from '../query/reservedNames';
import { nativeTables } from '../schema/nativeTables';
import { notSplit } from '../sentences/splitText';
import { rowFunctions } from './rowFunctions';
import type { SliceOrder } from './slicePlan';
import { TIME_COLUMN } from './sliceRows';
import { changesTime } from './timeColumnChanges';

/** Operators that decide about each row by itself. */
const ROW_OPERATORS = new Set([
	'where',
	'filter',
	'extend',
	'project',
	'project-away',
	'project-keep',
	'project-reorder',
	'project-rename',
	'parse',
	'mv-expand',
]);
const SORT_OPERATORS = new Set(['sort', 'order']);
/** Operators whose list in brackets can be the name of a table. */
const LIST_OPERATORS = new Set(['in', 'in~', '!in', '!in~', 'has_any', 'has_all']);

/** The order in which a query can be split, or why it cannot. */
export type Splittability =
	| { readonly order: SliceOrder }
	/** A clause for `queryNotSplit`. */
	| { readonly because: string };

/**
 * Finds out whether a query has the same rows in the same order if it runs once for each part of its time range. Everything
 * that is not known to work makes the query unsplittable, because rows would be missing or wrong without a notice.
 */
export function findSplittability({ words, statements }: HuntQuery): Splittability {
	if (words.some(({ kind }) => kind === 'unknown' || kind === 'brokenString' || kind === 'directive'))
		return { because: notSplit.unreadable() };
	const statement = statements?.[0];
	if (statement === undefined || statements?.length !== 1) return { because: notSplit.statements() };
	const [source = [], ...operators] = operatorsOf(statement);
	const because =
		reasonOfSource(source) ??
		firstReason(operators, reasonOfOperator) ??
		reasonOfNames(statement) ??
		firstReason(operators, (operator, index) => reasonOfSort(operator, index === operators.length - 1));
	if (because !== undefined) return { because };
	const last = operators.at(-1);
	const isAscending = last !== undefined && isSort(last) && last[3]?.text === 'asc';
	return { order: isAscending ? 'oldestFirst' : 'newestFirst' };
}

/** Splits a statement at the vertical bars outside brackets. */
function operatorsOf(statement: readonly Word[]): ReadonlyArray<readonly Word[]> {
	const operators: Word[][] = [[]];
	let depth = 0;
	for (const word of statement) {
		if (isOpeningBracket(word)) depth += 1;
		if (isClosingBracket(word)) depth -= 1;
		if (depth === 0 && word.text === '|') operators.push([]);
		else operators.at(-1)?.push(word);
	}
	return operators;
}

function firstReason(
	operators: ReadonlyArray<readonly Word[]>,
	reasonOf: (operator: readonly Word[], index: number) => string | undefined,
): string | undefined {
	for (const [index, operator] of operators.entries()) {
		const reason = reasonOf(operator, index);
		if (reason !== undefined) return reason;
	}
	return undefined;
}

function reasonOfSource([table, ...others]: readonly Word[]): string | undefined {
	const isEventTable = table !== undefined && isName(table) && nativeTables.get(table.text) === 'events';
	return isEventTable && others.length === 0 ? undefined : notSplit.source();
}

function reasonOfOperator(operator: readonly Word[]): string | undefined {
	const name = operator[0]?.text ?? '';
	if (!ROW_OPERATORS.has(name) && !SORT_OPERATORS.has(name)) return notSplit.operator(name);
	return changesTime(operator) ? notSplit.changedTime() : undefined;
}

/** Looks for other tables, and for functions that need more than one row. */
function reasonOfNames(statement: readonly Word[]): string | undefined {
	let depth = 0;
	for (const [index, word] of statement.entries()) {
		if (isOpeningBracket(word)) depth += 1;
		if (isClosingBracket(word)) depth -= 1;
		if (word.text === '|' && depth > 0) return notSplit.subquery();
		if (statement[index + 1]?.text !== '(' || !isName(word)) continue;
		if (!rowFunctions.has(word.text)) return notSplit.callOf(word.text);
		const name = LIST_OPERATORS.has(word.text) ? soleName(statement, index + 1) : undefined;
		if (name !== undefined && !name.startsWith(PREFIX)) return notSplit.listOf(name);
	}
	return undefined;
}

/** Returns the name in brackets that contain nothing else: `(T)` or `((T))`. */
function soleName(words: readonly Word[], start: number): string | undefined {
	let at = start;
	while (words[at]?.text === '(') at += 1;
	const [name, end] = [words[at], words[at + 1]];
	return name !== undefined && isName(name) && end?.text === ')' ? name.text : undefined;
}

/** Rows of one instant are in one slice, so further sort columns stay correct. */
function reasonOfSort(operator: readonly Word[], isLast: boolean): string | undefined {
	if (!isSort(operator)) return undefined;
	if (!isLast) return notSplit.earlySort();
	const [, by, column, end] = operator;
	const isByTime = by?.text === 'by' && column !== undefined && isName(column) && column.text === TIME_COLUMN;
	return isByTime && (end === undefined || SORT_CONTINUATIONS.has(end.text))
		? undefined
		: notSplit.otherSort();
}

const SORT_CONTINUATIONS = new Set(['asc', 'desc', 'nulls', ',']);

function isSort(operator: readonly Word[]): boolean {
	return SORT_OPERATORS.has(operator[0]?.text ?? '');
}
