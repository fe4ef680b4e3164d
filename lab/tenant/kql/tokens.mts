import { dig, invoke, kustoGlobals } from './bridge.mts';

/** One token of a query. */
export interface Token {
	readonly kind: 'string' | 'number' | 'word' | 'mark';
	readonly text: string;
	readonly start: number;
	readonly end: number;
}

const TOKEN = new RegExp(
	[
		String.raw`(?<space>(?:\s|//[^\r\n]*)+)`,
		String.raw`(?<string>[hH]?(?:@"(?:[^"]|"")*"|@'(?:[^']|'')*'|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'))`,
		'(?<fence>[hH]?(?:```[^]*?```|~~~[^]*?~~~))',
		String.raw`(?<number>\d[\w.]*)`,
		String.raw`(?<word>!?[A-Za-z_$]\w*~?)`,
		'(?<mark>[^])',
	].join('|'),
	'uy',
);

/**
 * Splits a query into rough tokens, without whitespace and comments. It exists because Microsoft's lexer needs a tenth
 * of a second for a list of 10,000 hashes; what it does not recognize becomes single marks.
 */
export function scanTokens(query: string): readonly Token[] {
	const tokens: Token[] = [];
	TOKEN.lastIndex = 0;
	for (let start = 0; start < query.length; start = TOKEN.lastIndex) {
		const groups = TOKEN.exec(query)?.groups ?? {};
		const kind = (['string', 'number', 'word', 'mark'] as const).find((name) => groups[name] !== undefined);
		const text = kind && groups[kind];
		if (kind && text) tokens.push({ kind, text, start, end: TOKEN.lastIndex });
		else if (TOKEN.lastIndex === 0) break;
	}
	return tokens;
}

/** The content of a string literal, escapes resolved. */
export function stringContent(literal: string): string {
	const { language } = kustoGlobals();
	return String(invoke(dig(language, 'KustoFacts'), 'GetStringLiteralValue', literal));
}
