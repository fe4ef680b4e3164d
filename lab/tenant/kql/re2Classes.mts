/** `\s` and `\S` are ASCII in RE2 and Unicode in JavaScript; as the members of a class. */
const SPACES: Readonly<Record<string, string>> = {
	s: '\\t\\n\\f\\r ',
	S: '\\x00-\\x08\\x0B\\x0E-\\x1F!-\\u{10FFFF}',
};

const CONTROLS: Readonly<Record<string, string>> = {
	a: '\\x07',
	f: '\\f',
	t: '\\t',
	n: '\\n',
	r: '\\r',
	v: '\\v',
};

export interface TranslatedEscape {
	readonly source: string;
	/** How many characters after the escape's letter belong to it. */
	readonly length: number;
}

/**
 * An escape of RE2 as JavaScript writes it, inside and outside a class; undefined when the character stands for itself.
 * @param letter the character after the backslash
 * @param rest what follows it
 * @param inClass whether it is a member of a character class
 */
export function classEscape(letter: string, rest: string, inClass: boolean): TranslatedEscape | undefined {
	const spaces = SPACES[letter];
	if (spaces !== undefined) return { source: inClass ? spaces : `[${spaces}]`, length: 0 };
	if (letter === 'C') return { source: inClass ? '\\x00-\\u{10FFFF}' : '[^]', length: 0 };
	if (/[dwDW]/u.test(letter)) return { source: `\\${letter}`, length: 0 };
	const control = CONTROLS[letter];
	if (control !== undefined) return { source: control, length: 0 };
	if (letter === 'x') return hexadecimal(rest);
	if (letter === '0') return octal(rest);
	return letter === 'p' || letter === 'P' ? property(letter, rest) : undefined;
}

function hexadecimal(rest: string): TranslatedEscape | undefined {
	const found = /^(?:([\da-f]{2})|\{([\da-f]{1,6})\})/iu.exec(rest);
	if (!found) return undefined;
	return { source: `\\u{${found[1] ?? found[2] ?? '0'}}`, length: found[0].length };
}

function octal(rest: string): TranslatedEscape {
	const digits = /^[0-7]{0,2}/u.exec(rest)?.[0] ?? '';
	return { source: `\\u{${Number.parseInt(`0${digits}`, 8).toString(16)}}`, length: digits.length };
}

const CATEGORIES = /^(?:L[ltmou]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?|C[cfs]?)$/u;

/** `\pL`, `\p{Lu}`, `\p{^Greek}`. */
function property(letter: string, rest: string): TranslatedEscape | undefined {
	const found = /^(?:([A-Z])|\{(\^?)(\w+)\})/u.exec(rest);
	if (!found) return undefined;
	const name = found[1] ?? found[3] ?? '';
	const negated = (letter === 'P') !== (found[2] === '^');
	const source = CATEGORIES.test(name) ? name : `Script=${name}`;
	return { source: `\\${negated ? 'P' : 'p'}{${source}}`, length: found[0].length };
}

const POSIX: Readonly<Record<string, string>> = {
	alnum: '0-9A-Za-z',
	alpha: 'A-Za-z',
	ascii: '\\x00-\\x7F',
	blank: '\\t ',
	cntrl: '\\x00-\\x1F\\x7F',
	digit: '0-9',
	graph: '!-~',
	lower: 'a-z',
	print: ' -~',
	punct: '!-\\/:-@\\[-`\\{-~',
	space: '\\t\\n\\v\\f\\r ',
	upper: 'A-Z',
	word: '0-9A-Za-z_',
	xdigit: '0-9A-Fa-f',
};

/** What the negated named classes contain. */
const POSIX_NEGATED: Readonly<Record<string, string>> = {
	alnum: '\\x00-\\/:-@\\[-`\\{-\\u{10FFFF}',
	alpha: '\\x00-@\\[-`\\{-\\u{10FFFF}',
	ascii: '\\x80-\\u{10FFFF}',
	digit: '\\x00-\\/:-\\u{10FFFF}',
	lower: '\\x00-`\\{-\\u{10FFFF}',
	space: '\\x00-\\x08\\x0E-\\x1F!-\\u{10FFFF}',
	upper: '\\x00-@\\[-\\u{10FFFF}',
	word: '\\x00-\\/:-@\\[-\\^`\\{-\\u{10FFFF}',
};

/** The members of `[:name:]` or `[:^name:]`; undefined for a name that RE2 lacks. */
export function posixClass(name: string, negated: boolean): string | undefined {
	return (negated ? POSIX_NEGATED : POSIX)[name];
}

/** A letter in both cases, as members of a class. */
export function bothCases(character: string): string {
	const isLetter = [...character].length === 1 && /\p{L}/u.test(character);
	return isLetter ? `${character.toLowerCase()}${character.toUpperCase()}` : character;
}

/** The ASCII letters of a range, in their other case. */
export function rangeInOtherCase(from: string, to: string): string {
	const both = from + to;
	if (/^[a-z]{2}$/u.test(both)) return `${from.toUpperCase()}-${to.toUpperCase()}`;
	return /^[A-Z]{2}$/u.test(both) ? `${from.toLowerCase()}-${to.toLowerCase()}` : '';
}
