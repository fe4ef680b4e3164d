import { quoteInexact, quoteNotFinite, type KeptNumbers, type QuotedBody } from '../core/quoteNumbers';

/** A parsed JSON object. Numbers that would lose digits are text. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Why a body cannot be used. `truncated`: JSON that ends before its last bracket. `html`: a web page. `notJson`: complete
 * text, but not JSON. `wrongShape`: JSON without required properties.
 */
export type UnusableBody = 'empty' | 'html' | 'truncated' | 'notJson' | 'wrongShape';

export type ParsedBody =
	/** `numbersAsText`: some numbers are text, because they would lose digits or are `NaN` or infinite. */
	| { readonly kind: 'json'; readonly value: unknown; readonly numbersAsText: boolean }
	| { readonly kind: 'unreadable'; readonly because: Exclude<UnusableBody, 'wrongShape'> };

/**
 * Parses the body of a response. Never throws.
 * @param kept numbers that keep their digits: `all` if the caller knows the column types, so that decimals may be text too
 */
export function parseBody(text: string, kept: KeptNumbers = 'integers'): ParsedBody {
	const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
	const start = body.trimStart().slice(0, 1);
	if (start === '') return { kind: 'unreadable', because: 'empty' };
	if (start === '<') return { kind: 'unreadable', because: 'html' };
	try {
		const json = parseJson(quoteInexact(body, kept)) ?? parseJson(quoteNotFinite(body, kept));
		const isTruncated = json === undefined && /[{[]/.test(start) && endsTooEarly(body);
		return json ?? { kind: 'unreadable', because: isTruncated ? 'truncated' : 'notJson' };
	} finally {
		releaseMatchedText();
	}
}

function parseJson(body: QuotedBody | undefined): ParsedBody | undefined {
	if (body === undefined) return undefined;
	try {
		const value: unknown = JSON.parse(body.text);
		return { kind: 'json', value, numbersAsText: body.hasQuoted };
	} catch {
		return undefined;
	}
}

/** V8 keeps the text of the last regular expression match in memory. Here this may be 50 MB. */
function releaseMatchedText(): void {
	/0/.test('0');
}

/** Whether the text ends inside an object, a list or a string. The rest need not be valid JSON. */
function endsTooEarly(text: string): boolean {
	let depth = 0;
	let isInString = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (character === '"') isInString = !isInString;
		else if (isInString) at += character === '\\' ? 1 : 0;
		else if (character === '{' || character === '[') depth += 1;
		else if (character === '}' || character === ']') depth -= 1;
	}
	return isInString || depth > 0;
}
