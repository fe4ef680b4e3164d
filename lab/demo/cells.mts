/**
 * Characters that a terminal obeys or that change how text reads: controls, formats (text direction, zero width),
 * line and paragraph separators, halves of characters.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Text on one line that shows unprintable characters instead of sending them: attackers choose names. */
export function printable(text: string): string {
	return text
		.replace(/\s*\n\s*/g, ' ')
		.replace(UNPRINTABLE, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
}

/** A value as a printable cell of at most `width` characters; a longer one ends in `…`. */
export function cell(value: unknown, width: number): string {
	const characters = [...printable(plain(value))];
	return characters.length <= width ? characters.join('') : `${characters.slice(0, width - 1).join('')}…`;
}

function plain(value: unknown): string {
	if (value === null || value === undefined) return '–';
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return value.length === 0 ? '–' : value.map(plain).join(', ');
	return JSON.stringify(value);
}
