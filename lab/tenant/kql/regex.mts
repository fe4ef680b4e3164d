import { QueryRefused } from './refusals.mts';

const compiled = new Map<string, RegExp>();

/**
 * KQL writes RE2 patterns; JavaScript reads nearly all of them. Leading flags `(?i)`, `(?s)`, `(?m)`, `(?U)` and named
 * groups `(?P<n>…)` are translated; a pattern JavaScript cannot read is refused.
 */
export function regexOf(pattern: string, flags: string): RegExp {
	const key = `${flags}/${pattern}`;
	let regex = compiled.get(key);
	if (!regex) {
		regex = translate(pattern, flags);
		if (compiled.size > 500) compiled.clear();
		compiled.set(key, regex);
	}
	regex.lastIndex = 0;
	return regex;
}

function translate(pattern: string, flags: string): RegExp {
	const leading = /^\(\?([ims]+)\)/u.exec(pattern);
	const body = pattern.slice(leading?.[0].length ?? 0).replaceAll('(?P<', '(?<');
	const unicode = /\\[pP]\{|[\u{10000}-\u{10ffff}]/u.test(body) ? 'u' : '';
	try {
		return new RegExp(body, flags + (leading?.[1] ?? '') + unicode);
	} catch {
		throw new QueryRefused(
			`The regular expression '${pattern}' is not valid. Fix semantic errors in your query.`,
		);
	}
}

/** A KQL rewrite pattern (`\1`, `\0` for the whole match) applied to one match. */
export function rewrite(template: string, match: readonly (string | undefined)[]): string {
	return template.replace(/\\(\d|\\)/gu, (whole, mark: string) =>
		mark === '\\' ? '\\' : (match[Number(mark)] ?? (Number(mark) < match.length ? '' : whole)),
	);
}
