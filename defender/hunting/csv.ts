import type { HuntColumn, HuntRow } from './rows';

const LINE_END = '\r\n';
const NEEDS_QUOTES = /[",\r\n]|^$|^\s|\s$/;
/**
 * A cell that begins so is run as a formula by spreadsheet programs (OWASP, "CSV Injection"; ASVS 1.2.10 for NUL), in their
 * full-width forms too (＝＋－＠).
 */
const FORMULA_STARTS = new Set([...'=+-@\t\r\n\0', ...'\uff1d\uff0b\uff0d\uff20']);

export interface CsvOptions {
	/**
	 * Whether a text that a spreadsheet would run as a formula gets an apostrophe in front. Names, command lines and subjects
	 * are the attacker's to choose, and an analyst opens the file with a double click.
	 */
	readonly escapeFormulas: boolean;
}

/**
 * CSV after RFC 4180: a header, commas, CRLF, quotes only where needed, UTF-8 without a byte order mark. Null gives an empty
 * cell and the empty text `""`; true and false stand as such, longs with all digits, dynamic values as JSON.
 * @returns the header's line, then one line for each row
 */
export function* csvLines(
	columns: readonly HuntColumn[],
	rows: readonly HuntRow[],
	{ escapeFormulas }: CsvOptions,
): Generator<string, void, undefined> {
	const cell = (value: unknown) => cellText(value, escapeFormulas);
	const names = columns.map(({ name }) => name);
	// A line without a character would be skipped by most readers, and its row lost.
	const line = (cells: readonly string[]) => (cells.join(',') || '""') + LINE_END;
	yield line(names.map(cell));
	for (const row of rows) yield line(names.map((name) => cell(row[name])));
}

function cellText(value: unknown, escapeFormulas: boolean): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	const safe = escapeFormulas && FORMULA_STARTS.has(text.charAt(0)) && !isNumber(text) ? `'${text}` : text;
	return NEEDS_QUOTES.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

/** A negative long or decimal that a number cannot hold is a text that begins with a sign, and harmless. */
function isNumber(text: string): boolean {
	return /^-\d+(?:\.\d+)?$/.test(text);
}
