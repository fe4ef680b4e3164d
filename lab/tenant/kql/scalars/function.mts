import { toText } from '../conversion.mts';
import type { ScalarType, Value } from '../types.mts';

/** What a scalar function knows of its call besides the values. */
export interface Call {
	readonly types: readonly ScalarType[];
	/** The call's type by the binder; the function must return it. */
	readonly result: ScalarType;
	/** The tenant's clock in ticks. */
	readonly now: bigint;
}

export type ScalarFunction = (args: readonly Value[], call: Call) => Value;
export type FunctionTable = Readonly<Record<string, ScalarFunction>>;

/** The text of argument `index`, whatever its type; '' when absent or null. */
export function textAt(args: readonly Value[], call: Call, index: number): string {
	return toText(args[index] ?? null, call.types[index] ?? 'dynamic');
}

/** A whole number for lengths and positions; undefined when absent or null. */
export function numberAt(args: readonly Value[], index: number): number | undefined {
	const value = args[index];
	return typeof value === 'bigint' || typeof value === 'number' ? Number(value) : undefined;
}

/** A count or position as a KQL long. */
export function long(value: number): bigint {
	return BigInt(value);
}
