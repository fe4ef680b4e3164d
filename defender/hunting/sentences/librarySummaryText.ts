/** Sentences of the summary of a library hunt. A person may paste them into a comment. */

interface Headline {
	/** `3 alerts` */
	readonly found: string;
	/** `2 devices` */
	readonly spread: string | undefined;
	/** ISO 8601; '' without rows or times. */
	readonly first: string;
	readonly last: string;
}

export function summaryHeadline({ found, spread, first, last }: Headline): string {
	const where = spread === undefined ? '' : ` (${spread})`;
	if (first === '') return `${found}${where}.`;
	return first === last
		? `${found}${where}, at ${first}.`
		: `${found}${where}, first ${first}, last ${last}.`;
}

interface SearchFacts {
	/** `3 devices, 1 user` */
	readonly searched: string;
	/** `2 devices`; '' if nothing is left out. */
	readonly leftOut: string;
	readonly queries: number;
	/** ISO 8601 without fractions; undefined for a hunt without a time range. */
	readonly window: { readonly from: string; readonly to: string } | undefined;
	readonly truncated: boolean;
	readonly windowOpen: boolean;
	readonly omittedTables: readonly string[];
}

/** What was searched and what may be missing, after the headline of a summary. */
export function searchText(facts: SearchFacts): string {
	const { searched, leftOut, queries, window, truncated, windowOpen, omittedTables } = facts;
	const where = searched === '' ? '' : ` ${searched}`;
	const when = window === undefined ? '' : ` from ${window.from} to ${window.to}`;
	const how = queries > 1 ? ` in ${queries} queries` : '';
	return [
		`Searched${where}${when}${how}.`,
		...(truncated ? ['Truncated: there are more rows.'] : []),
		...(leftOut === '' ? [] : [`Not searched: ${leftOut}.`]),
		...(omittedTables.length === 0 ? [] : [`Without ${omittedTables.join(', ')} (not in this tenant).`]),
		...(windowOpen ? ['Later events may still arrive.'] : []),
	].join(' ');
}

export function skippedText(reason: string): string {
	return `Skipped. ${reason}`;
}
