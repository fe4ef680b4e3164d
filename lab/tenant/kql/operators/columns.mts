import { compile, columnReference } from '../expressions.mts';
import type { Evaluate } from '../environment.mts';
import type { Syntax } from '../syntax.mts';
import type { Row, Table } from '../types.mts';
import { columnsOf, refuse, scopeOf, type Operator } from './operator.mts';

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

/** extend: a named expression replaces or adds its column; unnamed ones fill the columns the binder named. */
export const extend: Operator = (input, part, context) => {
	const scope = scopeOf(input, context);
	const items = part.list('Expressions');
	const named = new Map<string, Syntax>();
	const unnamed: Syntax[] = [];
	for (const item of items) {
		if (item.shape === 'CompoundNamedExpression') throw refuse(`'${item.text}'`, item, context);
		if (item.shape === 'SimpleNamedExpression') named.set(item.part('Name').simpleName, item);
		else if (item.shape !== 'NameReference') unnamed.push(item);
		else if (item.meaning?.sort !== 'column') unnamed.push(item);
	}
	const known = new Set(input.columns.map((column) => column.name));
	const columns = columnsOf(part).map(({ name }): Evaluate => {
		const expression = named.get(name) ?? (known.has(name) ? undefined : unnamed.shift());
		return expression ? compile(expression, scope).evaluate : columnReference(name, scope).evaluate;
	});
	return mapRows(input, columns);
};

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
