import { convert } from './conversion.mts';
import { floorTo, inRange } from './ticks.mts';
import { isFloating, isInteger, type ScalarType, type Value } from './types.mts';

export type BinaryFunction = (left: Value, right: Value) => Value;
export type ArithmeticSign = '+' | '-' | '*' | '/' | '%';

export function isArithmeticSign(text: string): text is ArithmeticSign {
	return ['+', '-', '*', '/', '%'].includes(text);
}

/**
 * The function for `left sign right`; undefined when KQL knows no such operation here. A null operand results in null.
 * Longs are exact and wrap at 64 bits; division of longs drops the fraction; modulo is never negative.
 */
export function arithmetic(
	sign: ArithmeticSign,
	left: ScalarType,
	right: ScalarType,
	result: ScalarType,
): BinaryFunction | undefined {
	const operation = operationFor(sign, left, right, result);
	return operation && ((a, b) => (a === null || b === null ? null : operation(a, b)));
}

function operationFor(
	sign: ArithmeticSign,
	left: ScalarType,
	right: ScalarType,
	result: ScalarType,
): BinaryFunction | undefined {
	if (left === 'dynamic' && right === 'dynamic') return (a, b) => dynamicOperation(sign, a, b);
	if (isTicks(left) || isTicks(right)) return ticksOperation(sign, left, right);
	if (isInteger(result)) {
		const toOperand = (value: Value, type: ScalarType): Value => convert(value, type, 'long');
		return (a, b) => integers(sign, toOperand(a, left), toOperand(b, right));
	}
	if (!isFloating(result)) return undefined;
	return (a, b) => reals(sign, convert(a, left, 'real'), convert(b, right, 'real'));
}

function isTicks(type: ScalarType): boolean {
	return type === 'datetime' || type === 'timespan';
}

/** Two dynamic operands: integers stay exact, other numbers are reals, the rest is null. */
function dynamicOperation(sign: ArithmeticSign, a: Value, b: Value): Value {
	if (typeof a === 'bigint' && typeof b === 'bigint') return integers(sign, a, b);
	return reals(sign, convert(a, 'dynamic', 'real'), convert(b, 'dynamic', 'real'));
}

function integers(sign: ArithmeticSign, a: Value, b: Value): Value {
	if (typeof a !== 'bigint' || typeof b !== 'bigint') return null;
	if ((sign === '/' || sign === '%') && b === 0n) return null;
	const size = b < 0n ? -b : b;
	const results = {
		'+': () => a + b,
		'-': () => a - b,
		'*': () => a * b,
		'/': () => a / b,
		'%': () => ((a % size) + size) % size,
	};
	return BigInt.asIntN(64, results[sign]());
}

function reals(sign: ArithmeticSign, a: Value, b: Value): Value {
	if (typeof a !== 'number' || typeof b !== 'number') return null;
	const size = Math.abs(b);
	const results = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': ((a % size) + size) % size };
	return results[sign];
}

function ticksOperation(
	sign: ArithmeticSign,
	left: ScalarType,
	right: ScalarType,
): BinaryFunction | undefined {
	const toTicks = (type: ScalarType, other: ScalarType) => (value: Value) =>
		type === 'dynamic' ? convert(value, type, sign === '*' ? 'real' : other) : value;
	const first = toTicks(left, right);
	const second = toTicks(right, left);
	const withTicks = (operate: (a: bigint, b: bigint) => Value) => (x: Value, y: Value) => {
		const a = first(x);
		const b = second(y);
		return typeof a === 'bigint' && typeof b === 'bigint' ? operate(a, b) : null;
	};
	const instant = left === 'datetime' || right === 'datetime';
	const both = isTicks(left) && isTicks(right);
	switch (sign) {
		case '+':
			return withTicks((a, b) => (instant ? inRange(a + b) : a + b));
		case '-':
			return withTicks((a, b) => (left === 'datetime' && right === 'timespan' ? inRange(a - b) : a - b));
		case '*':
			return (x, y) => scaled(first(x), second(y));
		case '/':
			if (both) return withTicks((a, b) => Number(a) / Number(b));
			return (x, y) => divided(x, y);
		case '%':
			return withTicks((a, b) => (b === 0n ? null : a - floorTo(a, b < 0n ? -b : b)));
	}
}

function scaled(a: Value, b: Value): Value {
	if (typeof a === 'bigint' && typeof b === 'bigint') return a * b;
	if ((typeof a !== 'bigint' && typeof a !== 'number') || (typeof b !== 'bigint' && typeof b !== 'number'))
		return null;
	return wholeTicks(Number(a) * Number(b));
}

function divided(ticks: Value, by: Value): Value {
	if (typeof ticks !== 'bigint') return null;
	if (typeof by === 'bigint') return by === 0n ? null : ticks / by;
	return typeof by === 'number' ? wholeTicks(Number(ticks) / by) : null;
}

function wholeTicks(ticks: number): bigint | null {
	return Number.isFinite(ticks) ? BigInt(Math.round(ticks)) : null;
}

/** bin(value, size): the greatest multiple of `size` not above `value`; null for null or a size that is not positive. */
export function bin(value: Value, size: Value): Value {
	if (typeof value === 'bigint' && typeof size === 'bigint') return size > 0n ? floorTo(value, size) : null;
	if (value === null || size === null) return null;
	const step = Number(size);
	return step > 0 ? Math.floor(Number(value) / step) * step : null;
}
