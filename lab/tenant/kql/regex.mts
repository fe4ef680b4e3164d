import { QueryRefused } from './refusals.mts';
import { translateRe2, InvalidRe2 } from './re2.mts';

const compiled = new Map<string, RegExp>();

/** The regular expression of a KQL pattern, which is written in RE2's syntax. Refuses what RE2 does not accept. */
export function regexOf(pattern: string, flags: string): RegExp {
	const key = `${flags}/${pattern}`;
	let regex = compiled.get(key);
	if (!regex) {
		regex = compileRe2(pattern, flags);
		if (compiled.size > 500) compiled.clear();
		compiled.set(key, regex);
	}
	regex.lastIndex = 0;
	return regex;
}

function compileRe2(pattern: string, flags: string): RegExp {
	try {
		return new RegExp(translateRe2(pattern), `${flags}u`);
	} catch (error) {
		if (!(error instanceof InvalidRe2 || error instanceof SyntaxError)) throw error;
		throw new QueryRefused(
			`The regular expression '${pattern}' is not valid: ${error.message}. Fix semantic errors in your query.`,
		);
	}
}

/** A KQL rewrite pattern (`\1`, `\0` for the whole match) applied to one match. */
export function rewrite(template: string, match: readonly (string | undefined)[]): string {
	return template.replace(/\\(\d|\\)/gu, (whole, mark: string) =>
		mark === '\\' ? '\\' : (match[Number(mark)] ?? (Number(mark) < match.length ? '' : whole)),
	);
}
