const PLAIN = /^[ !#-[\]-~]*$/;
const NOT_PLAIN = /[^ !#-[\]-~]/g;

/**
 * Any text as one KQL string literal: pure ASCII and on one line, so that neither a quote, a backslash, a line break nor
 * an invisible character of a file name can end it. Double quotes; `"` and `\` escaped, all else outside 0x20–0x7E as
 * `\uXXXX` per UTF-16 unit. Read back identically by Kusto's own lexer (test/evidence/kqlLiterals).
 */
export function stringLiteral(text: string): string {
	return PLAIN.test(text) ? `"${text}"` : `"${text.replace(NOT_PLAIN, escaped)}"`;
}

/** A list of texts as KQL's `dynamic(["…","…"])`. */
export function stringListLiteral(values: readonly string[]): string {
	return `dynamic([${values.map(stringLiteral).join(',')}])`;
}

function escaped(unit: string): string {
	if (unit === '"' || unit === '\\') return `\\${unit}`;
	return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
