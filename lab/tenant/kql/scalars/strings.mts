import { toText } from '../conversion.mts';
import { isArray, type Value } from '../types.mts';
import { long, numberAt, textAt, type Call, type FunctionTable } from './function.mts';

/** Characters are code points, as Kusto counts them; plain text needs no splitting. */
function characters(text: string): string | readonly string[] {
	return /[\ud800-\udfff]/.test(text) ? [...text] : text;
}

function slice(text: string, from: number, to: number): string {
	const parts = characters(text);
	return typeof parts === 'string' ? parts.slice(from, to) : parts.slice(from, to).join('');
}

function substring(args: readonly Value[], call: Call): string {
	const text = textAt(args, call, 0);
	const length = characters(text).length;
	const start = numberAt(args, 1) ?? 0;
	const from = start < 0 ? Math.max(0, length + start) : start;
	const count = numberAt(args, 2) ?? length;
	return count <= 0 ? '' : slice(text, from, from + count);
}

function split(args: readonly Value[], call: Call): readonly Value[] {
	const text = textAt(args, call, 0);
	const delimiter = textAt(args, call, 1);
	const parts = delimiter === '' ? [text] : text.split(delimiter);
	const index = numberAt(args, 2);
	if (index === undefined) return parts;
	const only = parts[index];
	return only === undefined ? [] : [only];
}

/**
 * indexof(text, lookup, start, length, occurrence). Each further occurrence is sought with the same length from one
 * past the last, which is what the reference's examples show.
 */
function indexOf(args: readonly Value[], call: Call): Value {
	const text = textAt(args, call, 0);
	const lookup = textAt(args, call, 1);
	const start = numberAt(args, 2) ?? 0;
	const length = numberAt(args, 3) ?? -1;
	const occurrence = numberAt(args, 4) ?? 1;
	if (length < -1 || occurrence < 1) return null;
	let from = start < 0 ? Math.max(0, text.length + start) : start;
	for (let left = occurrence; ; left--) {
		const end = length < 0 ? text.length : Math.min(text.length, from + length);
		const found = text.slice(0, end).indexOf(lookup, from);
		if (found < 0 || left === 1) return long(found);
		from = found + 1;
	}
}

function overlaps(text: string, search: string): number {
	let count = 0;
	for (let at = text.indexOf(search); at >= 0 && search !== ''; at = text.indexOf(search, at + 1)) count++;
	return count;
}

function joined(args: readonly Value[], call: Call): string {
	const [array] = args;
	if (array === undefined || !isArray(array)) return '';
	return array.map((item) => toText(item, 'dynamic')).join(textAt(args, call, 1));
}

const isEmpty = (args: readonly Value[], call: Call): boolean =>
	(args[0] ?? null) === null || textAt(args, call, 0) === '';

export { overlaps };

export const STRINGS: FunctionTable = {
	strcat: (args, call) => args.map((_, index) => textAt(args, call, index)).join(''),
	strcat_delim: (args, call) =>
		args
			.slice(1)
			.map((_, index) => textAt(args, call, index + 1))
			.join(textAt(args, call, 0)),
	strcat_array: joined,
	strlen: (args, call) => long(characters(textAt(args, call, 0)).length),
	string_size: (args, call) => long(Buffer.byteLength(textAt(args, call, 0))),
	substring,
	split,
	indexof: indexOf,
	tolower: (args, call) => textAt(args, call, 0).toLowerCase(),
	toupper: (args, call) => textAt(args, call, 0).toUpperCase(),
	reverse: (args, call) => [...textAt(args, call, 0)].reverse().join(''),
	replace_string: (args, call) => {
		const lookup = textAt(args, call, 1);
		const text = textAt(args, call, 0);
		return lookup === '' ? text : text.split(lookup).join(textAt(args, call, 2));
	},
	isempty: isEmpty,
	isnotempty: (args, call) => !isEmpty(args, call),
	notempty: (args, call) => !isEmpty(args, call),
};
