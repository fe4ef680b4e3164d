import { keyOfAll, order } from '../comparison.mts';
import { compile, constantValue } from '../expressions.mts';
import { truth } from '../operands.mts';
import type { Evaluate } from '../environment.mts';
import type { Syntax } from '../syntax.mts';
import type { Row, Table, Value } from '../types.mts';
import { scopeOf, type Context, type Operator } from './operator.mts';

/** where: keeps the rows whose condition is true; unknown (null) drops the row. */
export const filter: Operator = (input, part, context) => {
	const condition = truth(compile(part.part('Condition'), scopeOf(input, context)));
	return input.rows.filter((row) => condition(row) === true);
};

/** take, limit: the first rows in their order; the service promises no order. */
export const take: Operator = (input, part, context) =>
	input.rows.slice(0, rowCount(part.part('Expression'), input, context));

function rowCount(part: Syntax, input: Table, context: Context): number {
	const value = constantValue(part, scopeOf(input, context));
	return typeof value === 'bigint' || typeof value === 'number' ? Math.max(0, Number(value)) : 0;
}

interface SortKey {
	readonly evaluate: Evaluate;
	readonly direction: 1 | -1;
	/** Where nulls go, as the sign of a null against a value. */
	readonly nulls: 1 | -1;
}

/** Descending by default; nulls first when ascending, last when descending, unless the query sets it. */
function sortKey(part: Syntax, input: Table, context: Context): SortKey {
	const ordering = part.shape === 'OrderedExpression' ? part.child('Ordering') : undefined;
	const expression = part.shape === 'OrderedExpression' ? part.part('Expression') : part;
	const direction = ordering?.child('AscOrDescKeyword')?.text.endsWith('asc') ? 1 : -1;
	const nulls = ordering?.child('NullsClause')?.part('FirstOrLastKeyword').text;
	const first = nulls === undefined ? direction === 1 : nulls === 'first';
	return {
		evaluate: compile(expression, scopeOf(input, context)).evaluate,
		direction,
		nulls: first ? -1 : 1,
	};
}

function compareBy(key: SortKey, a: Value, b: Value): number {
	if (a === null || b === null) return a === b ? 0 : a === null ? key.nulls : -key.nulls;
	return (order(a, b) || 0) * key.direction;
}

function sorted(input: Table, keys: readonly SortKey[]): readonly Row[] {
	const decorated = input.rows.map((row) => ({ row, values: keys.map((key) => key.evaluate(row)) }));
	decorated.sort((a, b) => {
		for (const [index, key] of keys.entries()) {
			const sign = compareBy(key, a.values[index] ?? null, b.values[index] ?? null);
			if (sign !== 0) return sign;
		}
		return 0;
	});
	return decorated.map(({ row }) => row);
}

export const sort: Operator = (input, part, context) =>
	sorted(
		input,
		part.list('Expressions').map((key) => sortKey(key, input, context)),
	);

export const top: Operator = (input, part, context) => {
	const key = sortKey(part.part('ByExpression'), input, context);
	return sorted(input, [key]).slice(0, rowCount(part.part('Expression'), input, context));
};

export const count: Operator = (input) => [[BigInt(input.rows.length)]];

/** distinct: the first of each combination. */
export const distinct: Operator = (input, part, context) => {
	const scope = scopeOf(input, context);
	const columns = part.list('Expressions').flatMap((item) =>
		item.shape === 'StarExpression'
			? input.columns.map(
					(_, index): Evaluate =>
						(row) =>
							row[index] ?? null,
				)
			: [compile(item, scope).evaluate],
	);
	const seen = new Map<string, Row>();
	for (const row of input.rows) {
		const values = columns.map((evaluate) => evaluate(row));
		const key = keyOfAll(values);
		if (!seen.has(key)) seen.set(key, values);
	}
	return [...seen.values()];
};

const DOTNET_TYPES: Readonly<Record<string, string>> = {
	string: 'System.String',
	datetime: 'System.DateTime',
	timespan: 'System.TimeSpan',
	bool: 'System.SByte',
	int: 'System.Int32',
	long: 'System.Int64',
	real: 'System.Double',
	guid: 'System.Guid',
	dynamic: 'System.Object',
	decimal: 'System.Data.SqlTypes.SqlDecimal',
};

export const getSchema: Operator = (input) =>
	input.columns.map(({ name, type }, index) => [name, BigInt(index), DOTNET_TYPES[type] ?? '', type]);

/** Operators that change no row, such as render, which only a portal draws. */
export const unchanged: Operator = (input) => input.rows;
