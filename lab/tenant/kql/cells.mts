import { realText } from './json.mts';
import { instantText } from './ticks.mts';
import { timespanText } from './timespanText.mts';
import { Instant, Span, isArray, isBag, type HuntColumn, type ScalarType, type Value } from './types.mts';

/**
 * A cell of an answer: datetime as ISO text with 7 digits; timespan as `d.hh:mm:ss.fffffff` (parts that are zero
 * left out as .NET does); int and long as number, beyond 2^53 as bigint; NaN and infinities as text; dynamic as JSON.
 */
export type CellValue = string | number | bigint | boolean | null | object;

/** Converts a value to its response form. Throws if its type is not the binder's. */
export function cellOf(value: Value, column: HuntColumn): CellValue {
	if (value === null) {
		if (column.type === 'string') throw mismatch(value, column);
		return null;
	}
	if (!REPRESENTATIONS[column.type](value)) throw mismatch(value, column);
	if (column.type === 'dynamic') return plainJson(value);
	if (typeof value === 'bigint') {
		if (column.type === 'datetime') return instantText(value);
		if (column.type === 'timespan') return timespanText(value);
		return plainInteger(value);
	}
	return typeof value === 'number' && !Number.isFinite(value) ? realText(value) : value;
}

const isText = (value: Value): boolean => typeof value === 'string';
const isBigint = (value: Value): boolean => typeof value === 'bigint';
const isNumber = (value: Value): boolean => typeof value === 'number';

const REPRESENTATIONS: Readonly<Record<ScalarType, (value: Value) => boolean>> = {
	string: isText,
	guid: isText,
	datetime: isBigint,
	timespan: isBigint,
	int: isBigint,
	long: isBigint,
	real: isNumber,
	decimal: isNumber,
	bool: (value) => typeof value === 'boolean',
	dynamic: () => true,
};

function mismatch(value: Value, { name, type }: HuntColumn): Error {
	return new Error(
		`internal: column '${name}' should be ${type}, but the practice tenant made a ${typeof value}`,
	);
}

function plainInteger(value: bigint): number | bigint {
	const number = Number(value);
	return Number.isSafeInteger(number) ? number : value;
}

function plainJson(value: Value): CellValue {
	if (value === null) return null;
	if (typeof value === 'bigint') return plainInteger(value);
	if (value instanceof Instant) return instantText(value.ticks);
	if (value instanceof Span) return timespanText(value.ticks);
	if (isArray(value)) return value.map(plainJson);
	if (isBag(value)) return Object.fromEntries([...value].map(([key, member]) => [key, plainJson(member)]));
	return typeof value === 'number' && !Number.isFinite(value) ? realText(value) : value;
}
