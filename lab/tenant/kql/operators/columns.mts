import { compile, compileAs, columnReference } from '../expressions.mts';
import type { Evaluate } from '../environment.mts';
import type { Syntax } from '../syntax.mts';
import type { Row, Table } from '../types.mts';
import { columnsOf, refuse, scopeOf, type Context, type Operator } from './operator.mts';

function mapRows(input: Table, columns: readonly Evaluate[]): readonly Row[] {
	return input.rows.map((row) => columns.map((evaluate) => evaluate(row)));
}

export const project: Operator = (input, part, context) => {
	const scope = scopeOf(input, context);
	return mapRows(
		input,
		part.list('Expressions').map((item) => compile(item, scope).evaluate),
	);
};

/**
 * The expressions of an extend by the column each one sets. Several may set one column, such as
 * `parse_json(a), toint(a)`: the last one does.
 */
function assignments(items: readonly Syntax[], context: Context): ReadonlyMap<string, Syntax> {
	const assigned = new Map<string, Syntax>();
	let unnamed = 0;
	for (const item of items) {
		if (item.shape === 'CompoundNamedExpression') throw refuse(`'${item.brief}'`, item, context);
		const own = item.shape === 'SimpleNamedExpression' ? item.part('Name').simpleName : item.resultName;
		assigned.set(own === '' ? `Column${++unnamed}` : own, item);
	}
	return assigned;
}

/** extend: an expression replaces or adds the column that it names or that the binder names after it. */
export const extend: Operator = (input, part, context) => {
	const scope = scopeOf(input, context);
	const assigned = assignments(part.list('Expressions'), context);
	const outputs = columnsOf(part);
	const names = new Set(outputs.map(({ name }) => name));
	const unplaced = [...assigned].filter(([name]) => !names.has(name)).map(([, item]) => item);
	const columns = outputs.map(({ name, type }, index): Evaluate => {
		const isNew = !assigned.has(name) && index >= input.columns.length;
		const expression = assigned.get(name) ?? (isNew ? unplaced.shift() : undefined);
		if (expression) return compileAs(expression, type, scope).evaluate;
		if (input.columns[index]?.name === name) return (row) => row[index] ?? null;
		return columnReference(name, scope).evaluate;
	});
	return mapRows(input, columns);
};

/** serialize: the rows keep their order; its expressions are those of extend. */
export const serialize: Operator = (input, part, context) => extend(input, part, context);

/** project-away, project-keep, project-reorder: the binder has chosen and ordered the columns. */
export const selectByName: Operator = (input, part, context) => {
	const scope = scopeOf(input, context);
	return mapRows(
		input,
		columnsOf(part).map(({ name }) => columnReference(name, scope).evaluate),
	);
};

export const rename: Operator = (input, part, context) => {
	const scope = scopeOf(input, context);
	const sources = new Map(
		part.list('Expressions').map((item) => [item.part('Name').simpleName, item.part('Expression')] as const),
	);
	return mapRows(
		input,
		columnsOf(part).map(({ name }) => {
			const source = sources.get(name);
			return source ? compile(source, scope).evaluate : columnReference(name, scope).evaluate;
		}),
	);
};
