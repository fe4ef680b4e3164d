import { cellJson } from './cellJson';
import { escapeFormulas, escapeLineStart } from './formulas';
import type { HuntColumn, HuntRow } from './rows';

const LINE_END = '\r\n';
const BYTE_ORDER_MARK = '\ufeff';
/** Also where a reader separates at semicolons, tabs or bars besides commas, as LibreOffice does by default. */
const NEEDS_QUOTES = /[",;\t|\r\n]|^$|^\s|\s$/;

export interface CsvOptions {
	/**
	 * Whether a text that a spreadsheet would run as a formula gets an apostrophe in front. Names, command lines and subjects
	 * are the attacker's to choose, and an analyst opens the file with a double click.
	 */
	readonly escapeFormulas: boolean;
	/** Whether the file begins with a byte order mark, without which Excel does not read it as UTF-8. */
	readonly forExcel: boolean;
}

/**
 * CSV after RFC 4180: a header, commas, CRLF, quotes only where needed, UTF-8. Null gives an empty cell and the empty text
 * `""`; true and false stand as such, longs with all digits, dynamic values as JSON.
 * @returns the header's line, then one line for each row
 * @throws DefenderError unreadable for a dynamic value nested too deeply
 */
export function* csvLines(
	columns: readonly HuntColumn[],
	rows: readonly HuntRow[],
	options: CsvOptions,
): Generator<string, void, undefined> {
	const cell = (value: unknown, name: string) => cellText(value, name, options);
	const names = columns.map(({ name }) => name);
	let lastCell = '';
	const line = (cells: readonly string[]) => {
		const safe = options.escapeFormulas ? escapeLineStart(cells, lastCell) : cells;
		lastCell = cells.at(-1) ?? '';
		// A line without a character would be skipped by most readers, and its row lost.
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
