import type { UtcInstant } from '../../core/instant';
import type { Ticks } from './durations';
import { isJsonList, type Json } from './dynamicValue';
import type { Guid } from './scalarValues';

const NOT_PLAIN = /[^ !#-[\]-~]/g;

/**
 * Writes any text as one KQL string literal in double quotes, pure ASCII and on one line. No quote, backslash, line break or
 * invisible character in a file name can end it: `"` and `\` are escaped, and each UTF-16 unit outside 0x20–0x7E becomes
 * `\uXXXX`. Kusto's own lexer reads it back unchanged (test/evidence/kqlLiterals.test.mts).
 */
export function stringLiteral(text: string): string {
	return `"${text.replace(NOT_PLAIN, escapeUnit)}"`;
}

export function stringListLiteral(values: readonly string[]): string {
	return `dynamic([${values.map(stringLiteral).join(',')}])`;
}

// The literals of other types are unquoted up to the next `)`. Therefore each function accepts a type that cannot contain
// one, and never the user's text.

export const longLiteral = (value: bigint): string => `long(${value})`;

/** @param value finite; JavaScript writes the shortest text that reads back as the same double */
export const realLiteral = (value: number): string => `real(${String(value)})`;

export const boolLiteral = (value: boolean): string => `bool(${String(value)})`;

export const datetimeLiteral = (value: UtcInstant): string => `datetime(${value})`;

/** In ticks, because other units need fractions. */
export const timespanLiteral = (value: Ticks): string => `timespan(${value}tick)`;

export const guidLiteral = (value: Guid): string => `guid(${value})`;

export function dynamicLiteral(value: Json): string {
	return `dynamic(${jsonText(value)})`;
}

/** Writes JSON with texts as KQL literals, because Kusto's lexer reads them before the JSON parser does. */
function jsonText(value: Json): string {
	if (typeof value === 'string') return stringLiteral(value);
	if (isJsonList(value)) return `[${value.map(jsonText).join(',')}]`;
	if (typeof value !== 'object' || value === null) return String(value);
	const entries = Object.entries(value).map(([key, entry]) => `${stringLiteral(key)}:${jsonText(entry)}`);
	return `{${entries.join(',')}}`;
}

function escapeUnit(unit: string): string {
	if (unit === '"' || unit === '\\') return `\\${unit}`;
	return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
