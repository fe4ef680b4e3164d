import { asDefenderError, DefenderError } from '../../core/errors';
import type { Notify } from '../../core/notices';
import { bindParameters } from '../../hunting/query/bindParameters';
import { parseQuery } from '../../hunting/query/parseQuery';
import type { HuntBatches } from '../../hunting/library/huntBatches';
import { huntParameters, type HuntWindow } from '../../hunting/library/huntParameters';
import type { HuntValues } from '../../hunting/library/huntValues';
import type { LibraryHunt } from '../../hunting/library/libraryHunt';
import { candidateTables, type TenantTables } from '../../hunting/library/tenantTables';
import { missingTable } from '../../hunting/refusal/missingTable';
import type { Hunt, HuntRow } from '../../hunting/result/rows';
import { rowJson } from '../../hunting/result/cellJson';
import * as say from '../../hunting/sentences/libraryText';
import { executeHunt, type ResultSettings } from './executeHunt';
import type { HuntSource } from './requestBudget';

/** What one run of a library hunt searches. */
export interface LibrarySearch extends HuntBatches {
	readonly hunt: LibraryHunt;
	readonly window: HuntWindow;
	readonly windowOpen: boolean;
}

/** The result of a library hunt, or the reason why it did not run. A hunt that did not run has no rows, not zero. */
export type LibraryResult =
	| (LibrarySearch & {
			readonly kind: 'done';
			readonly result: Hunt;
			/** Tables that the tenant does not have. */
			readonly omitted: readonly string[];
	  })
	| { readonly kind: 'skipped'; readonly hunt: LibraryHunt; readonly reason: string };

/**
 * Runs one hunt, in several queries if it has several batches. If the tenant does not have a table, the hunt runs with its
 * replacement or without it, or is skipped.
 * @throws DefenderError
 */
export async function runLibraryHunt(
	api: HuntSource,
	search: LibrarySearch,
	settings: ResultSettings,
	{ tables, notify }: { readonly tables: TenantTables; readonly notify: Notify },
): Promise<LibraryResult> {
	const { hunt } = search;
	const parts: Hunt[] = [];
	let omitted: readonly string[] = [];
	for (const values of search.batches) {
		const part = await runBatch(api, search, values, settings, { tables, notify });
		if ('reason' in part) return { kind: 'skipped', hunt, reason: part.reason };
		parts.push(part.result);
		({ omitted } = part);
	}
	if (omitted.length > 0) notify({ topic: 'tablesOmitted', text: say.tablesOmitted(omitted) });
	return { ...search, kind: 'done', result: mergeParts(parts, settings.limit), omitted };
}

type BatchResult =
	| { readonly result: Hunt; readonly omitted: readonly string[] }
	| { readonly reason: string };

async function runBatch(
	api: HuntSource,
	{ hunt, window, windowOpen }: LibrarySearch,
	values: HuntValues,
	settings: ResultSettings,
	{ tables, notify }: { readonly tables: TenantTables; readonly notify: Notify },
): Promise<BatchResult> {
	const parameters = huntParameters(hunt, values, window);
	const parameterNames = parameters.map(({ name }) => name);
	for (;;) {
		const adapted = tables.adapt(hunt);
		if (adapted.kind === 'unavailable')
			return { reason: say.tableUnavailable(adapted.table, adapted.product) };
		const query = parseQuery(adapted.kql);
		const bound = bindParameters(query, parameters);
		const execution = { query, parameterNames, bound, timespan: undefined, windowOpen };
		try {
			return { result: await executeHunt(api, execution, settings, notify), omitted: adapted.omitted };
		} catch (failure) {
			const table = missingTableOf(hunt, failure);
			// A table that is reported again would cause the same query again.
			if (table === undefined || !tables.recordMissing(table)) throw asDefenderError(failure);
		}
	}
}

function missingTableOf(hunt: LibraryHunt, failure: unknown): string | undefined {
	if (!(failure instanceof DefenderError) || failure.reason.kind !== 'rejected') return undefined;
	return missingTable(failure.trace?.message ?? '', candidateTables(hunt));
}

/** Joins the rows of several queries. A row that an earlier query returned is dropped; rows of one query never are. */
function mergeParts(parts: readonly Hunt[], limit: number | 'all'): Hunt {
	const [first, ...more] = parts;
	if (first === undefined) throw new RangeError('A hunt has at least one query.');
	if (more.length === 0) return first;
	const seen = new Set<string>();
	const rows: HuntRow[] = [];
	for (const part of parts) {
		const keys = part.rows.map(rowJson);
		part.rows.forEach((row, index) => {
			if (!seen.has(keys[index] ?? '')) rows.push(row);
		});
		keys.forEach((key) => seen.add(key));
	}
	const isCut = limit !== 'all' && rows.length > limit;
	if (isCut) rows.length = limit;
	const incomplete = parts.find(({ complete }) => complete !== true)?.complete ?? true;
	return {
		columns: first.columns,
		rows,
		complete: incomplete === true && isCut ? { because: 'limit' } : incomplete,
		windowOpen: parts.some(({ windowOpen }) => windowOpen),
	};
}
