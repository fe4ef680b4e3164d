import type { UnconfirmedSyntax } from '../../incidents/odata';

/** What a refused list request held. */
export interface Asked {
	readonly order: boolean;
	readonly doubts: ReadonlySet<UnconfirmedSyntax>;
	/** The user's own filter in it. */
	readonly raw: string | undefined;
	/** The whole filter as sent. */
	readonly filter: string | undefined;
}

/** What to leave out of the next request; `nothing` when the request itself is wrong. */
export type RelaxedRequest = 'order' | UnconfirmedSyntax | 'doubts' | 'nothing';

/**
 * Which part of a request a 400 speaks of. The order, `or`, `tolower` and comparisons with null are documented nowhere, so they
 * are given up; the user's own filter is not, and a fault in it must be told after as few calls as possible.
 * @param message Microsoft's message, which often quotes the filter
 */
export function relaxRequest(message: string, asked: Asked): RelaxedRequest {
	const said = [asked.filter, asked.raw].reduce<string>(
		(text, quoted) => (quoted === undefined ? text : text.split(quoted).join('')),
		message,
	);
	if (asked.doubts.has('tolower') && /\btolower\b/i.test(said)) return 'tolower';
	if (asked.order && /order\s?by|\border|\bsort/i.test(said)) return 'order';
	if (asked.doubts.has('or') && /['"`]or['"`]/i.test(said)) return 'or';
	if (asked.doubts.has('null') && /\bnull\b/i.test(said)) return 'null';
	if (
		asked.raw !== undefined &&
		message
			.split(asked.filter ?? '')
			.join('')
			.includes(`'${asked.raw}'`)
	)
		return 'nothing';
	if (asked.raw !== undefined && speaksOf(said, asked.raw, asked.filter ?? '')) return 'nothing';
	if (asked.doubts.size > 0) return 'doubts';
	const blamesFilter = /filter|propert|syntax|operator|literal|operand|constant/i.test(said);
	if (asked.raw !== undefined && blamesFilter) return 'nothing';
	return asked.order ? 'order' : 'nothing';
}

/** Whether the message puts a word in quotes that stands in the user's own filter and nowhere else in it. */
function speaksOf(message: string, raw: string, filter: string): boolean {
	const ours = filter.split(raw).join('');
	const words = message.match(/'[^']+'/g) ?? [];
	return words.map((word) => word.slice(1, -1)).some((word) => raw.includes(word) && !ours.includes(word));
}
