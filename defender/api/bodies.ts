/** A JSON value as it came; integers beyond ±(2^53−1) are text, so that no digit is lost. */
export type JsonObject = { readonly [key: string]: unknown };

/**
 * Why a body cannot be used. `cut`: JSON that ends before its last bracket. `html`: a web page. `notJson`: complete, but not
 * JSON. `wrongShape`: JSON without the members it must have.
 */
export type UnusableBody = 'empty' | 'html' | 'cut' | 'notJson' | 'wrongShape';

export type ParsedBody =
	| { readonly kind: 'json'; readonly value: unknown }
	| { readonly kind: 'unreadable'; readonly what: Exclude<UnusableBody, 'wrongShape'> };

const MAYBE_LONG = /(?:^|[:,[])\s*-?\d{16}/;
const NUMBERS = /-?\d[\d.eE+-]*/g;
const LAST_SAFE = String(Number.MAX_SAFE_INTEGER);

/** Reads a body of unknown quality. Never throws. */
export function parseBody(text: string): ParsedBody {
	const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
	const start = body.trimStart().slice(0, 1);
	if (start === '') return { kind: 'unreadable', what: 'empty' };
	if (start === '<') return { kind: 'unreadable', what: 'html' };
	try {
		const value: unknown = JSON.parse(MAYBE_LONG.test(body) ? quoteLongs(body) : body);
		return { kind: 'json', value };
	} catch {
		return { kind: 'unreadable', what: /[{[]/.test(start) && endsTooEarly(body) ? 'cut' : 'notJson' };
	} finally {
		letGoOfText();
	}
}

/** V8 keeps the text of the last match of any pattern alive; here it may be 50 MB [seen in Node 20]. */
function letGoOfText(): void {
	/0/.test('0');
}

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Puts integers that a JavaScript number cannot hold into quotes, outside strings only. One pass from quote to quote: a
 * pattern that repeats over each character overflows the stack on a string of many megabytes, and most gaps between strings
 * are too short for such an integer. Pieces between the quoted numbers are copied whole.
 */
function quoteLongs(text: string): string {
	const pieces: string[] = [];
	let copied = 0;
	for (let gap = 0; gap < text.length; ) {
		const quote = text.indexOf('"', gap);
		const end = quote < 0 ? text.length : quote;
		if (end - gap >= LAST_SAFE.length) {
			for (const { 0: word, index = 0 } of text.slice(gap, end).matchAll(NUMBERS)) {
				if (!isUnsafeInteger(word)) continue;
				pieces.push(text.slice(copied, gap + index), `"${word}"`);
				copied = gap + index + word.length;
			}
		}
		gap = quote < 0 ? text.length : endOfString(text, quote + 1);
	}
	return pieces.join('') + text.slice(copied);
}

/** Whether a text ends inside an object, a list or a string. What stands before its end need not be valid JSON. */
function endsTooEarly(text: string): boolean {
	let open = 0;
	let isInString = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === '"') isInString = !isInString;
		else if (isInString) at += character === '\\' ? 1 : 0;
		else if (character === '{' || character === '[') open += 1;
		else if (character === '}' || character === ']') open -= 1;
	}
	return isInString || open > 0;
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

function isUnsafeInteger(word: string): boolean {
	const digits = word.replace(/^-/, '');
	if (digits.length < LAST_SAFE.length || !/^\d+$/.test(digits)) return false;
	return digits.length > LAST_SAFE.length || digits > LAST_SAFE;
}
