import { dig, invoke, isForeign, kustoGlobals, textOf } from '../../tenant/kql/bridge.mts';

/** Where each token of a query is, by Microsoft's own lexer. */
export interface OfficialToken {
	readonly start: number;
	readonly end: number;
}

/** The tokens of a query, without whitespace and comments. */
export function officialTokens(query: string): readonly OfficialToken[] {
	const { language } = kustoGlobals();
	const parsed = invoke(dig(language, 'Parsing', 'TokenParser'), 'ParseTokens', query);
	let position = 0;
	return (Array.isArray(parsed) ? parsed.filter(isForeign) : []).flatMap((token) => {
		const text = textOf(token, 'Text');
		const start = position + textOf(token, 'Trivia').length;
		position = start + text.length;
		return text === '' ? [] : [{ start, end: position }];
	});
}
