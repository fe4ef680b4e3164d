import { isLuxonDuration } from '../../core/dateObject';
import { parseDuration, ticksFromMillis, type Ticks } from './durations';

declare const guid: unique symbol;
/** A GUID as `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx` in lowercase hex. */
export type Guid = string & { readonly [guid]: true };

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const WHOLE = /^[+-]?\d{1,30}$/;
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const LONG_MAX = BigInt('9223372036854775807');
const LONG_MIN = BigInt('-9223372036854775808');

/**
 * Reads a 64-bit whole number from a bigint, an exact number or text.
 * @returns undefined for anything else
 */
export function readLong(value: unknown): bigint | undefined {
	const whole = readWhole(value);
	return whole !== undefined && whole >= LONG_MIN && whole <= LONG_MAX ? whole : undefined;
}

function readWhole(value: unknown): bigint | undefined {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined;
	if (typeof value !== 'string' || !WHOLE.test(value.trim())) return undefined;
	return BigInt(value.trim().replace('+', ''));
}

/**
 * Reads a finite number from a number, a bigint or decimal text.
 * @returns undefined for anything else
 */
export function readReal(value: unknown): number | undefined {
	const isNumber = typeof value === 'number' || typeof value === 'bigint';
	if (!isNumber && !(typeof value === 'string' && DECIMAL.test(value.trim()))) return undefined;
	const number = Number(value);
	return Number.isFinite(number) ? number : undefined;
}

/**
 * Reads `true`, `false`, 1 or 0 (as the service writes a bool), each also as text.
 * @returns undefined for anything else
 */
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

/**
 * Reads a GUID from text, case-insensitive.
 * @returns undefined for anything else
 */
export function readGuid(value: unknown): Guid | undefined {
	const text = typeof value === 'string' ? value.trim().toLowerCase() : '';
	return isGuid(text) ? text : undefined;
}

function isGuid(text: string): text is Guid {
	return GUID.test(text);
}

/**
 * Reads a duration from text (see {@link parseDuration}) or a Luxon Duration.
 * @returns undefined for anything else, also for a number, which has no unit
 */
export function readTimespan(value: unknown): Ticks | undefined {
	if (typeof value === 'string') return parseDuration(value.trim());
	return isLuxonDuration(value) ? ticksFromMillis(Number(value.toMillis())) : undefined;
}
