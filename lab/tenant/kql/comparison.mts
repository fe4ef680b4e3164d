import { convert } from './conversion.mts';
import { writeJson } from './json.mts';
import { isFloating, isInteger, type ScalarType, type Value } from './types.mts';

/**
 * The type in which two operands are compared: a dynamic operand takes the other's type, mixed numbers compare
 * as they are (JavaScript compares bigint and number exactly).
 */
export function comparisonType(left: ScalarType, right: ScalarType): ScalarType {
	if (left === right) return left;
	if (left === 'dynamic') return right;
	if (right === 'dynamic') return left;
	return isFloating(right) ? right : left;
}

/** Brings an operand into the comparison's type; a number keeps its exact form. */
export function operandFor(type: ScalarType, from: ScalarType): (value: Value) => Value {
	if (from === type) return (value) => value;
	const numeric = (name: ScalarType): boolean => isFloating(name) || isInteger(name);
	if (from === 'dynamic' && numeric(type)) {
		return (value) =>
			typeof value === 'bigint' || typeof value === 'number' ? value : convert(value, from, type);
	}
	if (numeric(from) && numeric(type)) return (value) => value;
	return (value) => convert(value, from, type);
}

/** Order of two values that are not null and of one type: -1, 0, 1; NaN when a real is no number. */
export function order(left: Value, right: Value): number {
	if (typeof left === 'object' || typeof right === 'object') return orderOf(textKey(left), textKey(right));
	return orderOf(left, right);
}

function textKey(value: Value): string {
	return typeof value === 'string' ? value : writeJson(value);
}

type Ordered = string | bigint | number | boolean;

function orderOf(left: Ordered, right: Ordered): number {
	if (left < right) return -1;
	if (left > right) return 1;
	return Number.isNaN(left) || Number.isNaN(right) ? Number.NaN : 0;
}

/** KQL equality: null when both are null, false when one is (https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/null-values). */
export function equal(left: Value, right: Value): boolean | null {
	if (left === null || right === null) return left === right ? null : false;
	return order(left, right) === 0;
}

/** One text per distinct value, for grouping, distinct, joins and sets. Numbers of equal value share it. */
export function keyOf(value: Value): string {
	if (typeof value === 'string') return `s${value}`;
	if (value === null) return 'n';
	if (typeof value === 'bigint' || typeof value === 'number') return `#${value}`;
	if (typeof value === 'boolean') return value ? 't' : 'f';
	return `j${writeJson(value)}`;
}

export function keyOfAll(values: readonly Value[]): string {
	if (values.length === 1) return keyOf(values[0] ?? null);
	let key = '';
	for (const value of values) {
		const part = keyOf(value);
		key += `${part.length}:${part}`;
	}
	return key;
}
