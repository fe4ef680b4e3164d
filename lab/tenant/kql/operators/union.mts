import type { Syntax } from '../syntax.mts';
import type { HuntColumn, Row, Table } from '../types.mts';
import { columnsOf, missing, parameter, refuse, type Context } from './operator.mts';

/**
 * union: rows one table after the other; a column that a table lacks is empty there.
 * kind=inner is refused: the parser assigns the columns of an outer union, which the service would not.
 */
export function union(input: Table | undefined, part: Syntax, context: Context): readonly Row[] {
	const columns = columnsOf(part);
	if (parameter(part, 'kind') === 'inner') throw refuse('union kind=inner', part, context);
	const source = parameter(part, 'withsource') ?? parameter(part, 'with_source');
	const parts = part.list('Expressions');
	const tables = parts.map((item) => {
		if (/[*]/u.test(item.text) && item.shape === 'NameReference')
			throw refuse(`union ${item.text}`, item, context);
		return {
			name: item.meaning?.sort === 'table' ? item.meaning.name : '',
			table: context.session.tabular(item, context.environment),
		};
	});
	const all = input ? [{ name: '', table: input }, ...tables] : tables;
	return all.flatMap(({ name, table }, index) => {
		const positions = columns.map((column) => positionIn(table, column));
		return table.rows.map((row) =>
			columns.map((column, at) => {
				if (at === 0 && column.name === source) return name === '' ? `union_arg${index}` : name;
				const position = positions[at] ?? -1;
				return position < 0 ? missing(column) : (row[position] ?? missing(column));
			}),
		);
	});
}

/** Columns of one name and different types become `name_type`. */
function positionIn(table: Table, { name, type }: HuntColumn): number {
	return table.columns.findIndex(
		(column) => column.type === type && (column.name === name || `${column.name}_${type}` === name),
	);
}
