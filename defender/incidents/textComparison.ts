/** Whether two texts are equal except for line endings and outer whitespace, which services normalize. */
export function isSameText(one: string, other: string): boolean {
	return normalize(one) === normalize(other);
}

/**
 * Returns the smallest length by which a service may count a text, in characters: a line ending or a surrogate pair counts
 * as one, outer whitespace as none. A text that exceeds a limit by this count exceeds it by any other.
 */
export function minimumLength(text: string): number {
	const short = normalize(text);
	return short.length - (short.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

function normalize(text: string): string {
	return text.replace(/\r\n?/g, '\n').trim();
}
