import { isUnsafeInteger, losesDigits } from './exactNumber';

/** Numbers that keep their digits: integers beyond ±(2^53−1), or every number that a double would change. */
export type KeptNumbers = 'integers' | 'all';

/** A body whose numbers can be parsed without loss. */
export interface QuotedBody {
	readonly text: string;
	/** Whether any number is in quotes now. */
	readonly hasQuoted: boolean;
}

/** A number whose exponent may exceed the range of a double. */
const HUGE_NUMBER = /\d[eE][+-]?\d{3,}\s*(?:[,\]}]|$)/;
/** Names that some JSON writers use for numbers outside JSON (Newtonsoft.Json, Python). */
const NOT_FINITE = /(?:^|[:,[])\s*-?(?:NaN|Infinity)/;

const NUMBERS = /-?\d[\d.eE+-]*/g;
const NUMBERS_AND_NAMES = /-?(?:\d[\d.eE+-]*|NaN|Infinity)/g;
/** Minimum length of a number that needs quotes: an integer, `1e400`, `NaN`. */
const MIN_LENGTH = { long: 16, huge: 5, named: 3 };

/** Quotes numbers that would lose digits, so that the parser reads them as text. */
export function quoteInexact(body: string, kept: KeptNumbers): QuotedBody {
	const isHuge = kept === 'all' && HUGE_NUMBER.test(body);
	if (!isHuge && !hasLongNumber(body)) return { text: body, hasQuoted: false };
	const minLength = isHuge ? MIN_LENGTH.huge : MIN_LENGTH.long;
	return quoteWords(body, { minLength, pattern: NUMBERS, needsQuotes: quoteRule(kept) });
}

/**
 * Like `quoteInexact`, and also quotes `NaN`, `Infinity` and `-Infinity`.
 * @returns undefined if the body contains none of these names
 */
export function quoteNotFinite(body: string, kept: KeptNumbers): QuotedBody | undefined {
	if (!NOT_FINITE.test(body)) return undefined;
	const isInexact = quoteRule(kept);
	return quoteWords(body, {
		minLength: MIN_LENGTH.named,
		pattern: NUMBERS_AND_NAMES,
		needsQuotes: (word) => /[NI]/.test(word) || isInexact(word),
	});
}

/**
 * Whether the body contains a number of at least 16 digits and points. It looks only at every 16th character, because each
 * such number covers one of them. A match inside a string only causes an unnecessary scan.
 */
function hasLongNumber(body: string): boolean {
	for (let at = MIN_LENGTH.long - 1; at < body.length; at += MIN_LENGTH.long) {
		if (!isDigitOrPoint(body.charCodeAt(at))) continue;
		let start = at;
		while (start > 0 && isDigitOrPoint(body.charCodeAt(start - 1))) start -= 1;
		let end = at + 1;
		while (end < body.length && isDigitOrPoint(body.charCodeAt(end))) end += 1;
		if (end - start >= MIN_LENGTH.long && startsValue(body, start)) return true;
		at += Math.floor((end - 1 - at) / MIN_LENGTH.long) * MIN_LENGTH.long;
	}
	return false;
}

/** Whether a number at a position follows `:`, `,` or `[`, or begins the body. */
function startsValue(body: string, number: number): boolean {
	let at = number - 1;
	if (body[at] === '-') at -= 1;
	while (at >= 0 && WHITESPACE.has(body.charAt(at))) at -= 1;
	return at < 0 || body[at] === ':' || body[at] === ',' || body[at] === '[';
}

/** Whitespace of JSON. */
const WHITESPACE = new Set(' \t\r\n');

function isDigitOrPoint(code: number): boolean {
	return (code >= 48 && code <= 57) || code === 46;
}

function quoteRule(kept: KeptNumbers): (number: string) => boolean {
	return kept === 'all' ? losesDigits : isUnsafeInteger;
}

interface Scan {
	readonly minLength: number;
	readonly pattern: RegExp;
	readonly needsQuotes: (word: string) => boolean;
}

/**
 * Quotes words outside strings. One pass jumps from quote to quote, because a pattern that repeats over each character
 * overflows the stack on a string of many megabytes, and because most gaps between strings are too short to contain a word.
 */
function quoteWords(text: string, { minLength, pattern, needsQuotes }: Scan): QuotedBody {
	const pieces: string[] = [];
	let copied = 0;
	for (let gap = 0; gap < text.length; ) {
		const quote = text.indexOf('"', gap);
		const end = quote < 0 ? text.length : quote;
		if (end - gap >= minLength) {
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

/** Returns the position after the closing quote: the first one after an even number of backslashes. */
function endOfString(text: string, start: number): number {
	for (let end = text.indexOf('"', start); end >= 0; end = text.indexOf('"', end + 1)) {
		let slashes = 0;
		while (text[end - 1 - slashes] === '\\') slashes++;
		if (slashes % 2 === 0) return end + 1;
	}
	return text.length;
}
