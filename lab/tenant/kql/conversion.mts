import { realText, writeJson } from './json.mts';
import { inRange, instantText, parseInstant } from './ticks.mts';
import { parseTimespan, timespanText } from './timespanText.mts';
import { Instant, Span, isFloating, type ScalarType, type Value } from './types.mts';

/** The type of a scalar held in a dynamic value, and the value in that type's own form. */
function unwrap(value: Value): { readonly type: ScalarType; readonly value: Value } {
	if (typeof value === 'string') return { type: 'string', value };
	if (typeof value === 'bigint') return { type: 'long', value };
	if (typeof value === 'number') return { type: 'real', value };
	if (typeof value === 'boolean') return { type: 'bool', value };
	if (value instanceof Instant) return { type: 'datetime', value: value.ticks };
	if (value instanceof Span) return { type: 'timespan', value: value.ticks };
	return { type: 'dynamic', value };
}

/**
 * `value` of type `from` as type `to`, by the rules of the to…() functions: null when it cannot be converted,
 * except that null becomes the empty string for a string (a string is never null).
 */
export function convert(value: Value, from: ScalarType, to: ScalarType): Value {
	if (value === null) return to === 'string' ? '' : null;
	if (from === to) return value;
	if (to === 'dynamic') return toDynamic(value, from);
	if (from === 'dynamic') {
		const held = unwrap(value);
		if (held.type !== 'dynamic') return convert(held.value, held.type, to);
		return to === 'string' ? writeJson(value) : null;
	}
	if (to === 'string') return toText(value, from);
	return CONVERTERS[to](value, from);
}

const CONVERTERS: Readonly<
	Record<Exclude<ScalarType, 'string' | 'dynamic'>, (value: Value, from: ScalarType) => Value>
> = {
	bool: toBool,
	int: (value, from) => toInteger(value, from, 32),
	long: (value, from) => toInteger(value, from, 64),
	real: toReal,
	decimal: toReal,
	datetime: (value) => {
		if (typeof value === 'string') return parseInstant(value);
		return typeof value === 'bigint' ? inRange(value) : null;
	},
	timespan: (value) => {
		if (typeof value === 'string') return parseTimespan(value);
		return typeof value === 'bigint' ? value : null;
	},
	guid: (value) => (typeof value === 'string' ? toGuid(value) : null),
};

/** A scalar as it is kept inside a dynamic value. */
function toDynamic(value: Value, from: ScalarType): Value {
	if (typeof value === 'bigint' && from === 'datetime') return new Instant(value);
	if (typeof value === 'bigint' && from === 'timespan') return new Span(value);
	return value;
}

/** The text of a scalar, as tostring() and strcat() return it; '' for null. */
export function toText(value: Value, from: ScalarType): string {
	if (value === null) return '';
	if (typeof value === 'string') return value;
	if (typeof value === 'boolean') return value ? 'true' : 'false';
	if (typeof value === 'number') return realText(value);
	if (typeof value !== 'bigint') {
		const held = unwrap(value);
		return held.type === 'dynamic' ? writeJson(value) : toText(held.value, held.type);
	}
	if (from === 'datetime') return instantText(value);
	return from === 'timespan' ? timespanText(value) : String(value);
}

function toBool(value: Value): Value {
	if (typeof value === 'bigint') return value !== 0n;
	if (typeof value === 'number') return value !== 0;
	if (typeof value !== 'string') return null;
	if (/^(?:true|1)$/iu.test(value)) return true;
	return /^(?:false|0)$/iu.test(value) ? false : null;
}

function toInteger(value: Value, from: ScalarType, bits: 32 | 64): Value {
	const exact = integerOf(value, from);
	return exact !== null && BigInt.asIntN(bits, exact) === exact ? exact : null;
}

function integerOf(value: Value, from: ScalarType): bigint | null {
	if (typeof value === 'bigint') return value;
	if (typeof value === 'boolean') return value ? 1n : 0n;
	if (isFloating(from) && typeof value === 'number') {
		return Number.isFinite(value) ? BigInt(Math.trunc(value)) : null;
	}
	if (typeof value !== 'string') return null;
	const text = value.trim();
	if (/^-?0x[\da-f]+$/iu.test(text)) return text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
	return /^[+-]?\d+$/u.test(text) ? BigInt(text.replace('+', '')) : null;
}

function toReal(value: Value): Value {
	if (typeof value === 'number') return value;
	if (typeof value === 'bigint') return Number(value);
	if (typeof value === 'boolean') return value ? 1 : 0;
	if (typeof value !== 'string') return null;
	const text = value.trim();
	if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(text)) return Number(text);
	if (/^nan$/iu.test(text)) return Number.NaN;
	const infinite = /^([+-])?inf(?:inity)?$/iu.exec(text);
	return infinite ? (infinite[1] === '-' ? -Infinity : Infinity) : null;
}

/** A guid in any of its spellings; hyphens may be anywhere (https://learn.microsoft.com/en-us/kusto/query/toguid-function). */
function toGuid(text: string): string | null {
	const digits = text
		.trim()
		.replace(/^[{(]|[)}]$|-/gu, '')
		.toLowerCase();
	const match = /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/u.exec(digits);
	return match ? match.slice(1).join('-') : null;
}
