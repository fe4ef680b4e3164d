import { convert } from '../conversion.mts';
import { compile, constantValue } from '../expressions.mts';
import type { Evaluate } from '../environment.mts';
import type { Syntax } from '../syntax.mts';
import { isArray, isBag, type Row, type ScalarType, type Value } from '../types.mts';
import { columnsOf, parameter, refuse, scopeOf, type Operator } from './operator.mts';

interface Expanded {
	/** The position of the column in the output. */
	readonly target: number;
	readonly evaluate: Evaluate;
	readonly type: ScalarType;
}

/** mv-expand: one row per element; several columns go side by side, the shorter ones padded with null. */
export const mvExpand: Operator = (input, part, context) => {
	if (parameter(part, 'with_itemindex') !== undefined)
		throw refuse('mv-expand with_itemindex', part, context);
	const asArrays = (parameter(part, 'bagexpansion') ?? parameter(part, 'kind')) === 'array';
	const columns = columnsOf(part);
	const scope = scopeOf(input, context);
	const added = columns
		.slice(input.columns.length)
		.map((column) => column.name)
		.filter((name) => !isNamed(name, part));
	const expanded = part.list('Expressions').map((item): Expanded => {
		const inner = item.part('Expression');
		const name = targetName(inner) ?? added.shift();
		const target = columns.findIndex((column) => column.name === name);
		return { target, evaluate: compile(inner, scope).evaluate, type: columns[target]?.type ?? 'dynamic' };
	});
	const clause = part.child('RowLimitClause');
	const limit = clause ? Number(constantValue(clause.part('RowLimit'), scope)) : Infinity;
	return input.rows.flatMap((row) => expandRow(row, expanded, columns.length, limit, asArrays));
};

function targetName(item: Syntax): string | undefined {
	if (item.shape === 'SimpleNamedExpression') return item.part('Name').simpleName;
	return item.shape === 'NameReference' ? item.meaning?.name : undefined;
}

function isNamed(name: string, part: Syntax): boolean {
	return part.list('Expressions').some((item) => targetName(item.part('Expression')) === name);
}

function expandRow(
	row: Row,
	expanded: readonly Expanded[],
	width: number,
	limit: number,
	asArrays: boolean,
): Row[] {
	const lists = expanded.map(({ evaluate }) => elementsOf(evaluate(row), asArrays));
	const length = Math.min(limit, Math.max(...lists.map((list) => list.length)));
	return Array.from({ length }, (_, index) => {
		const cells: Value[] = Array.from({ length: width }, (_unused, at) => row[at] ?? null);
		expanded.forEach(({ target, type }, which) => {
			cells[target] = cast(lists[which]?.[index] ?? null, type);
		});
		return cells;
	});
}

/** null stays one row with null; an empty array or bag makes none (https://learn.microsoft.com/en-us/kusto/query/mv-expand-operator). */
function elementsOf(value: Value, asArrays: boolean): readonly Value[] {
	if (isArray(value)) return value;
	if (!isBag(value)) return [value];
	return [...value].map(([key, member]) => (asArrays ? [key, member] : new Map([[key, member]])));
}

/** `to typeof(…)` casts and does not parse: text does not become a number. */
function cast(value: Value, type: ScalarType): Value {
	if (type === 'dynamic') return value;
	if (typeof value === 'string' && !['string', 'guid', 'datetime', 'timespan'].includes(type)) return null;
	return convert(value, 'dynamic', type);
}
