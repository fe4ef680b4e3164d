import type { UnconfirmedSyntax } from '../../incidents/odata';

/** The parts of a list request that got status 400. */
export interface RejectedRequest {
	readonly hasOrder: boolean;
	readonly unconfirmed: ReadonlySet<UnconfirmedSyntax>;
	/** The user's own filter. */
	readonly odata: string | undefined;
	/** The whole filter as sent. */
	readonly filter: string | undefined;
}

/** The part to omit from the next request; `nothing` if the user's filter is wrong or no part can be omitted. */
export type OmittedPart = 'order' | UnconfirmedSyntax | 'unconfirmed' | 'nothing';

/**
 * Finds the part of a request that an error message is about. Microsoft documents neither the order nor `or`, `tolower` and
 * comparisons with null, so these can be omitted. The user's own filter cannot: an error in it must be reported after as
 * few requests as possible.
 * @param message Microsoft's message, which often quotes the filter
 */
export function relaxRequest(message: string, request: RejectedRequest): OmittedPart {
	const { hasOrder, unconfirmed, odata, filter } = request;
	const ownWords = [filter, odata].reduce<string>((text, quoted) => without(text, quoted), message);
	if (unconfirmed.has('tolower') && /\btolower\b/i.test(ownWords)) return 'tolower';
	if (hasOrder && /order\s?by|\border|\bsort/i.test(ownWords)) return 'order';
	if (unconfirmed.has('or') && /['"`]or['"`]/i.test(ownWords)) return 'or';
	if (unconfirmed.has('null') && /\bnull\b/i.test(ownWords)) return 'null';
	if (odata !== undefined && without(message, filter ?? '').includes(`'${odata}'`)) return 'nothing';
	if (odata !== undefined && quotesOnlyFrom(odata, ownWords, filter ?? '')) return 'nothing';
	if (unconfirmed.size > 0) return 'unconfirmed';
	const blamesFilter = /filter|propert|syntax|operator|literal|operand|constant/i.test(ownWords);
	if (odata !== undefined && blamesFilter) return 'nothing';
	return hasOrder ? 'order' : 'nothing';
}

function without(text: string, part: string | undefined): string {
	return part === undefined ? text : text.split(part).join('');
}

/** Whether the message quotes a word that appears in the user's filter and nowhere else in the filter sent. */
function quotesOnlyFrom(odata: string, message: string, filter: string): boolean {
	const ours = without(filter, odata);
	const words = message.match(/'[^']+'/g) ?? [];
	return words.map((word) => word.slice(1, -1)).some((word) => odata.includes(word) && !ours.includes(word));
}
