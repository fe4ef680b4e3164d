/**
 * The kinds of KQL tokens.
 * - `identifier`: a name or keyword, including keywords with other characters: `project-away`, `!in~`, `hint.strategy`
 * - `brokenString`: a string without its end; it stops before the line break or unknown escape that breaks it
 * - `number`: also a timespan (`7d`) or a bare GUID
 * - `rawLiteral`: `datetime(…)`, `guid(…)`, `long(…)` and similar: raw text up to the closing parenthesis
 * - `comment`: from `//` to its line break, inclusive
 * - `directive`: from `#` to the end of the line
 * - `unknown`: one character that is not part of KQL
 */
export type TokenKind =
	| 'identifier'
	| 'string'
	| 'brokenString'
	| 'number'
	| 'rawLiteral'
	| 'punctuation'
	| 'comment'
	| 'directive'
	| 'unknown';

/** A token of KQL: `query.slice(start, end)`. Between tokens there is only whitespace. */
export interface Token {
	readonly kind: TokenKind;
	readonly start: number;
	readonly end: number;
}

/** Keywords that contain characters outside identifiers. Source: `SyntaxFacts` of the npm package Kusto.Language 12.4.1. */
const COMPOUND_KEYWORDS = [
	'assert-schema|commands-and-queries|granny-asc|granny-desc|macro-expand|make-graph|make-series|matches regex',
	'graph-(?:match|shortest-paths|to-table|mark-components|where-nodes|where-edges)',
	'hint\\.(?:concurrency|distribution|materialized|num_partitions|shufflekey|spread|remote|strategy|progressive_top)',
	'materialized-views|materialized-view-combine|mv-apply|mv-expand|parse-where|parse-kv|partitioned-by|in~',
	'project-(?:away|by-names|keep|rename|reorder|smart)|sample-distinct|set-or-append|set-or-replace|top-hitters|top-nested',
	'!(?:between|in~?|(?:contains|endswith|hasprefix|hassuffix|has|startswith)(?:_cs)?)',
].join('|');

const TIMESPAN_UNITS =
	'minutes?|min|m|seconds?|sec|s|days?|d|hours?|hrs?|h|ms|milli(?:s|sec|seconds?)?|micro(?:s|sec|seconds?)?|nano(?:s|sec|seconds?)?|ticks?';

const GUID = '[\\da-fA-F]{8}(?:-[\\da-fA-F]{4}){3}-[\\da-fA-F]{12}';

/**
 * Patterns in the order of Kusto's own lexer; the first match wins. {@link readString} reads strings. The lookahead around the
 * compound keywords keeps the longest one: `!in~x` does not contain `!in`.
 */
const RULES: ReadonlyArray<readonly [TokenKind, RegExp]> = [
	['comment', /\/\/[^\r\n\u2028\u2029]*(?:\r\n|[\r\n\u2028\u2029])?/y],
	['directive', /#[^\r\n\u2028\u2029]*/y],
	[
		'rawLiteral',
		/(?:int(?:32|64)?|long|real|double|decimal|bool|datetime|date|timespan|time|guid)\([^)\r\n\u2028\u2029]*\)?/y,
	],
	['identifier', new RegExp(`(?=(${COMPOUND_KEYWORDS}))\\1(?![A-Za-z0-9_])`, 'y')],
	['number', new RegExp(GUID, 'y')],
	['identifier', /[A-Za-z_$][A-Za-z0-9_]*/y],
	['number', /\d+(?:\.(?!\.(?!\.))\d*(?:[eE][+-]?\d+)?|[eE][+-]?\d+)(?![A-Za-z0-9_])/y],
	['number', new RegExp(`\\d+(?:\\.\\d+)?(?:${TIMESPAN_UNITS})(?![A-Za-z0-9_])`, 'y')],
	['number', /(?:0[xX][\da-fA-F]+|\d+)(?![A-Za-z0-9_])/y],
	['identifier', /\d+[A-Za-z_][A-Za-z0-9_]*/y],
	['punctuation', /\.\.|<[=|>]?|>=?|=[=>~]?|![=~]|[()[\]{}|.+\-*/%:;,@?]/y],
];

const WHITE_SPACE = /[\t\n\f\r \u00a0\u1680\u180e\u2000-\u200b\u202f\u205f\u3000\ufeff]*/y;
const ESCAPE = /\\(?:[\\'"abfnrtv]|u[\da-fA-F]{4}|U[\da-fA-F]{8}|x[\da-fA-F]{2}|[0-3][0-7]{2}|[0-7]{1,2})/y;
const STRING_START = /[hH]?(@?["']|@?```|@?~~~)/y;

/**
 * Splits KQL text into tokens like Kusto's own lexer (Kusto.Language 12.4.1). Accepts any text and never throws. Every
 * character that is not whitespace belongs to exactly one token, in order.
 */
export function tokenize(query: string): readonly Token[] {
	const tokens: Token[] = [];
	let position = matchAt(WHITE_SPACE, query, 0);
	while (position < query.length) {
		const token = readString(query, position) ?? readOther(query, position);
		tokens.push(token);
		position = matchAt(WHITE_SPACE, query, token.end);
	}
	return tokens;
}

/** @returns the end of the sticky pattern's match at `position`, or `position` without a match */
function matchAt(pattern: RegExp, text: string, position: number): number {
	pattern.lastIndex = position;
	const match = pattern.exec(text);
	return position + (match === null ? 0 : match[0].length);
}

function readOther(query: string, start: number): Token {
	for (const [kind, pattern] of RULES) {
		const end = matchAt(pattern, query, start);
		if (end > start) return { kind, start, end };
	}
	return { kind: 'unknown', start, end: start + 1 };
}

/** Uses a loop, because a pattern over a string of a million characters exhausts the stack of the regular expression engine. */
function readString(query: string, start: number): Token | undefined {
	STRING_START.lastIndex = start;
	const match = STRING_START.exec(query);
	if (match === null) return undefined;
	const opening = match[1] ?? '';
	const isVerbatim = opening.startsWith('@');
	const quote = isVerbatim ? opening.slice(1) : opening;
	const content = start + match[0].length;
	if (quote.length > 1) {
		const close = query.indexOf(quote, content);
		return close < 0
			? { kind: 'brokenString', start, end: query.length }
			: { kind: 'string', start, end: close + quote.length };
	}
	const close = endOfContent(query, content, quote, isVerbatim);
	return query.charAt(close) === quote
		? { kind: 'string', start, end: close + 1 }
		: { kind: 'brokenString', start, end: close };
}

/** @returns the position of the closing quote, or of the line break, unknown escape or end of text that breaks the string */
function endOfContent(query: string, content: number, quote: string, isVerbatim: boolean): number {
	let position = content;
	while (position < query.length) {
		const character = query.charAt(position);
		if (character === '\r' || character === '\n') return position;
		if (character === quote) {
			if (!isVerbatim || query.charAt(position + 1) !== quote) return position;
			position += 2;
		} else if (character === '\\' && !isVerbatim) {
			const after = matchAt(ESCAPE, query, position);
			if (after === position) return position;
			position = after;
		} else {
			position += 1;
		}
	}
	return position;
}
