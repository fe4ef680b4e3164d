import { convert } from '../conversion.mts';
import { compile, constantValue } from '../expressions.mts';
import type { Evaluate, Scope } from '../environment.mts';
import type { Syntax } from '../syntax.mts';
import {
	isArray,
	isBag,
	isScalarType,
	type HuntColumn,
	type Row,
	type ScalarType,
	type Table,
	type Value,
} from '../types.mts';
import { columnsOf, parameter, refuse, scopeOf, type Context, type Operator } from './operator.mts';

interface Expanded {
	/** The position of the column in the output. */
	readonly target: number;
	readonly evaluate: Evaluate;
	readonly type: ScalarType;
}

/** Input rows made wider and longer by the expressions of mv-expand or mv-apply. */
export interface ExpandedRows {
	readonly columns: readonly HuntColumn[];
	/** The rows that one input row becomes. */
	readonly perRow: (row: Row) => Row[];
}

/** mv-expand: one row per element; several columns go side by side, the shorter ones padded with null. */
export const mvExpand: Operator = (input, part, context) => {
	const { perRow } = expand(input, part, columnsOf(part), context);
	return input.rows.flatMap(perRow);
};

/** The rows on which the subquery of mv-apply runs: the input's columns, replaced or followed by the expanded ones. */
export function expandedRows(input: Table, part: Syntax, context: Context): ExpandedRows {
	const columns = [...input.columns];
	let unnamed = 0;
	for (const item of part.list('Expressions')) {
		const name = targetName(item.part('Expression')) || `Column${++unnamed}`;
		const declared = item.child('ToTypeOf')?.part('TypeOf').list('Types')[0]?.text;
		const column = { name, type: isScalarType(declared) ? declared : ('dynamic' as const) };
		const at = columns.findIndex((known) => known.name === name);
		if (at < 0) columns.push(column);
		else columns[at] = column;
	}
	const indexName = parameter(part, 'with_itemindex');
	if (indexName !== undefined) columns.push({ name: indexName, type: 'long' });
	return expand(input, part, columns, context);
}

function expand(input: Table, part: Syntax, columns: readonly HuntColumn[], context: Context): ExpandedRows {
	const asArrays = (parameter(part, 'bagexpansion') ?? parameter(part, 'kind')) === 'array';
	const scope = scopeOf(input, context);
	let unnamed = 0;
	const expanded = part.list('Expressions').map((item): Expanded => {
		const inner = item.part('Expression');
		const name = targetName(inner) || `Column${++unnamed}`;
		const target = columns.findIndex((column) => column.name === name);
		if (target < 0) throw refuse(`mv-expand of '${inner.brief}'`, item, context);
		return { target, evaluate: dynamicValues(inner, scope), type: columns[target]?.type ?? 'dynamic' };
	});
	const indexName = parameter(part, 'with_itemindex');
	const itemIndex = columns.findIndex((column) => column.name === indexName);
	const clause = part.child('RowLimitClause');
	const limit = clause ? Number(constantValue(clause.part('RowLimit'), scope)) : Infinity;
	const kept = columns.map((column) => columnIndex(input, column));
	const shape = { kept, expanded, itemIndex, limit, asArrays };
	return { columns, perRow: (row) => expandRow(row, shape) };
}

/** How one input row becomes output rows. */
interface Shape {
	/** Per output column: its position in the input row, or -1. */
	readonly kept: readonly number[];
	readonly expanded: readonly Expanded[];
	/** The position of the with_itemindex column, or -1. */
	readonly itemIndex: number;
	readonly limit: number;
	readonly asArrays: boolean;
}

function columnIndex(input: Table, { name }: HuntColumn): number {
	return input.columns.findIndex((column) => column.name === name);
}

function targetName(item: Syntax): string {
	return item.shape === 'SimpleNamedExpression' ? item.part('Name').simpleName : item.resultName;
}

/** The expression's values as they are kept inside a dynamic value. */
function dynamicValues(item: Syntax, scope: Scope): Evaluate {
	const { type, evaluate } = compile(item, scope);
	return (row) => convert(evaluate(row), type, 'dynamic');
}

function expandRow(row: Row, { kept, expanded, itemIndex, limit, asArrays }: Shape): Row[] {
	const lists = expanded.map(({ evaluate }) => elementsOf(evaluate(row), asArrays));
	const length = Math.min(limit, Math.max(...lists.map((list) => list.length)));
	return Array.from({ length }, (_, index) => {
		const cells: Value[] = kept.map((at) => row[at] ?? null);
		if (itemIndex >= 0) cells[itemIndex] = BigInt(index);
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
