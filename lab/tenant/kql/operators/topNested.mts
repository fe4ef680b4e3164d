import { compileAggregate, isAggregate } from '../aggregates.mts';
import { keyOf, order } from '../comparison.mts';
import { compile, constantValue } from '../expressions.mts';
import type { Syntax } from '../syntax.mts';
import type { Row, Table, Value } from '../types.mts';
import { refuse, scopeOf, type Context, type Operator } from './operator.mts';

interface Group {
	readonly value: Value;
	readonly aggregate: Value;
	readonly rows: readonly Row[];
}

/** The best groups of one level. */
function groupsOf(clause: Syntax, input: Table, context: Context): readonly Group[] {
	const scope = scopeOf(input, context);
	const value = compile(clause.part('OfExpression'), scope);
	const by = clause.part('ByExpression');
	const ordered = by.shape === 'OrderedExpression' ? by.part('Expression') : by;
	const call = ordered.shape === 'SimpleNamedExpression' ? ordered.part('Expression') : ordered;
	if (!isAggregate(call.meaning?.name ?? '') || clause.child('WithOthersClause')) {
		throw refuse(`'${clause.brief}' in top-nested`, clause, context);
	}
	const aggregate = compileAggregate(call, scope, compile);
	const groups = new Map<string, { readonly value: Value; readonly rows: Row[] }>();
	for (const row of input.rows) {
		const own = value.evaluate(row);
		const group = groups.get(keyOf(own)) ?? { value: own, rows: [] };
		group.rows.push(row);
		groups.set(keyOf(own), group);
	}
	const isAscending = by.child('Ordering')?.child('AscOrDescKeyword')?.text.endsWith('asc') === true;
	const limit = clause.child('Expression');
	const count = limit ? Number(constantValue(limit, scope)) : groups.size;
	return [...groups.values()]
		.map(({ value: own, rows }): Group => {
			const running = aggregate.begin();
			for (const row of rows) running.add(row);
			return { value: own, aggregate: running.result(), rows };
		})
		.sort((a, b) => (order(a.aggregate, b.aggregate) || 0) * (isAscending ? 1 : -1))
		.slice(0, count);
}

/** top-nested: the best values of one column, in each of them the best of the next one, and so on. */
export const topNested: Operator = (input, part, context) => {
	const clauses = part.list('Clauses');
	const rowsFrom = (level: number, rows: readonly Row[]): readonly Row[] => {
		const clause = clauses[level];
		if (!clause) return [[]];
		return groupsOf(clause, { columns: input.columns, rows }, context).flatMap((group) =>
			rowsFrom(level + 1, group.rows).map((inner) => [group.value, group.aggregate, ...inner]),
		);
	};
	return rowsFrom(0, input.rows);
};
