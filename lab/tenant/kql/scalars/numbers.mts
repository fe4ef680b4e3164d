import { bin } from '../arithmetic.mts';
import { convert } from '../conversion.mts';
import type { Value } from '../types.mts';
import { numberAt, type Call, type FunctionTable, type ScalarFunction } from './function.mts';

const real =
	(compute: (...numbers: number[]) => number): ScalarFunction =>
	(args, call) => {
		const numbers = args.map((value, index) => convert(value, call.types[index] ?? 'dynamic', 'real'));
		return numbers.every((value) => typeof value === 'number') ? compute(...numbers) : null;
	};

const question =
	(test: (value: number) => boolean): ScalarFunction =>
	(args) =>
		typeof args[0] === 'number' ? test(args[0]) : false;

function abs(args: readonly Value[], call: Call): Value {
	const value =
		call.types[0] === 'dynamic' ? convert(args[0] ?? null, 'dynamic', call.result) : (args[0] ?? null);
	if (typeof value === 'bigint') return value < 0n ? -value : value;
	return typeof value === 'number' ? Math.abs(value) : null;
}

/** Rounds half away from zero at `precision` decimals (negative: tens, hundreds …), by decimal digits as printed. */
function round(args: readonly Value[], call: Call): Value {
	const value = convert(args[0] ?? null, call.types[0] ?? 'dynamic', 'real');
	if (typeof value !== 'number') return null;
	const precision = numberAt(args, 1) ?? 0;
	const rounded = Math.sign(value) * shift(Math.round(shift(Math.abs(value), precision)), -precision);
	return convert(Number.isFinite(value) ? rounded : value, 'real', call.result);
}

/** Moves the decimal point in the number's own text, so that 2.15 × 10 is 21.5 and not 21.499…. */
function shift(value: number, places: number): number {
	const [mantissa = '0', exponent = '0'] = String(value).split('e');
	return Number(`${mantissa}e${Number(exponent) + places}`);
}

/** bin() on the result's type, so that bin(1.5, 1) counts in reals; instants and spans are binned in ticks. */
function binned(args: readonly Value[], call: Call): Value {
	const own = (index: number): Value => {
		const from = call.types[index] ?? 'dynamic';
		if (from === 'datetime' || from === 'timespan') return args[index] ?? null;
		return convert(args[index] ?? null, from, call.result);
	};
	return args.length < 2 ? bin(own(0), call.result === 'real' ? 1 : 1n) : bin(own(0), own(1));
}

export const NUMBERS: FunctionTable = {
	abs,
	round,
	bin: binned,
	floor: binned,
	ceiling: (args, call) => convert(real(Math.ceil)(args, call), 'real', call.result),
	sign: (args, call) => convert(real(Math.sign)(args, call), 'real', call.result),
	sqrt: real(Math.sqrt),
	exp: real(Math.exp),
	log: real(Math.log),
	log2: real(Math.log2),
	log10: real(Math.log10),
	pow: real(Math.pow),
	exp2: real((value) => 2 ** value),
	exp10: real((value) => 10 ** value),
	sin: real(Math.sin),
	cos: real(Math.cos),
	tan: real(Math.tan),
	asin: real(Math.asin),
	acos: real(Math.acos),
	atan: real(Math.atan),
	atan2: real(Math.atan2),
	pi: () => Math.PI,
	radians: real((degrees) => (degrees / 180) * Math.PI),
	degrees: real((radians) => (radians / Math.PI) * 180),
	isnan: question(Number.isNaN),
	isinf: question((value) => Math.abs(value) === Infinity),
	isfinite: question(Number.isFinite),
};
