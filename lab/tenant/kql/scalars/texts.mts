import { regexOf } from '../regex.mts';
import { isArray, type Value } from '../types.mts';
import { long, numberAt, textAt, type Call, type FunctionTable, type ScalarFunction } from './function.mts';

/** extract_all(pattern[, groups], text): per match its groups, or the one group's text. */
function extractAll(args: readonly Value[], call: Call): Value {
	const [, groupsArgument = null] = args;
	const chosen = args.length > 2 && isArray(groupsArgument) ? groupsArgument : undefined;
	const text = textAt(args, call, args.length - 1);
	const matches = [...text.matchAll(regexOf(textAt(args, call, 0), 'g'))].map((match) => {
		const groups = chosen
			? chosen.map(
					(group) => (typeof group === 'string' ? match.groups?.[group] : match[Number(group)]) ?? '',
				)
			: match.slice(1).map((group) => group ?? '');
		if (groups.length === 0) return match[0];
		return groups.length === 1 ? (groups[0] ?? '') : groups;
	});
	return matches.length === 0 ? null : matches;
}

function translate(args: readonly Value[], call: Call): Value {
	const from = [...textAt(args, call, 0)];
	const to = [...textAt(args, call, 1)];
	return [...textAt(args, call, 2)]
		.map((character) => {
			const index = from.indexOf(character);
			return index < 0 ? character : (to[Math.min(index, to.length - 1)] ?? '');
		})
		.join('');
}

/** make_string and its kin: characters from code points and lists of them. */
function makeString(args: readonly Value[]): Value {
	const codes = args.flatMap((value) => (isArray(value) ? value : [value]));
	return codes
		.map((code) =>
			typeof code === 'bigint' && code >= 0n && code <= 0x10ffffn ? String.fromCodePoint(Number(code)) : '',
		)
		.join('');
}

const codePoints: ScalarFunction = (args, call) =>
	[...textAt(args, call, 0)].map((character) => long(character.codePointAt(0) ?? 0));

function replaceStrings(args: readonly Value[], call: Call): Value {
	const [, lookups = null, rewrites = null] = args;
	if (!isArray(lookups)) return textAt(args, call, 0);
	return lookups.reduce<string>(
		(text, lookup, index) => {
			const rewrite = isArray(rewrites) ? rewrites[index] : rewrites;
			return typeof lookup === 'string' && lookup !== ''
				? text.split(lookup).join(typeof rewrite === 'string' ? rewrite : '')
				: text;
		},
		textAt(args, call, 0),
	);
}

export const TEXTS: FunctionTable = {
	extract_all: extractAll,
	extractall: extractAll,
	translate,
	make_string: makeString,
	unicode_codepoints_to_string: makeString,
	unicode_codepoints_from_string: codePoints,
	to_utf8: codePoints,
	replace_strings: replaceStrings,
	strrep: (args, call) => {
		const count = Math.min(1_024, Math.max(0, numberAt(args, 1) ?? 0));
		return Array.from({ length: count }, () => textAt(args, call, 0)).join(textAt(args, call, 2));
	},
	strcmp: (args, call) => {
		const [left, right] = [textAt(args, call, 0), textAt(args, call, 1)];
		return left < right ? -1n : left > right ? 1n : 0n;
	},
	isascii: (args, call) => /^[\0-\x7f]*$/u.test(textAt(args, call, 0)),
	isutf8: (args, call) => !/[\ud800-\udfff]/u.test(textAt(args, call, 0)),
	regex_quote: (args, call) => textAt(args, call, 0).replace(/[\\^$.|?*+()[\]{}]/gu, '\\$&'),
	indexof_regex: (args, call) => {
		const match = regexOf(textAt(args, call, 1), '').exec(textAt(args, call, 0));
		return long(match?.index ?? -1);
	},
	url_encode_component: (args, call) => encodeURIComponent(textAt(args, call, 0)),
};
