import { convert } from '../conversion.mts';
import { regexOf, rewrite } from '../regex.mts';
import { numberAt, long, textAt, type FunctionTable, type ScalarFunction } from './function.mts';
import { overlaps } from './strings.mts';

/** Cuts what `pattern` matches from the start and/or the end. */
function trimming(start: boolean, end: boolean): ScalarFunction {
	return (args, call) => {
		const pattern = textAt(args, call, 0);
		let text = textAt(args, call, 1);
		if (start) text = text.replace(regexOf(`^(?:${pattern})`, ''), '');
		return end ? text.replace(regexOf(`(?:${pattern})$`, ''), '') : text;
	};
}

const replaceRegex: ScalarFunction = (args, call) => {
	const template = textAt(args, call, 2);
	let result = '';
	let from = 0;
	const text = textAt(args, call, 0);
	for (const match of text.matchAll(regexOf(textAt(args, call, 1), 'g'))) {
		result += text.slice(from, match.index) + rewrite(template, match);
		from = match.index + match[0].length;
	}
	return result + text.slice(from);
};

export const PATTERNS: FunctionTable = {
	trim: trimming(true, true),
	trim_start: trimming(true, false),
	trim_end: trimming(false, true),
	replace_regex: replaceRegex,
	replace: (args, call) => {
		const [pattern = null, rewritten = null, text = null] = args;
		return replaceRegex([text, pattern, rewritten], { ...call, types: ['string', 'string', 'string'] });
	},
	extract: (args, call) => {
		const match = regexOf(textAt(args, call, 0), '').exec(textAt(args, call, 2));
		return convert(match?.[numberAt(args, 1) ?? 0] ?? null, 'string', call.result);
	},
	countof: (args, call) => {
		const text = textAt(args, call, 0);
		const search = textAt(args, call, 1);
		if (textAt(args, call, 2) !== 'regex') return long(overlaps(text, search));
		return long([...text.matchAll(regexOf(search, 'g'))].length);
	},
};
