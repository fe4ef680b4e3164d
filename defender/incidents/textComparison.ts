/** Whether two texts are the same, line ends and outer blanks aside, since services normalise them. */
export function isSameText(one: string, other: string): boolean {
	return normalize(one) === normalize(other);
}

/**
 * The fewest characters by which a service may count a text: line ends are one each, outer whitespace and the second half of
 * a surrogate pair none. A text over a limit by this count is over it by any other.
 */
export function minimumLength(text: string): number {
	const short = normalize(text);
	return short.length - (short.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

function normalize(text: string): string {
	return text.replace(/\r\n?/g, '\n').trim();
}
