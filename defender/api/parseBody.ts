import { quoteInexact, quoteNotFinite, type ExactBody, type KeptNumbers } from './quoteNumbers';

/** A JSON value as it came; numbers that would lose digits are text. */
export type JsonObject = { readonly [key: string]: unknown };

/**
 * Why a body cannot be used. `cut`: JSON that ends before its last bracket. `html`: a web page. `notJson`: complete, but not
 * JSON. `wrongShape`: JSON without the members it must have.
 */
export type UnusableBody = 'empty' | 'html' | 'cut' | 'notJson' | 'wrongShape';

export type ParsedBody =
	/** `numbersAsText`: some numbers are text, so that no digit is lost, or because they are `NaN` or infinite. */
	| { readonly kind: 'json'; readonly value: unknown; readonly numbersAsText: boolean }
	| { readonly kind: 'unreadable'; readonly what: Exclude<UnusableBody, 'wrongShape'> };

/**
 * Reads a body of unknown quality. Never throws.
 * @param kept which numbers keep their digits: decimals become text too where a caller knows the types of the columns
 */
export function parseBody(text: string, kept: KeptNumbers = 'integers'): ParsedBody {
	const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
	const start = body.trimStart().slice(0, 1);
	if (start === '') return { kind: 'unreadable', what: 'empty' };
	if (start === '<') return { kind: 'unreadable', what: 'html' };
	try {
		const json = parsed(quoteInexact(body, kept)) ?? parsed(quoteNotFinite(body, kept));
		const isCut = json === undefined && /[{[]/.test(start) && endsTooEarly(body);
		return json ?? { kind: 'unreadable', what: isCut ? 'cut' : 'notJson' };
	} finally {
		letGoOfText();
	}
}

function parsed(body: ExactBody | undefined): ParsedBody | undefined {
	if (body === undefined) return undefined;
	try {
		const value: unknown = JSON.parse(body.text);
		return { kind: 'json', value, numbersAsText: body.hasQuoted };
	} catch {
		return undefined;
	}
}

/** V8 keeps the text of the last match of any pattern alive; here it may be 50 MB [seen in Node 20]. */
function letGoOfText(): void {
	/0/.test('0');
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
