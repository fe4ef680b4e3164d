import { readSpan, spanOfMillis, type Ticks } from './durations';

declare const guid: unique symbol;
/** A GUID as `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` in lower-case hex. */
export type Guid = string & { readonly [guid]: true };

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const WHOLE = /^[+-]?\d{1,30}$/;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const LONG_MAX = BigInt('9223372036854775807');
const LONG_MIN = BigInt('-9223372036854775808');

/** A whole number that fits 64 bits, from a bigint, an exact number or text; undefined for anything else. */
export function readLong(value: unknown): bigint | undefined {
	const whole = wholeOf(value);
	return whole !== undefined && whole >= LONG_MIN && whole <= LONG_MAX ? whole : undefined;
}

function wholeOf(value: unknown): bigint | undefined {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
	if (typeof value !== 'string' || !WHOLE.test(value.trim())) return undefined;
	return BigInt(value.trim().replace('+', ''));
}

/** A finite number, from a number, a bigint or decimal text; undefined for anything else. */
export function readReal(value: unknown): number | undefined {
	const isNumber = typeof value === 'number' || typeof value === 'bigint';
	if (!isNumber && !(typeof value === 'string' && DECIMAL.test(value.trim()))) return undefined;
	const read = Number(value);
	return Number.isFinite(read) ? read : undefined;
}

/** `true`, `false`, 1 and 0 (the service's own spelling of bool), each also as text; undefined for anything else. */
export function readBool(value: unknown): boolean | undefined {
	switch (typeof value === 'string' ? value.trim().toLowerCase() : value) {
		case true:
		case 1:
		case 'true':
		case '1':
			return true;
		case false:
		case 0:
		case 'false':
		case '0':
			return false;
		default:
			return undefined;
	}
}

/** A GUID in text of either case; undefined for anything else. */
export function readGuid(value: unknown): Guid | undefined {
	const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
	return isGuid(text) ? text : undefined;
}

function isGuid(text: string): text is Guid {
	return GUID.test(text);
}

/** A span from text (see {@link readSpan}) or a luxon Duration; a bare number has no unit and is none. */
export function readTimespan(value: unknown): Ticks | undefined {
	if (typeof value === 'string') return readSpan(value.trim());
	return isDuration(value) ? spanOfMillis(value.toMillis()) : undefined;
}

/** Told by shape: n8n's expressions carry a luxon of their own. */
export function isDuration(value: unknown): value is { toMillis(): number } {
	const holds = typeof value === 'object' && value !== null;
	return holds && 'isLuxonDuration' in value && 'toMillis' in value && typeof value.toMillis === 'function';
}
