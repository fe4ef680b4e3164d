/**
 * A spreadsheet takes a cell for a formula when it begins with one of these signs, also in its full-width form (OWASP, "CSV
 * Injection").
 */
const SIGNS = '=+\\-@\uff1d\uff0b\uff0d\uff20';
/**
 * Where a reader may begin a cell. Excel takes the list separator of the computer's language (semicolon in much of Europe),
 * LibreOffice several at once; one that splits elsewhere than at commas does not see our quotes, so that line breaks end its
 * rows.
 */
const SEPARATORS = ';|\\t\\r\\n\\v\\f\\u0085\\u2028\\u2029';
/** What may stand between the start of a cell and its sign: white space, invisible characters, quotes of CSV. */
const SKIPPED = '\\s\\p{Cc}\\p{Cf}"';

const SEPARATOR = new RegExp(`[${SEPARATORS}]`, 'u');
/** From one separator to the first character that counts. Always matches as far as it can: linear in the text's length. */
const CELL_START = new RegExp(`[${SEPARATORS}][${SEPARATORS}${SKIPPED}]*`, 'gu');
const TEXT_START = new RegExp(`^[${SKIPPED}]*`, 'u');
const IS_SKIPPED = new RegExp(`[${SKIPPED}]`, 'u');
const SIGN = new RegExp(`[${SIGNS}]`);
/** These count at the start of a text whatever follows (OWASP; ASVS 1.2.10 for NUL). */
const RISKY_STARTS = new Set('\t\r\n\0');
const NEGATIVE = /^-\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** Cells with which no formula can call, link or run anything. */
const HARMLESS = /^"?[\w.:+ -]*"?$/;

/**
 * A text with an apostrophe before everything that a spreadsheet would run as a formula, wherever it separates cells. A
 * negative number stays as it is: a long or decimal that JavaScript cannot hold comes as text.
 */
export function escapeFormulas(text: string): string {
	if (NEGATIVE.test(text)) return text;
	const escaped = SEPARATOR.test(text) ? text.replace(CELL_START, escapedStart) : text;
	const [start = ''] = TEXT_START.exec(text) ?? [];
	const isFormula = RISKY_STARTS.has(text.charAt(0)) || SIGN.test(text.charAt(start.length));
	return isFormula ? `'${escaped}` : escaped;
}

/**
 * A line whose first cell is a negative number is one formula for a reader that does not separate at commas: `-5,1+cmd|…`. So
 * the number gets an apostrophe, unless the other cells are harmless and the line before is closed.
 * @param cells as they are written, quotes included
 * @param lastCell of the line before
 */
export function escapeLineStart(cells: readonly string[], lastCell: string): readonly string[] {
	const [first = '', ...others] = cells;
	if (!first.startsWith('-')) return cells;
	if (others.every((cell) => HARMLESS.test(cell)) && !opensCell(lastCell)) return cells;
	return [`'${first}`, ...others];
}

/** Whether the quote at the end opens a cell for a reader that separates elsewhere: the text ends with a separator. */
function opensCell(cell: string): boolean {
	if (!cell.endsWith('"')) return false;
	let end = cell.length;
	while (end > 0 && IS_SKIPPED.test(cell.charAt(end - 1)) && !SEPARATOR.test(cell.charAt(end - 1))) end -= 1;
	return end > 0 && SEPARATOR.test(cell.charAt(end - 1));
}

/** The apostrophe goes behind the last separator, where the cell of any reader begins that gets to the sign. */
function escapedStart(run: string, at: number, text: string): string {
	if (!SIGN.test(text.charAt(at + run.length))) return run;
	let end = run.length;
	while (!SEPARATOR.test(run.charAt(end - 1))) end -= 1;
	return `${run.slice(0, end)}'${run.slice(end)}`;
}
