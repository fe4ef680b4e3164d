import { invalidInput } from '../../core/errors';
import { SERVICE_ROWS } from '../schema/serviceLimits';
import { limitNotAdded, limitNotWhole } from '../sentences/queryText';
import type { Word } from './kqlWords';
import { isClosingBracket, isOpeningBracket, type HuntQuery } from './parseQuery';

/** A query with a row limit, or the unchanged query and the reason why no limit could be added. */
export type LimitedQuery =
	/** `requested` is limit + 1: the additional row shows that the result is truncated. */
	| { readonly text: string; readonly requested: number }
	/** `because` is a clause for `limitAppliedAfterwards`. */
	| { readonly text: string; readonly requested: 'all'; readonly because: string };

const NEVER_TABULAR = new Set(['let', 'set', 'declare', 'alias', 'restrict', 'pattern']);
const MANY_RESULTS = new Set(['fork', 'facet']);

/**
 * Adds `| take limit+1` as the last operator of a query if that is safe. It goes on a line of its own, so that it is not part
 * of a comment, and before trailing semicolons. Before a final `render`, which must remain the last operator, it goes on the
 * same line. After a final `sort` or `top`, `take` returns the first rows, because Kusto keeps their order. The rest of the
 * author's text stays unchanged.
 * @throws DefenderError `invalidInput` for `limit` if it is not a whole number above 0
 */
export function limitRows(query: HuntQuery, limit: number): LimitedQuery {
	if (!Number.isInteger(limit) || limit < 1) throw invalidInput('limit', limitNotWhole(String(limit)));
	const { text } = query;
	const because = limit >= SERVICE_ROWS ? limitNotAdded.atServiceRows : reasonNotToLimit(query);
	if (because !== undefined) return { text, requested: 'all', because };
	const requested = limit + 1;
	const render = startOfFinalRender(query.statements?.at(-1) ?? []);
	if (render !== undefined)
		return { text: `${text.slice(0, render)}| take ${requested} ${text.slice(render)}`, requested };
	const end = startOfTrailingSemicolons(query.words) ?? text.length;
	return { text: `${text.slice(0, end)}\n| take ${requested}${text.slice(end)}`, requested };
}

function startOfTrailingSemicolons(words: readonly Word[]): number | undefined {
	let start: number | undefined;
	for (let index = words.length - 1; words[index]?.text === ';'; index -= 1) start = words[index]?.start;
	return start;
}

/** @returns the offset of the `|` before a `render` that is the last operator of the statement */
function startOfFinalRender(statement: readonly Word[]): number | undefined {
	const words = outsideBrackets(statement);
	const pipe = words.map(({ text }) => text).lastIndexOf('|');
	return words[pipe + 1]?.text === 'render' ? words[pipe]?.start : undefined;
}

function reasonNotToLimit({ words, statements }: HuntQuery): string | undefined {
	if (words.some(({ kind }) => kind === 'unknown' || kind === 'brokenString' || kind === 'directive')) {
		return limitNotAdded.unreadable;
	}
	if (statements === undefined) return limitNotAdded.unbalanced;
	const statement = statements.at(-1);
	const end = statement?.at(-1);
	if (statement === undefined || end === undefined) return limitNotAdded.empty;
	if (!isTabular(statement)) return limitNotAdded.notTabular;
	if (statements.filter(isTabular).length > 1) return limitNotAdded.manyTables;
	if (!canEndStatement(end)) return limitNotAdded.unfinished;
	return reasonOfOperators(statement);
}

/** Whether the statement starts with a table, a function, an operator such as `union`, or a query in parentheses. */
function isTabular([first]: readonly Word[]): boolean {
	if (first === undefined) return false;
	if (first.kind === 'identifier') return !NEVER_TABULAR.has(first.text);
	return first.kind === 'bracketedName' || first.text === '(' || first.text === '[';
}

/** `*` ends `distinct *`. */
function canEndStatement(word: Word): boolean {
	return word.kind !== 'punctuation' || isClosingBracket(word) || word.text === '*';
}

function reasonOfOperators(statement: readonly Word[]): string | undefined {
	const operators = outsideBrackets(statement)
		.filter((_, index, all) => all[index - 1]?.text === '|')
		.map(({ text }) => text);
	if (operators.slice(0, -1).includes('render')) return limitNotAdded.chart;
	return operators.some((operator) => MANY_RESULTS.has(operator)) ? limitNotAdded.manyResults : undefined;
}

function outsideBrackets(statement: readonly Word[]): readonly Word[] {
	let depth = 0;
	return statement.filter((word) => {
		if (isOpeningBracket(word)) depth += 1;
		if (!isClosingBracket(word)) return depth === 0 && word.kind !== 'bracketedName';
		depth -= 1;
		return false;
	});
}
