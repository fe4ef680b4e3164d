import { keyOf } from '../comparison.mts';
import { convert } from '../conversion.mts';
import { readJson, writeJson } from '../json.mts';
import { Instant, Span, isArray, isBag, type Value } from '../types.mts';
import { long, numberAt, textAt, type Call, type FunctionTable, type ScalarFunction } from './function.mts';

/** Text that is no JSON becomes a dynamic string; empty text is null. */
function parseJson(args: readonly Value[], call: Call): Value {
	if (call.types[0] === 'dynamic') return args[0] ?? null;
	const text = textAt(args, call, 0);
	if (text === '') return null;
	const value = readJson(text);
	return value === undefined ? text : value;
}

/** An argument as it is kept inside a dynamic value. */
function packed(args: readonly Value[], call: Call, index: number): Value {
	return convert(args[index] ?? null, call.types[index] ?? 'dynamic', 'dynamic');
}

function pack(args: readonly Value[], call: Call): Value {
	const bag = new Map<string, Value>();
	for (let index = 0; index + 1 < args.length; index += 2) {
		bag.set(textAt(args, call, index), packed(args, call, index + 1));
	}
	return bag;
}

const onArrays =
	(compute: (...arrays: (readonly Value[])[]) => Value): ScalarFunction =>
	(args) =>
		args.every(isArray) ? compute(...args) : null;

function distinct(values: readonly Value[]): readonly Value[] {
	return [...new Map(values.map((value) => [keyOf(value), value])).values()];
}

/** array_index_of(array, value, start, length, occurrence): -1 when absent, undefined for no array. */
function indexIn(args: readonly Value[], call: Call): number | undefined {
	const [array] = args;
	if (array === undefined || !isArray(array)) return undefined;
	const key = keyOf(packed(args, call, 1));
	const start = numberAt(args, 2) ?? 0;
	const from = start < 0 ? Math.max(0, array.length + start) : start;
	const length = numberAt(args, 3) ?? -1;
	const end = length < 0 ? array.length : from + length;
	const found = array.flatMap((item, at) => (at >= from && at < end && keyOf(item) === key ? [at] : []));
	return found[(numberAt(args, 4) ?? 1) - 1] ?? -1;
}

/** array_slice(array, start, end): both ends included, negative ones count from the end. */
function slice(args: readonly Value[]): Value {
	const [array] = args;
	if (array === undefined || !isArray(array)) return null;
	const end = numberAt(args, 2) ?? -1;
	return array.slice(numberAt(args, 1) ?? 0, end === -1 ? undefined : end + 1);
}

function typeName(value: Value, call: Call): string {
	const declared = call.types[0] ?? 'dynamic';
	if (value === null) return declared === 'string' ? 'string' : 'null';
	if (declared !== 'dynamic') return declared;
	if (isArray(value)) return 'array';
	if (isBag(value)) return 'dictionary';
	if (value instanceof Instant) return 'datetime';
	if (value instanceof Span) return 'timespan';
	return (
		{ string: 'string', bigint: 'long', number: 'double', boolean: 'bool' }[typeof value as string] ??
		'dynamic'
	);
}

export const DYNAMICS: FunctionTable = {
	parse_json: parseJson,
	parsejson: parseJson,
	todynamic: parseJson,
	toobject: parseJson,
	pack,
	bag_pack: pack,
	pack_dictionary: pack,
	pack_array: (args, call) => args.map((_, index) => packed(args, call, index)),
	dynamic_to_json: (args) => ((args[0] ?? null) === null ? '' : writeJson(args[0] ?? null)),
	gettype: (args, call) => typeName(args[0] ?? null, call),
	array_length: (args) => (args[0] !== undefined && isArray(args[0]) ? long(args[0].length) : null),
	array_concat: onArrays((...arrays) => arrays.flat()),
	array_slice: slice,
	array_reverse: onArrays((array = []) => [...array].reverse()),
	array_index_of: (args, call) => {
		const index = indexIn(args, call);
		return index === undefined ? null : long(index);
	},
	set_has_element: (args, call) => {
		const index = indexIn(args, call);
		return index === undefined ? null : index >= 0;
	},
	set_union: onArrays((...sets) => distinct(sets.flat())),
	set_intersect: onArrays((first = [], ...others) => {
		const keys = others.map((other) => new Set(other.map(keyOf)));
		return distinct(first).filter((value) => keys.every((set) => set.has(keyOf(value))));
	}),
	set_difference: onArrays((first = [], ...others) => {
		const taken = new Set(others.flat().map(keyOf));
		return distinct(first).filter((value) => !taken.has(keyOf(value)));
	}),
	bag_keys: (args) => (args[0] !== undefined && isBag(args[0]) ? [...args[0].keys()] : null),
	bag_has_key: (args, call) =>
		args[0] !== undefined && isBag(args[0]) ? args[0].has(textAt(args, call, 1)) : null,
	bag_merge: (args) => {
		const bags = args.filter(isBag);
		return bags.length === 0 ? null : new Map([...bags].reverse().flatMap((bag) => [...bag]));
	},
};
