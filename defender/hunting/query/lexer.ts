/** A piece of KQL text: `query.slice(start, end)`. White space lies between tokens. */
export interface Token {
	readonly kind: /** A name or keyword, also those with other characters in them: `project-away`, `!in~`, `hint.strategy`. */
	| 'identifier'
		| 'string'
		/** A string whose end is missing: it ends before the line break or the unknown escape that broke it. */
		| 'brokenString'
		/** Also timespans (`7d`) and bare GUIDs. */
		| 'number'
		/** `datetime(…)`, `guid(…)`, `long(…)` and their like: raw text up to the closing parenthesis. */
		| 'rawLiteral'
		| 'punctuation'
		/** From `//` through the line break that ends it. */
		| 'comment'
		/** From `#` to the line's end. */
		| 'directive'
		/** One character that is not part of the language. */
		| 'unknown';
	readonly start: number;
	readonly end: number;
}

type Kind = Token['kind'];

/** Keywords that are one token although an identifier's characters end earlier. Source: SyntaxFacts of Kusto.Language 12.4.1. */
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
 * In the order of Kusto's own lexer; the first that matches wins. Strings are scanned apart. The look-ahead around the
 * compound keywords keeps the longest one: `!in~x` holds no `!in`.
 */
const RULES: ReadonlyArray<readonly [Kind, RegExp]> = [
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
 * Cuts KQL text into tokens as Kusto's own lexer does (Kusto.Language 12.4.1), for queries of any shape: never throws.
 * Every character that is not white space belongs to exactly one token, in order.
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

/** Where the match of a sticky pattern at `position` ends; `position` itself when there is none. */
function matchAt(pattern: RegExp, text: string, position: number): number {
	pattern.lastIndex = position;
	const found = pattern.exec(text);
	return position + (found === null ? 0 : found[0].length);
}

function readOther(query: string, start: number): Token {
	for (const [kind, pattern] of RULES) {
		const end = matchAt(pattern, query, start);
		if (end > start) return { kind, start, end };
	}
	return { kind: 'unknown', start, end: start + 1 };
}

/** Scanned in a loop: a pattern over a string of a million characters would exhaust the pattern engine's stack. */
function readString(query: string, start: number): Token | undefined {
	STRING_START.lastIndex = start;
	const found = STRING_START.exec(query);
	if (found === null) return undefined;
	const opening = found[1] ?? '';
	const verbatim = opening.startsWith('@');
	const quote = verbatim ? opening.slice(1) : opening;
	const content = start + found[0].length;
	if (quote.length > 1) {
		const close = query.indexOf(quote, content);
		return close < 0
			? { kind: 'brokenString', start, end: query.length }
			: { kind: 'string', start, end: close + quote.length };
	}
	const close = endOfContent(query, content, quote, verbatim);
	return query.charAt(close) === quote
		? { kind: 'string', start, end: close + 1 }
		: { kind: 'brokenString', start, end: close };
}

/** The position of the closing quote, or of what breaks the string: a line break, an unknown escape, the text's end. */
function endOfContent(query: string, content: number, quote: string, verbatim: boolean): number {
	let position = content;
	while (position < query.length) {
		const character = query.charAt(position);
		if (character === '\r' || character === '\n') return position;
		if (character === quote) {
			if (!verbatim || query.charAt(position + 1) !== quote) return position;
			position += 2;
		} else if (character === '\\' && !verbatim) {
			const after = matchAt(ESCAPE, query, position);
			if (after === position) return position;
			position = after;
		} else {
			position += 1;
		}
	}
	return position;
}
