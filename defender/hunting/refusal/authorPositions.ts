import { authorLine, placeMark, prologueLine } from '../sentences/huntRefusalText';

/**
 * The forms in which Kusto's messages tell a place: `line 3`, `line 3, column 12`, `Line: 3, Position: 12`, `line [3,12]`,
 * `[line:position=3:12]`. Assumed from public reports of Kusto messages; what Defender passes on is not documented.
 */
const PLACE =
	/\b(line(?::position=|\s*(?:[:=]\s*)?\[?))(\d{1,7})((?:[:,]\s*|,?\s+(?:position|column|col)\b\s*(?:[:=]\s*)?|,\s*Position:\s*)(\d{1,7}))?/gi;
const LINE_BREAK = /\r\n|\n|\r/;
/** Invisible or misleading where it stands: controls, format characters such as text direction marks, halves of characters. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
const SHOWN_BEFORE = 40;
const SHOWN_AFTER = 60;

/** A message about a bound query, told of the author's text. */
export interface PlacedMessage {
	/** With line numbers moved back by the prologue. */
	readonly message: string;
	/** A sentence that shows the line of the first place, the place marked in it; '' when there is none to show. */
	readonly shown: string;
}

/**
 * A message of the service about a bound query, told in the author's lines. A place in the prologue is named as such and
 * never shown (it holds the values). Lines after the author's text (an added `take`) keep their moved number and are not
 * shown.
 * @param query the author's text, without prologue.
 */
export function toAuthorPositions(message: string, query: string, prologueLines: 0 | 1): PlacedMessage {
	let first: { readonly line: number; readonly column: number | undefined } | undefined;
	const moved = message.replace(
		PLACE,
		(told: string, before: string, digits: string, rest = '', column?: string) => {
			const line = Number(digits) - prologueLines;
			if (line < 1) return prologueLines === 1 ? `${before.endsWith('[') ? '[' : ''}${prologueLine}` : told;
			first = first ?? { line, column: column === undefined ? undefined : Number(column) };
			return `${before}${line}${rest}`;
		},
	);
	return { message: moved, shown: first === undefined ? '' : shownLine(query, first.line, first.column) };
}

function shownLine(query: string, line: number, column: number | undefined): string {
	const text = query.split(LINE_BREAK)[line - 1] ?? '';
	if (text.trim() === '') return '';
	if (column === undefined || column < 1 || column > text.length + 1) {
		return authorLine(line, undefined, cut(text.trim(), SHOWN_BEFORE + SHOWN_AFTER));
	}
	const before = Array.from(text.slice(0, column - 1).trimStart());
	const start = before.slice(-SHOWN_BEFORE).join('');
	const lead = before.length > SHOWN_BEFORE ? '…' : '';
	const end = cut(text.slice(column - 1).trimEnd(), SHOWN_AFTER);
	return authorLine(line, column, `${lead}${visible(start)}${placeMark}${end}`);
}

function cut(text: string, most: number): string {
	const characters = Array.from(text);
	return visible(characters.slice(0, most).join('')) + (characters.length > most ? '…' : '');
}

function visible(text: string): string {
	return text
		.replace(/\t/g, ' ')
		.replace(HIDDEN, (hidden) => `⟨U+${hiddenCode(hidden).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}

function hiddenCode(hidden: string): number {
	return hidden.codePointAt(0) ?? 0;
}
