import { convert } from '../conversion.mts';
import { type FunctionTable, type ScalarFunction } from './function.mts';

const onLongs =
	(compute: (a: bigint, b: bigint) => bigint): ScalarFunction =>
	(args, call) => {
		const [a = null, b = 0n] = args.map((value, index) =>
			convert(value, call.types[index] ?? 'dynamic', 'long'),
		);
		return typeof a === 'bigint' && typeof b === 'bigint' ? BigInt.asIntN(64, compute(a, b)) : null;
	};

function toHex(value: bigint, width: number): string {
	return BigInt.asUintN(64, value).toString(16).padStart(width, '0');
}

export const BITS: FunctionTable = {
	binary_and: onLongs((a, b) => a & b),
	binary_or: onLongs((a, b) => a | b),
	binary_xor: onLongs((a, b) => a ^ b),
	binary_not: onLongs((a) => ~a),
	binary_shift_left: onLongs((a, b) => a << b % 64n),
	binary_shift_right: onLongs((a, b) => BigInt.asUintN(64, a) >> b % 64n),
	bitset_count_ones: onLongs((a) => BigInt(BigInt.asUintN(64, a).toString(2).replaceAll('0', '').length)),
	tohex: (args, call) => {
		const value = convert(args[0] ?? null, call.types[0] ?? 'dynamic', 'long');
		return typeof value === 'bigint' ? toHex(value, Math.min(64, Number(args[1] ?? 0))) : '';
	},
};
