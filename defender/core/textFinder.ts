/** Shorter texts are found faster by `includes`. */
const MIN_LENGTH = 24;

/**
 * Returns a search for one text. It looks at two characters at a time, as far apart as the text's length allows, because a
 * response may have 50 MB.
 */
export function textFinder(wanted: string): (text: string) => boolean {
	if (wanted.length < MIN_LENGTH) return (text) => text.includes(wanted);
	const step = wanted.length - 1;
	const pairs = new Uint8Array(PAIRS);
	for (let at = 0; at < step; at += 1) pairs[pairAt(wanted, at)] = 1;
	const isAround = (text: string, at: number) => {
		const start = Math.max(0, at - step);
		return text.slice(start, at + wanted.length).includes(wanted);
	};
	return (text) => {
		for (let at = step - 1; at + 1 < text.length; at += step)
			if (pairs[pairAt(text, at)] === 1 && isAround(text, at)) return true;
		return false;
	};
}

const PAIRS = 0x1_0000;

/** Two characters as one number; other pairs may have the same number. */
function pairAt(text: string, at: number): number {
	return ((text.charCodeAt(at) << 8) ^ text.charCodeAt(at + 1)) & (PAIRS - 1);
}
