import type { Environment, Scope, Session } from '../environment.mts';
import { positionOf, unsupported, type QueryRefused } from '../refusals.mts';
import type { Syntax } from '../syntax.mts';
import type { HuntColumn, Row, Table } from '../types.mts';

/** What an operator needs besides its input. */
export interface Context {
	readonly session: Session;
	readonly environment: Environment;
}

/** One tabular operator: the rows it makes of its input, in the order of the binder's columns. */
export type Operator = (input: Table, part: Syntax, context: Context) => readonly Row[];

export function scopeOf(input: Table, context: Context): Scope {
	return { columns: input.columns, rows: input.rows, ...context };
}

/** The binder's columns of an operator. */
export function columnsOf(part: Syntax): readonly HuntColumn[] {
	const columns = part.columns;
	if (!columns) throw new Error(`the parser has no columns for '${part.brief}'`);
	return columns;
}

export function refuse(what: string, part: Syntax, context: Context): QueryRefused {
	return unsupported(what, positionOf(context.session.query, part.start));
}

/** The value a column has when a row lacks it. */
export function missing(column: HuntColumn): '' | null {
	return column.type === 'string' ? '' : null;
}

/** The text of a parameter such as `kind=inner`; undefined if absent. */
export function parameter(part: Syntax, name: string): string | undefined {
	const found = part.list('Parameters').find((candidate) => candidate.part('Name').simpleName === name);
	return found?.part('Expression').text.replace(/^(?<quote>["'])(?<content>.*)\k<quote>$/u, '$<content>');
}
