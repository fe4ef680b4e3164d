import { isUnsafeInteger, losesDigits } from '../core/exactNumber';

/** Which numbers of a body have to keep their digits: integers beyond ±(2^53−1), or every number that a double changes. */
export type KeptNumbers = 'integers' | 'all';

/** A body whose numbers can be parsed without loss. */
export interface ExactBody {
	readonly text: string;
	/** Whether numbers were put into quotes. */
	readonly hasQuoted: boolean;
}

/** A number of 16 characters or more, where a value begins. Also matches inside strings: a reason to scan, not more. */
const LONG_NUMBER = /[:,[]\s*-?[\d.]{16}/;
/** A body that is such a number. Separate, because the pattern above is faster without an alternative. */
const LONG_BODY = /^\s*-?[\d.]{16}/;
/** A number with an exponent that a double may not reach. */
const HUGE_NUMBER = /\d[eE][+-]?\d{3,}\s*(?:[,\]}]|$)/;
/** What some JSON writers send for numbers that JSON does not have (Newtonsoft.Json, Python). */
const NOT_FINITE = /(?:^|[:,[])\s*-?(?:NaN|Infinity)/;

const NUMBERS = /-?\d[\d.eE+-]*/g;
const NUMBERS_AND_NAMES = /-?(?:\d[\d.eE+-]*|NaN|Infinity)/g;
/** Characters of the shortest number that needs quotes: an integer, `1e400`, `NaN`. */
const SHORTEST = { long: 16, huge: 5, named: 3 };

/** Puts numbers that would lose digits into quotes, so that the parser reads them as text. */
export function quoteInexact(body: string, kept: KeptNumbers): ExactBody {
	const isHuge = kept === 'all' && HUGE_NUMBER.test(body);
	if (!isHuge && !LONG_NUMBER.test(body) && !LONG_BODY.test(body)) return { text: body, hasQuoted: false };
	const shortest = isHuge ? SHORTEST.huge : SHORTEST.long;
	return quoted(body, { shortest, pattern: NUMBERS, needsQuotes: needsQuotes(kept) });
}

/**
 * The same, with the bare names `NaN`, `Infinity` and `-Infinity` in quotes too.
 * @returns undefined when the body has none of them
 */
export function quoteNotFinite(body: string, kept: KeptNumbers): ExactBody | undefined {
	if (!NOT_FINITE.test(body)) return undefined;
	const isInexact = needsQuotes(kept);
	return quoted(body, {
		shortest: SHORTEST.named,
		pattern: NUMBERS_AND_NAMES,
		needsQuotes: (word) => /[NI]/.test(word) || isInexact(word),
	});
}

function needsQuotes(kept: KeptNumbers): (number: string) => boolean {
	return kept === 'all' ? losesDigits : isUnsafeInteger;
}

interface Scan {
	readonly shortest: number;
	readonly pattern: RegExp;
	readonly needsQuotes: (word: string) => boolean;
}

/**
 * Quotes words outside strings only. One pass from quote to quote: a pattern that repeats over each character overflows the
 * stack on a string of many megabytes, and most gaps between strings are too short. Pieces between the quoted words are
 * copied whole.
 */
function quoted(text: string, { shortest, pattern, needsQuotes }: Scan): ExactBody {
	const pieces: string[] = [];
	let copied = 0;
	for (let gap = 0; gap < text.length; ) {
		const quote = text.indexOf('"', gap);
		const end = quote < 0 ? text.length : quote;
		if (end - gap >= shortest) {
			for (const { 0: word, index = 0 } of text.slice(gap, end).matchAll(pattern)) {
				if (!needsQuotes(word)) continue;
				pieces.push(text.slice(copied, gap + index), `"${word}"`);
				copied = gap + index + word.length;
			}
		}
		gap = quote < 0 ? text.length : endOfString(text, quote + 1);
	}
	return { text: pieces.join('') + text.slice(copied), hasQuoted: pieces.length > 0 };
}

/** Position after the quote that closes a string: the first one with an even number of backslashes before it. */
function endOfString(text: string, start: number): number {
	for (let end = text.indexOf('"', start); end >= 0; end = text.indexOf('"', end + 1)) {
		let slashes = 0;
		while (text[end - 1 - slashes] === '\\') slashes++;
		if (slashes % 2 === 0) return end + 1;
	}
	return text.length;
}
