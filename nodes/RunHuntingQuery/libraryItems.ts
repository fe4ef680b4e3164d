import type { IExecuteFunctions } from 'n8n-workflow';
import { librarySummary } from '../../defender/hunting/library/librarySummary';
import type { HuntRow } from '../../defender/hunting/result/rows';
import { skippedText } from '../../defender/hunting/sentences/librarySummaryText';
import { MAX_REQUESTS, type OrderedResult } from '../../defender/tasks/hunt/huntIncident';
import type { LibraryResult } from '../../defender/tasks/hunt/runLibraryHunt';
import type { ItemJson, Produced } from '../shared/items/runItems';
import type { ParameterSource } from '../shared/parameters/parameterSource';
import { huntItems, readOnEmpty } from './huntItems';
import type { LibraryOutput } from './readLibrarySettings';

/** Rows of a summary item. The other outputs return all. */
const SUMMARY_ROWS = 20;
/** Values of each field that an item lists. */
const LISTED_VALUES = 200;

/** Converts the result of one hunt to output items. A hunt that did not run becomes one item that says why. */
export async function libraryItems(
	helpers: Pick<IExecuteFunctions['helpers'], 'prepareBinaryData'>,
	parameters: ParameterSource,
	result: LibraryResult,
	output: LibraryOutput,
): Promise<Produced> {
	if (result.kind === 'skipped' || output === 'summary') return [summaryItem(result)];
	return await huntItems(helpers, parameters, result.result, {
		form: output,
		onEmpty: readOnEmpty(parameters),
	});
}

/** One summary item per hunt, in the order of the run. */
export function everythingItems(results: readonly OrderedResult[]): readonly ItemJson[] {
	return results.map(({ result, order, requestsUsed }) => ({
		...summaryItem(result),
		order,
		budget: { requests: MAX_REQUESTS, used: requestsUsed },
	}));
}

function summaryItem(result: LibraryResult): ItemJson {
	const { id: hunt, question, attack } = result.hunt;
	if (result.kind === 'skipped') {
		return {
			hunt,
			question,
			attack,
			searchedFor: {},
			leftOut: {},
			window: null,
			rowCount: null,
			truncated: false,
			windowOpen: false,
			skipped: true,
			reason: result.reason,
			summary: skippedText(result.reason),
			rows: [],
		};
	}
	const { complete, rows, windowOpen } = result.result;
	const truncated = complete !== true;
	return {
		hunt,
		question,
		attack,
		searchedFor: Object.fromEntries(
			Array.from(result.searched)
				.filter(([, values]) => values.length > 0)
				.map(([field, values]) => [field, { count: values.length, values: values.slice(0, LISTED_VALUES) }]),
		),
		leftOut: Object.fromEntries(result.leftOut),
		window: result.hunt.window === 'none' ? null : { ...result.window },
		rowCount: rows.length,
		truncated,
		windowOpen,
		skipped: false,
		reason: result.omitted.length === 0 ? null : `Without ${result.omitted.join(', ')}`,
		summary: librarySummary(result.hunt, rows, { ...result, truncated, windowOpen }),
		rows: firstRows(rows),
	};
}

function firstRows(rows: readonly HuntRow[]): readonly HuntRow[] {
	return rows.slice(0, SUMMARY_ROWS);
}
