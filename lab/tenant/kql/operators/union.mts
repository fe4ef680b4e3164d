import type { Syntax } from '../syntax.mts';
import type { HuntColumn, Row, Table } from '../types.mts';
import { columnsOf, missing, parameter, refuse, type Context } from './operator.mts';
import { unify } from './unify.mts';

/** One input of a union, and the name that `withsource` shows for its rows. */
interface Input {
	readonly name: string;
	readonly table: Table;
}

/**
 * union: rows one table after the other; a column that a table lacks is empty there.
 * kind=inner is refused: the parser assigns the columns of an outer union, which the service would not.
 */
export function union(input: Table | undefined, part: Syntax, context: Context): readonly Row[] {
	const columns = columnsOf(part);
	if (parameter(part, 'kind') === 'inner') throw refuse('union kind=inner', part, context);
	const hasSource = (parameter(part, 'withsource') ?? parameter(part, 'with_source')) !== undefined;
	const fuzzy = ['true', '1'].includes(parameter(part, 'isfuzzy') ?? '');
	const named = part.list('Expressions').flatMap((item) => inputsOf(item, fuzzy, context));
	const inputs: readonly Input[] = input ? [{ name: '', table: input }, ...named] : named;
	const own = hasSource ? columns.slice(1) : columns;
	const unified = unify(inputs.map(({ table }) => table.columns));
	return inputs.flatMap(({ name, table }, index) => {
		const positions =
			unified.length === own.length
				? unified.map((sources) => sources[index] ?? -1)
				: own.map((column) => positionByName(table, column));
		const source = hasSource ? [name === '' ? `union_arg${index}` : name] : [];
		return table.rows.map((row) => [...source, ...cells(row, positions, own)]);
	});
}

/** For columns of unknown type, which a missing table of a fuzzy union may add. */
function positionByName(table: Table, { name, type }: HuntColumn): number {
	const named = table.columns.findIndex((column) => column.name === name && column.type === type);
	if (named >= 0) return named;
	return table.columns.findIndex((column) => column.type === type && `${column.name}_${type}` === name);
}

function cells(row: Row, positions: readonly number[], columns: readonly HuntColumn[]): Row {
	return columns.map((column, at) => {
		const position = positions[at] ?? -1;
		return position < 0 ? missing(column) : (row[position] ?? missing(column));
	});
}

/** The tables that one expression of a union stands for. In a fuzzy union a table that does not exist has no rows. */
function inputsOf(item: Syntax, fuzzy: boolean, context: Context): readonly Input[] {
	if (item.shape === 'NameReference' && item.part('Name').shape === 'WildcardedName') {
		const pattern = wildcard(item.text);
		return context.session.tableNames
			.filter((name) => pattern.test(name))
			.map((name) => ({ name, table: context.session.databaseTable(name) }));
	}
	if (fuzzy && lacksTable(item, context)) {
		return [{ name: '', table: { columns: item.columns ?? [], rows: [] } }];
	}
	const name = item.meaning?.sort === 'table' ? item.meaning.name : '';
	return [{ name, table: context.session.tabular(item, context.environment) }];
}

function wildcard(text: string): RegExp {
	const literal = text.replace(/[.+?^${}()|[\]\\]/gu, '\\$&');
	return new RegExp(`^${literal.replace(/\*/gu, '.*')}$`, 'u');
}

/** Whether the rows of an expression come from a table that nobody knows. */
function lacksTable(item: Syntax, context: Context): boolean {
	if (item.shape === 'PipeExpression' || item.shape === 'ParenthesizedExpression') {
		return lacksTable(item.part('Expression'), context);
	}
	if (item.shape !== 'NameReference') return false;
	return item.meaning === undefined && context.environment.find(item.simpleName) === undefined;
}
