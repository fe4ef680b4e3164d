/** A JSON value as it came; integers beyond ±(2^53−1) are text, so that no digit is lost. */
export type JsonObject = { readonly [key: string]: unknown };

export type ParsedBody =
	| { readonly kind: 'json'; readonly value: unknown }
	/** `cut`: starts like JSON but ends too early. `html`: a web page, usually of a proxy or gateway. */
	| { readonly kind: 'unreadable'; readonly what: 'empty' | 'html' | 'cut' | 'notJson' };

const MAYBE_LONG = /(?:^|[:,[])\s*-?\d{16}/;
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
		return { kind: 'unreadable', what: start === '{' || start === '[' ? 'cut' : 'notJson' };
	}
}

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Puts integers that a JavaScript number cannot hold into quotes, outside strings only. One pass; pieces between the
 * quoted numbers are copied whole. Strings are skipped by search, because a pattern that repeats over each character
 * overflows the stack on a string of many megabytes.
 */
function quoteLongs(text: string): string {
	const token = /"|-?\d[\d.eE+-]*/g;
	const pieces: string[] = [];
	let copied = 0;
	for (let found = token.exec(text); found !== null; found = token.exec(text)) {
		const [word] = found;
		if (word === '"') token.lastIndex = endOfString(text, found.index + 1);
		else if (isUnsafeInteger(word)) {
			pieces.push(text.slice(copied, found.index), `"${word}"`);
			copied = token.lastIndex;
		}
	}
	return pieces.join('') + text.slice(copied);
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
