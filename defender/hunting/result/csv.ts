import { cellJson } from './cellJson';
import { escapeFormulas, escapeLineStart } from './formulas';
import type { HuntColumn, HuntRow } from './rows';

const LINE_END = '\r\n';
const BYTE_ORDER_MARK = '\ufeff';
/** Includes separators other than commas, because LibreOffice splits at semicolons, tabs and bars as well by default. */
const NEEDS_QUOTES = /[",;\t|\r\n]|^$|^\s|\s$/;

export interface CsvOptions {
	/**
	 * Whether to put an apostrophe before text that a spreadsheet would run as a formula. Attackers choose names, command lines
	 * and subjects, and an analyst opens the file with a double click.
	 */
	readonly escapeFormulas: boolean;
	/** Whether to start the file with a byte order mark; without one, Excel does not read it as UTF-8. */
	readonly forExcel: boolean;
}

/**
 * Writes CSV as in RFC 4180: a header, commas, CRLF, and quotes only where needed. Null becomes an empty cell, empty text `""`,
 * a boolean `true` or `false`, a long all its digits, a dynamic value JSON.
 * @returns the header, then one line per row
 * @throws DefenderError `unreadable` for a dynamic value that is nested too deeply
 */
export function* csvLines(
	columns: readonly HuntColumn[],
	rows: readonly HuntRow[],
	options: CsvOptions,
): Generator<string, void, undefined> {
	const cell = (value: unknown, name: string) => cellText(value, name, options);
	const names = columns.map(({ name }) => name);
	let previousCell = '';
	const line = (cells: readonly string[]) => {
		const safe = options.escapeFormulas ? escapeLineStart(cells, previousCell) : cells;
		previousCell = cells.at(-1) ?? '';
		// Most readers skip an empty line, so its row would be missing.
		return (safe.join(',') || '""') + LINE_END;
	};
	yield (options.forExcel ? BYTE_ORDER_MARK : '') + line(names.map((name) => cell(name, name)));
	for (const row of rows) yield line(names.map((name) => cell(row[name], name)));
}

function cellText(value: unknown, column: string, options: CsvOptions): string {
	if (value === null || value === undefined) return '';
	if (typeof value === 'number' || typeof value === 'boolean') return String(value);
	const text = typeof value === 'string' ? value : cellJson(value, column);
	const safe = options.escapeFormulas ? escapeFormulas(text) : text;
	return NEEDS_QUOTES.test(safe) ? `"${safe.split('"').join('""')}"` : safe;
}
