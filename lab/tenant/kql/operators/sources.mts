import { compile, compileAs, constantValue } from '../expressions.mts';
import { EMPTY_ROW } from '../environment.mts';
import { order } from '../comparison.mts';
import { convert } from '../conversion.mts';
import { longListAt } from '../literals.mts';
import type { Syntax } from '../syntax.mts';
import type { Row, ScalarType, Value } from '../types.mts';
import { columnsOf, refuse, scopeOf, type Context } from './operator.mts';

/** A tabular expression that has no input. */
export type Source = (part: Syntax, context: Context) => readonly Row[];

const NOTHING = { columns: [], rows: [] };

export const print: Source = (part, context) => {
	const scope = scopeOf(NOTHING, context);
	return [part.list('Expressions').map((item) => compile(item, scope).evaluate(EMPTY_ROW))];
};

export const datatable: Source = (part, context) => {
	const columns = columnsOf(part);
	const scope = scopeOf(NOTHING, context);
	const typeAt = (index: number): ScalarType => columns[index % columns.length]?.type ?? 'dynamic';
	const items = part.list('Values');
	const long = longListAt(items, context.session);
	const values = long
		? long.map(({ type, value }, index) => convert(value, type, typeAt(index)))
		: items.map((item, index) => compileAs(item, typeAt(index), scope).evaluate(EMPTY_ROW));
	return Array.from({ length: Math.floor(values.length / columns.length) }, (_, row) =>
		values.slice(row * columns.length, (row + 1) * columns.length),
	);
};

/** The most rows a range may make; more would only exhaust the practice tenant. */
const RANGE_LIMIT = 1_000_000;

export const range: Source = (part, context) => {
	const scope = scopeOf(NOTHING, context);
	const type = columnsOf(part)[0]?.type ?? 'long';
	const from = compileAs(part.part('From'), type, scope).evaluate(EMPTY_ROW);
	const to = compileAs(part.part('To'), type, scope).evaluate(EMPTY_ROW);
	const by = constantValue(part.part('Step'), scope);
	const step = type === 'real' ? convert(by, 'dynamic', 'real') : by;
	const rows: Row[] = [];
	for (let value = from; value !== null && to !== null && step !== null; value = sum(value, step)) {
		const sign = order(step, typeof step === 'bigint' ? 0n : 0);
		if (sign === 0 || order(value, to) * sign > 0) break;
		if (rows.length >= RANGE_LIMIT) throw refuse(`a range of more than ${RANGE_LIMIT} rows`, part, context);
		rows.push([value]);
	}
	return rows;
};

function sum(a: Value, b: Value): Value {
	if (typeof a === 'bigint' && typeof b === 'bigint') return a + b;
	return typeof a === 'number' && typeof b === 'number' ? a + b : null;
}
