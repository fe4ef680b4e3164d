/** KQL's scalar types, by the names the service uses in a result schema. */
export type ScalarType =
	| 'string'
	| 'datetime'
	| 'timespan'
	| 'bool'
	| 'int'
	| 'long'
	| 'real'
	| 'guid'
	| 'dynamic'
	| 'decimal';

export interface HuntColumn {
	readonly name: string;
	readonly type: ScalarType;
}

const SCALAR_TYPES: readonly string[] = [
	'string',
	'datetime',
	'timespan',
	'bool',
	'int',
	'long',
	'real',
	'guid',
	'dynamic',
	'decimal',
] satisfies readonly ScalarType[];

export function isScalarType(name: unknown): name is ScalarType {
	return typeof name === 'string' && SCALAR_TYPES.includes(name);
}

/** Types whose values are held as a JavaScript number; the other numeric types are bigint. */
export function isFloating(type: ScalarType): boolean {
	return type === 'real' || type === 'decimal';
}

export function isInteger(type: ScalarType): boolean {
	return type === 'int' || type === 'long';
}

/** A datetime inside a dynamic value, in 100-ns ticks since 0001-01-01. */
export class Instant {
	constructor(readonly ticks: bigint) {}
}

/** A timespan inside a dynamic value, in 100-ns ticks. */
export class Span {
	constructor(readonly ticks: bigint) {}
}

/** A property bag. A Map, because an object would reorder integer-like keys and know `__proto__`. */
export type Bag = ReadonlyMap<string, Value>;

/**
 * A value while a query runs. Which type it has is known from the column or expression:
 * string and guid: text · int, long: bigint · datetime, timespan: bigint ticks of 100 ns ·
 * real, decimal: number · bool: boolean · dynamic: any of these as JSON (longs as bigint), with Instant and
 * Span for the two kinds of ticks. null is KQL's null; a string is never null.
 */
export type Value = string | bigint | number | boolean | null | Instant | Span | readonly Value[] | Bag;

export type Row = readonly Value[];

export interface Table {
	readonly columns: readonly HuntColumn[];
	readonly rows: readonly Row[];
}

export function isArray(value: Value): value is readonly Value[] {
	return Array.isArray(value);
}

export function isBag(value: Value): value is Bag {
	return value instanceof Map;
}
