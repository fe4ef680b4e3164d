/**
 * Signs that start a formula in a spreadsheet, and their full-width forms.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const SIGNS = '=+\\-@\uff1d\uff0b\uff0d\uff20';
/**
 * Characters after which a spreadsheet can start a cell. Excel uses the list separator of the computer's language (a semicolon
 * in much of Europe), LibreOffice several at once. A spreadsheet that splits at another separator than a comma ignores our
 * quotes, so a line break ends its row.
 */
const SEPARATORS = ';|\\t\\r\\n\\v\\f\\u0085\\u2028\\u2029';
/** Characters that a spreadsheet ignores before a sign: whitespace, invisible characters, CSV quotes. */
const SKIPPED = '\\s\\p{Cc}\\p{Cf}"';

const SEPARATOR = new RegExp(`[${SEPARATORS}]`, 'u');
/** From a separator to the first character that is not ignored. Takes linear time, because it never backtracks. */
const CELL_START = new RegExp(`[${SEPARATORS}][${SEPARATORS}${SKIPPED}]*`, 'gu');
const TEXT_START = new RegExp(`^[${SKIPPED}]*`, 'u');
const IS_SKIPPED = new RegExp(`[${SKIPPED}]`, 'u');
const SIGN = new RegExp(`[${SIGNS}]`);
/**
 * Characters that are risky at the start of a text, whatever follows. NUL: OWASP ASVS 5.0, 1.2.10.
 * @see https://owasp.org/www-community/attacks/CSV_Injection
 */
const RISKY_STARTS = new Set('\t\r\n\0');
const NEGATIVE = /^-\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Cells that cannot turn into a formula that calls, links or runs anything. */
const HARMLESS = /^"?[\w.:+ -]*"?$/;

/**
 * Puts an apostrophe before everything that a spreadsheet would run as a formula, wherever it starts cells. A negative number
 * stays unchanged, because a long or decimal with too many digits for JavaScript is text.
 */
export function escapeFormulas(text: string): string {
	if (NEGATIVE.test(text)) return text;
	const escaped = SEPARATOR.test(text) ? text.replace(CELL_START, escapeStart) : text;
	const [start = ''] = TEXT_START.exec(text) ?? [];
	const isFormula = RISKY_STARTS.has(text.charAt(0)) || SIGN.test(text.charAt(start.length));
	return isFormula ? `'${escaped}` : escaped;
}

/**
 * Puts an apostrophe before a negative number at the start of a line. To a spreadsheet that does not split at commas, such a
 * line is one formula: `-5,1+cmd|…`. The number stays unchanged if the other cells are harmless and no quote is open.
 * @param cells as written to the file, with quotes
 * @param previousCell the last cell of the previous line
 */
export function escapeLineStart(cells: readonly string[], previousCell: string): readonly string[] {
	const [first = '', ...others] = cells;
	if (!first.startsWith('-')) return cells;
	if (others.every((cell) => HARMLESS.test(cell)) && !opensCell(previousCell)) return cells;
	return [`'${first}`, ...others];
}

/** Whether a spreadsheet with another separator reads the last quote as the start of a cell: the text ends with a separator. */
function opensCell(cell: string): boolean {
	if (!cell.endsWith('"')) return false;
	let end = cell.length;
	while (end > 0 && IS_SKIPPED.test(cell.charAt(end - 1)) && !SEPARATOR.test(cell.charAt(end - 1))) end -= 1;
	return end > 0 && SEPARATOR.test(cell.charAt(end - 1));
}

/** Puts the apostrophe after the last separator, where every spreadsheet that reaches the sign starts its cell. */
function escapeStart(run: string, at: number, text: string): string {
	if (!SIGN.test(text.charAt(at + run.length))) return run;
	let end = run.length;
	while (!SEPARATOR.test(run.charAt(end - 1))) end -= 1;
	return `${run.slice(0, end)}'${run.slice(end)}`;
}
