import { invalidInput } from '../../core/errors';
import { limitNotAdded, limitNotWhole } from '../sentences/queryText';
import { tokenize } from './lexer';
import { SERVICE_ROWS } from '../schema/limits';

/** A query that asks for no more rows than needed, or the unchanged query and why nothing could be added to it. */
export type LimitedQuery =
	/** `asked` is limit + 1: one row more tells that the result was cut. */
	| { readonly text: string; readonly asked: number }
	/** `because` is a clause for `limitAppliedAfterwards`. */
	| { readonly text: string; readonly asked: 'all'; readonly because: string };

/** A token of the query without comments. */
interface Piece {
	readonly kind: string;
	readonly text: string;
	readonly start: number;
}

const NEVER_TABULAR = new Set(['let', 'set', 'declare', 'alias', 'restrict', 'pattern']);
const MANY_RESULTS = new Set(['fork', 'facet']);
const OPENING = ['(', '[', '{'];
const CLOSING = [')', ']', '}'];
/** Punctuation after which a statement is complete; `*` as in `distinct *`. */
const MAY_END = [...CLOSING, '*'];

/**
 * Adds `| take limit+1` as the last operator where that is safe: on a line of its own, so that a comment before it is
 * closed, and before a trailing `;`. `take` after a final `sort` or `top` keeps Kusto's order, so it then gives the first
 * rows. The author's text is not touched otherwise. Works on the author's query and on a bound one.
 * @throws DefenderError invalidInput `limit` when it is not a whole number above 0.
 */
export function limitRows(query: string, limit: number): LimitedQuery {
	if (!Number.isInteger(limit) || limit < 1) throw invalidInput('limit', limitNotWhole(String(limit)));
	const pieces = tokenize(query)
		.filter(({ kind }) => kind !== 'comment')
		.map(({ kind, start, end }) => ({ kind, start, text: query.slice(start, end) }));
	const because = limit >= SERVICE_ROWS ? limitNotAdded.atServiceRows : whyNot(pieces);
	if (because !== undefined) return { text: query, asked: 'all', because };
	const asked = limit + 1;
	const at = startOfTrailingSemicolons(pieces) ?? query.length;
	return { text: `${query.slice(0, at)}\n| take ${asked}${query.slice(at)}`, asked };
}

function startOfTrailingSemicolons(pieces: readonly Piece[]): number | undefined {
	let start: number | undefined;
	for (let at = pieces.length - 1; pieces[at]?.text === ';'; at -= 1) start = pieces[at]?.start;
	return start;
}

function whyNot(pieces: readonly Piece[]): string | undefined {
	if (pieces.some(({ kind }) => kind === 'unknown' || kind === 'brokenString' || kind === 'directive')) {
		return limitNotAdded.unreadable;
	}
	const statements = topLevelStatements(pieces);
	if (statements === undefined) return limitNotAdded.unbalanced;
	const last = statements[statements.length - 1];
	const first = last?.[0];
	const end = last?.[last.length - 1];
	if (last === undefined || first === undefined || end === undefined) return limitNotAdded.empty;
	if (!isTabular(last)) return limitNotAdded.notTabular;
	if (statements.filter(isTabular).length > 1) return limitNotAdded.manyTables;
	if (end.kind === 'punctuation' && !MAY_END.includes(end.text)) return limitNotAdded.unfinished;
	return whyNotAfter(last);
}

/** Told by its first token: a table, a function, an operator such as `union`, or a query in parentheses. */
function isTabular([first]: readonly Piece[]): boolean {
	if (first === undefined) return false;
	if (first.kind === 'identifier') return !NEVER_TABULAR.has(first.text);
	return first.text === '(' || first.text === '[';
}

function whyNotAfter(statement: readonly Piece[]): string | undefined {
	const operators = topLevel(statement)
		.filter((_, at, all) => all[at - 1]?.text === '|')
		.map(({ text }) => text);
	if (operators.includes('render')) return limitNotAdded.chart;
	return operators.some((operator) => MANY_RESULTS.has(operator)) ? limitNotAdded.manyResults : undefined;
}

/** The pieces outside every bracket of the statement, the brackets themselves left out. */
function topLevel(statement: readonly Piece[]): readonly Piece[] {
	let depth = 0;
	return statement.filter(({ text }) => {
		if (OPENING.includes(text)) depth += 1;
		if (!CLOSING.includes(text)) return depth === 0;
		depth -= 1;
		return false;
	});
}

/** Non-empty statements, cut at `;` outside brackets; undefined when the brackets do not match. */
function topLevelStatements(pieces: readonly Piece[]): ReadonlyArray<readonly Piece[]> | undefined {
	const statements: Piece[][] = [];
	const expected: string[] = [];
	let current: Piece[] = [];
	for (const piece of pieces) {
		const opening = OPENING.indexOf(piece.text);
		if (opening >= 0) expected.push(CLOSING[opening] ?? '');
		else if (CLOSING.includes(piece.text) && expected.pop() !== piece.text) return undefined;
		if (piece.text === ';' && expected.length === 0) {
			if (current.length > 0) statements.push(current);
			current = [];
		} else {
			current.push(piece);
		}
	}
	if (expected.length > 0) return undefined;
	return current.length > 0 ? [...statements, current] : statements;
}
