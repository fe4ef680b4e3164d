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
