import { keyOf, order } from '../comparison.mts';
import { convert } from '../conversion.mts';
import { isArray, isBag, type Value } from '../types.mts';
import { long, numberAt, textAt, type Call, type FunctionTable, type ScalarFunction } from './function.mts';

const arrayAt = (args: readonly Value[], index: number): readonly Value[] | undefined => {
	const value = args[index];
	return value !== undefined && isArray(value) ? value : undefined;
};

const onArray =
	(compute: (array: readonly Value[], args: readonly Value[], call: Call) => Value): ScalarFunction =>
	(args, call) => {
		const array = arrayAt(args, 0);
		return array ? compute(array, args, call) : null;
	};

function sorted(direction: 1 | -1): ScalarFunction {
	return onArray((array) =>
		[...array].sort((a, b) => {
			if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
			return typeof a === typeof b ? (order(a, b) || 0) * direction : keyOf(a) < keyOf(b) ? -1 : 1;
		}),
	);
}

/** Moves elements by `count` places to the left; `fill` replaces what moves out, undefined lets it come back. */
function moved(array: readonly Value[], count: number, fill: Value | undefined): Value {
	const { length } = array;
	return array.map((_, index) => {
		const from = index + count;
		if (fill === undefined) return array[((from % length) + length) % length] ?? null;
		return from >= 0 && from < length ? (array[from] ?? null) : fill;
	});
}

/** More elements than this would only exhaust the practice tenant. */
const LONGEST_RANGE = 1_048_576;

/** range(start, stop, step) as an array. */
function range(args: readonly Value[], call: Call): Value {
	const [from = null, to = null, by = 1n] = args;
	if (from === null || to === null || by === null) return null;
	const type = call.types[0] ?? 'long';
	const items: Value[] = [];
	const step = typeof from === 'bigint' && typeof by === 'number' ? BigInt(Math.trunc(by)) : by;
	const forward = Number(step) > 0;
	if (Number(step) === 0) return null;
	for (let value: Value = from; items.length < LONGEST_RANGE; ) {
		if (forward ? Number(value) > Number(to) : Number(value) < Number(to)) break;
		items.push(convert(value, type, 'dynamic'));
		value =
			typeof value === 'bigint' && typeof step === 'bigint' ? value + step : Number(value) + Number(step);
	}
	return items;
}

function zip(args: readonly Value[]): Value {
	const arrays = args.map((value) => (isArray(value) ? value : [value]));
	const length = Math.max(...arrays.map((array) => array.length));
	return Array.from({ length }, (_, index) => arrays.map((array) => array[index] ?? null));
}

function keySet(args: readonly Value[], index: number): ReadonlySet<string> {
	return new Set((arrayAt(args, index) ?? []).map(keyOf));
}

function jaccard(args: readonly Value[]): Value {
	const [left, right] = [keySet(args, 0), keySet(args, 1)];
	const all = new Set([...left, ...right]);
	return all.size === 0 ? Number.NaN : [...left].filter((key) => right.has(key)).length / all.size;
}

function withoutKeys(args: readonly Value[]): Value {
	const [bag] = args;
	const keys = new Set(arrayAt(args, 1) ?? []);
	return bag !== undefined && isBag(bag) ? new Map([...bag].filter(([key]) => !keys.has(key))) : null;
}

function withKey(args: readonly Value[], call: Call): Value {
	const [bag, , value = null] = args;
	if (bag === undefined || !isBag(bag)) return null;
	return new Map([...bag, [textAt(args, call, 1), convert(value, call.types[2] ?? 'dynamic', 'dynamic')]]);
}

function splitArray(array: readonly Value[], args: readonly Value[]): Value {
	const [, at = null] = args;
	const cuts = (isArray(at) ? at : [at]).map((cut) =>
		Number(cut) < 0 ? array.length + Number(cut) : Number(cut),
	);
	return [0, ...cuts].map((from, index) => array.slice(from, cuts[index]));
}

/** The position of the first text of a list that the text has as a term; -1 for none. */
function hasAnyIndex(args: readonly Value[], call: Call): Value {
	const text =
		textAt(args, call, 0)
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu) ?? [];
	const terms = new Set(text);
	return long(
		(arrayAt(args, 1) ?? []).findIndex((item) => typeof item === 'string' && terms.has(item.toLowerCase())),
	);
}

export const ARRAYS: FunctionTable = {
	array_sort_asc: sorted(1),
	array_sort_desc: sorted(-1),
	array_sum: onArray((array) => {
		const total = array.reduce(
			(sum: number, value) =>
				sum + (typeof value === 'bigint' || typeof value === 'number' ? Number(value) : 0),
			0,
		);
		return total;
	}),
	array_iff: onArray((array, [, yes = null, no = null]) =>
		array.map((value, index) => {
			const chosen = value === true || value === 1n ? yes : no;
			return isArray(chosen) ? (chosen[index] ?? null) : chosen;
		}),
	),
	array_split: onArray(splitArray),
	array_shift_left: onArray((array, args) => moved(array, numberAt(args, 1) ?? 0, args[2] ?? null)),
	array_shift_right: onArray((array, args) => moved(array, -(numberAt(args, 1) ?? 0), args[2] ?? null)),
	array_rotate_left: onArray((array, args) => moved(array, numberAt(args, 1) ?? 0, undefined)),
	array_rotate_right: onArray((array, args) => moved(array, -(numberAt(args, 1) ?? 0), undefined)),
	range,
	repeat: (args, call) => {
		const count = Math.min(LONGEST_RANGE, Math.max(0, numberAt(args, 1) ?? 0));
		return Array.from({ length: count }, () =>
			convert(args[0] ?? null, call.types[0] ?? 'dynamic', 'dynamic'),
		);
	},
	zip,
	jaccard_index: jaccard,
	set_equals: (args) => {
		const [left, right] = [keySet(args, 0), keySet(args, 1)];
		return left.size === right.size && [...left].every((key) => right.has(key));
	},
	bag_remove_keys: withoutKeys,
	bag_set_key: withKey,
	has_any_index: hasAnyIndex,
};
