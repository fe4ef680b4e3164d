import { convert } from './conversion.mts';
import { stringContent, type Token } from './tokens.mts';
import type { ScalarType, Value } from './types.mts';

/** A literal element of a list: its own type, and its value. */
export interface Element {
	readonly type: ScalarType;
	readonly value: Value;
}

/** An element, and the index of the token after it. */
export interface ReadElement {
	readonly element: Element;
	readonly next: number;
}

/** Reads the plain literal (text, number, bool) at a token; undefined when something else is there. */
export function readScalar(tokens: readonly Token[], at: number): ReadElement | undefined {
	const token = tokens[at];
	if (token === undefined) return undefined;
	if (token.kind === 'string') {
		// The parser joins adjacent literals, which are rare in long lists.
		if (tokens[at + 1]?.kind === 'string') return undefined;
		return { element: { type: 'string', value: stringContent(token.text) }, next: at + 1 };
	}
	if (token.text === 'true' || token.text === 'false') {
		return { element: { type: 'bool', value: token.text === 'true' }, next: at + 1 };
	}
	const negative = token.text === '-';
	const digits = negative ? tokens[at + 1] : token;
	const type = digits && numberType(digits);
	const value = type ? convert(`${negative ? '-' : ''}${digits.text}`, 'string', type) : null;
	if (!type || value === null) return undefined;
	return { element: { type, value }, next: at + (negative ? 2 : 1) };
}

function numberType({ kind, text }: Token): ScalarType | undefined {
	if (kind !== 'number') return undefined;
	if (/^\d+$/u.test(text)) return 'long';
	return /^\d+\.\d+$/u.test(text) ? 'real' : undefined;
}

/** Reads the JSON value at a token, as it may be inside `dynamic(…)`. */
export function readJsonValue(tokens: readonly Token[], at: number): ReadElement | undefined {
	const text = tokens[at]?.text;
	if (text === 'null') return { element: { type: 'dynamic', value: null }, next: at + 1 };
	if (text === '[') return readArray(tokens, at);
	if (text === '{') return readBag(tokens, at);
	return readScalar(tokens, at);
}

function readArray(tokens: readonly Token[], at: number): ReadElement | undefined {
	const items: Value[] = [];
	let next = at + 1;
	if (tokens[next]?.text === ']') return dynamic(items, next + 1);
	for (;;) {
		const read = readJsonValue(tokens, next);
		if (!read) return undefined;
		items.push(read.element.value);
		const after = tokens[read.next]?.text;
		next = read.next + 1;
		if (after === ']') return dynamic(items, next);
		if (after !== ',') return undefined;
	}
}

function readBag(tokens: readonly Token[], at: number): ReadElement | undefined {
	const bag = new Map<string, Value>();
	let next = at + 1;
	if (tokens[next]?.text === '}') return dynamic(bag, next + 1);
	for (;;) {
		const key = readScalar(tokens, next);
		if (typeof key?.element.value !== 'string' || tokens[key.next]?.text !== ':') return undefined;
		const read = readJsonValue(tokens, key.next + 1);
		if (!read) return undefined;
		bag.set(key.element.value, read.element.value);
		const after = tokens[read.next]?.text;
		next = read.next + 1;
		if (after === '}') return dynamic(bag, next);
		if (after !== ',') return undefined;
	}
}

function dynamic(value: Value, next: number): ReadElement {
	return { element: { type: 'dynamic', value }, next };
}
