import { authorLine, prologueLine } from '../core/sentences/hunting';

/**
 * The forms in which Kusto's messages tell a line: `line 3`, `Line: 3, Position: 12`, `line [3,12]`,
 * `[line:position=3:12]`. Assumed from public reports of Kusto messages; what Defender passes on is not documented.
 */
const LINE = /\b(line(?::position=|\s*[:=]?\s*\[?))(\d+)([:,]\d+)?/gi;
const LINE_BREAK = /\r\n|\n|\r/;

/**
 * A message of the service about a bound query, told in the author's lines: line numbers moved back by the prologue, and
 * the first line it names quoted at the end. A position in the prologue itself is named as such and never quoted (it holds
 * the values). Lines after the author's text (an added `take`) keep their moved number without a quote.
 * @param query the author's text, without prologue.
 */
export function inAuthorsLines(message: string, query: string, prologueLines: 0 | 1): string {
	const lines = query.split(LINE_BREAK);
	let first: number | undefined;
	const moved = message.replace(LINE, (told: string, before: string, digits: string, column = '') => {
		const line = Number(digits) - prologueLines;
		if (line < 1) return prologueLines === 1 ? `${before.endsWith('[') ? '[' : ''}${prologueLine}` : told;
		first = first ?? line;
		return `${before}${line}${column}`;
	});
	const text = first === undefined ? '' : (lines[first - 1] ?? '').trim();
	if (first === undefined || text === '') return moved;
	return `${moved}${/[.!?\]]$/.test(moved) ? '' : '.'} ${authorLine(first, text)}`;
}
