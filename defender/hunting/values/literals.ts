import type { UtcInstant } from '../../core/instant';
import type { Ticks } from './durations';
import { isList, type Json } from './dynamicValue';
import type { Guid } from './scalarValues';

const NOT_PLAIN = /[^ !#-[\]-~]/g;

/**
 * Any text as one KQL string literal: pure ASCII and on one line, so that neither a quote, a backslash, a line break nor
 * an invisible character of a file name can end it. Double quotes; `"` and `\` escaped, all else outside 0x20–0x7E as
 * `\uXXXX` per UTF-16 unit. Read back identically by Kusto's own lexer (test/evidence/kqlLiterals).
 */
export function stringLiteral(text: string): string {
	return `"${text.replace(NOT_PLAIN, escaped)}"`;
}

/** A list of texts as KQL's `dynamic(["…","…"])`. */
export function stringListLiteral(values: readonly string[]): string {
	return `dynamic([${values.map(stringLiteral).join(',')}])`;
}

/**
 * The other types stand in literals whose raw text reaches to the next `)`, without any quoting. So each takes a value
 * whose type leaves no room for one: never text as it was given.
 */
export const longLiteral = (value: bigint): string => `long(${value})`;

/** @param value finite; in its shortest spelling that reads back as the same double */
export const realLiteral = (value: number): string => `real(${String(value)})`;

export const boolLiteral = (value: boolean): string => `bool(${String(value)})`;

export const datetimeLiteral = (value: UtcInstant): string => `datetime(${value})`;

/** In ticks, the one spelling without a fraction or a unit that scales. */
export const timespanLiteral = (value: Ticks): string => `timespan(${value}tick)`;

export const guidLiteral = (value: Guid): string => `guid(${value})`;

export function dynamicLiteral(value: Json): string {
	return `dynamic(${jsonText(value)})`;
}

/** JSON whose texts are spelt as KQL literals, because the query's lexer reads them first. */
function jsonText(value: Json): string {
	if (typeof value === 'string') return stringLiteral(value);
	if (isList(value)) return `[${value.map(jsonText).join(',')}]`;
	if (typeof value !== 'object' || value === null) return String(value);
	const entries = Object.entries(value).map(([key, entry]) => `${stringLiteral(key)}:${jsonText(entry)}`);
	return `{${entries.join(',')}}`;
}

function escaped(unit: string): string {
	if (unit === '"' || unit === '\\') return `\\${unit}`;
	return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
