import type { HuntRow } from '../result/rows';
import { countsOf } from '../sentences/libraryText';
import { searchText } from '../sentences/librarySummaryText';
import type { HuntBatches } from './huntBatches';
import type { HuntWindow } from './huntParameters';
import type { LibraryHunt } from './libraryHunt';
import { plainLine } from './rowsSummary';

/** What a run of a hunt searched and what may be missing. */
export interface RunFacts extends Pick<HuntBatches, 'batches' | 'searched' | 'leftOut'> {
	readonly window: HuntWindow;
	readonly truncated: boolean;
	readonly windowOpen: boolean;
	/** Tables that the tenant does not have. */
	readonly omitted: readonly string[];
}

/** Leaves room for five rows within `SUMMARY_CHARACTERS`. */
const HEAD_CHARACTERS = 420;

/**
 * Returns two to six lines that a person can paste into a comment: what was found and searched, then rows, or what zero rows
 * mean.
 */
export function librarySummary(hunt: LibraryHunt, rows: readonly HuntRow[], facts: RunFacts): string {
	const [headline = '', ...lines] = hunt.summary(rows).split('\n');
	const head = plainLine(`${headline} ${searchText(searchFacts(hunt, facts))}`, HEAD_CHARACTERS);
	const rest = rows.length === 0 ? [plainLine(hunt.verify, HEAD_CHARACTERS)] : lines;
	return [head, ...rest].join('\n');
}

function searchFacts(hunt: LibraryHunt, facts: RunFacts): Parameters<typeof searchText>[0] {
	const counts = Array.from(facts.searched, ([field, values]) => [field, values.length] as const);
	const { from, to } = facts.window;
	return {
		searched: countsOf(counts.filter(([, amount]) => amount > 0)),
		leftOut: countsOf(facts.leftOut),
		queries: facts.batches.length,
		window: hunt.window === 'none' ? undefined : { from: withoutFraction(from), to: withoutFraction(to) },
		truncated: facts.truncated,
		windowOpen: facts.windowOpen,
		omittedTables: facts.omitted,
	};
}

function withoutFraction(instant: string): string {
	return instant.replace(/\.\d+Z$/, 'Z');
}
