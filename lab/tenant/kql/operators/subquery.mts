import { keyOf } from '../comparison.mts';
import { compile } from '../expressions.mts';
import type { Row, Table } from '../types.mts';
import { expandedRows } from './expand.mts';
import { columnsOf, missing, refuse, scopeOf, type Operator } from './operator.mts';

/** mv-apply: expands like mv-expand, then runs a subquery over the rows of each input row. */
export const mvApply: Operator = (input, part, context) => {
	const body = part.part('Subquery').part('Expression');
	const columns = columnsOf(part);
	const { columns: widened, perRow } = expandedRows(input, part, context);
	return input.rows.flatMap((row) => {
		const result = context.session.subquery(
			body,
			{ columns: widened, rows: perRow(row) },
			context.environment,
		);
		return result.rows.map((own) =>
			columns.map((column, at): Row[number] => {
				const index = result.columns.findIndex(({ name }) => name === column.name);
				if (index >= 0) return own[index] ?? missing(column);
				return (
					(input.columns[at]?.name === column.name
						? row[at]
						: row[input.columns.findIndex(({ name }) => name === column.name)]) ?? missing(column)
				);
			}),
		);
	});
};

/** partition: runs a subquery over the rows of each value of a column. */
export const partition: Operator = (input, part, context) => {
	const operand = part.part('Operand');
	const body = operand.child('Subquery');
	if (!body) throw refuse('a partition with a query in braces', part, context);
	const key = compile(part.part('ByExpression'), scopeOf(input, context));
	const groups = new Map<string, Row[]>();
	for (const row of input.rows) {
		const name = keyOf(key.evaluate(row));
		const group = groups.get(name);
		if (group) group.push(row);
		else groups.set(name, [row]);
	}
	return [...groups.values()].flatMap((rows) => {
		const own: Table = { columns: input.columns, rows };
		return context.session.subquery(body, own, context.environment).rows;
	});
};
