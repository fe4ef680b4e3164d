import { authorLine, positionMark, prologueLine } from '../sentences/huntRefusalText';

/**
 * The forms of a position in Kusto's messages: `line 3`, `line 3, column 12`, `Line: 3, Position: 12`, `line [3,12]`,
 * `[line:position=3:12]`. Taken from public reports of Kusto messages; Microsoft does not document Defender's.
 */
const POSITION =
	/\b(line(?::position=|\s*(?:[:=]\s*)?\[?))(\d{1,7})((?:[:,]\s*|,?\s+(?:position|column|col)\b\s*(?:[:=]\s*)?|,\s*Position:\s*)(\d{1,7}))?/gi;
const LINE_BREAK = /\r\n|\n|\r/;
/** Invisible or misleading characters: controls, format characters such as text direction marks, lone surrogates. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const SHOWN_BEFORE = 40;
const SHOWN_AFTER = 60;

/** Microsoft's message about a bound query, with the line numbers of the author's query. */
export interface AuthorMessage {
	readonly message: string;
	/** A sentence that quotes the line of the first position and marks it; '' if there is no such line. */
	readonly quotedLine: string;
}

/**
 * Converts the positions in Microsoft's message from the bound query to the author's query. A position in the prologue is
 * named as such and never quoted, because the prologue contains the values. A line after the author's query (an added `take`)
 * is not quoted either.
 * @param query the author's query, without prologue
 */
export function toAuthorPositions(message: string, query: string, prologueLines: 0 | 1): AuthorMessage {
	let first: { readonly line: number; readonly column: number | undefined } | undefined;
	const moved = message.replace(
		POSITION,
		(position: string, before: string, digits: string, rest = '', column?: string) => {
			const line = Number(digits) - prologueLines;
			if (line < 1)
				return prologueLines === 1 ? `${before.endsWith('[') ? '[' : ''}${prologueLine}` : position;
			first = first ?? { line, column: column === undefined ? undefined : Number(column) };
			return `${before}${line}${rest}`;
		},
	);
	return {
		message: moved,
		quotedLine: first === undefined ? '' : quoteLine(query, first.line, first.column),
	};
}

function quoteLine(query: string, line: number, column: number | undefined): string {
	const text = query.split(LINE_BREAK)[line - 1] ?? '';
	if (text.trim() === '') return '';
	if (column === undefined || column < 1 || column > text.length + 1) {
		return authorLine(line, undefined, truncate(text.trim(), SHOWN_BEFORE + SHOWN_AFTER));
	}
	const before = Array.from(text.slice(0, column - 1).trimStart());
	const start = before.slice(-SHOWN_BEFORE).join('');
	const ellipsis = before.length > SHOWN_BEFORE ? '…' : '';
	const end = truncate(text.slice(column - 1).trimEnd(), SHOWN_AFTER);
	return authorLine(line, column, `${ellipsis}${showHidden(start)}${positionMark}${end}`);
}

function truncate(text: string, maximum: number): string {
	const characters = Array.from(text);
	const ellipsis = characters.length > maximum ? '…' : '';
	return showHidden(characters.slice(0, maximum).join('')) + ellipsis;
}

function showHidden(text: string): string {
	return text
		.replace(/\t/g, ' ')
		.replace(HIDDEN, (hidden) => `⟨U+${codePoint(hidden).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

function codePoint(character: string): number {
	return character.codePointAt(0) ?? 0;
}
