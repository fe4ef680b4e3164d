/** A JSON value as it came; integers beyond ±(2^53−1) are text, so that no digit is lost. */
export type JsonObject = { readonly [key: string]: unknown };

export type ParsedBody =
	| { readonly kind: 'json'; readonly value: unknown }
	/** `cut`: starts like JSON but ends too early. `html`: a web page, usually of a proxy or gateway. */
	| { readonly kind: 'unreadable'; readonly what: 'empty' | 'html' | 'cut' | 'notJson' };

const MAYBE_LONG = /[:,[]\s*-?\d{16}/;
const LAST_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

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
 * quoted numbers are copied whole.
 */
function quoteLongs(text: string): string {
	const token = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gs;
	return text.replace(token, (found) => {
		if (found.startsWith('"') || !/^-?\d{16,}$/.test(found)) return found;
		const value = BigInt(found);
		return value > LAST_SAFE || value < -LAST_SAFE ? `"${found}"` : found;
	});
}
