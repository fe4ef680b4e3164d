import type { HuntTable, SecurityApi } from '../../api/securityApi';
import { DefenderError } from '../../core/errors';
import type { Notify } from '../../core/notices';
import type { Sentence } from '../../core/sentence';
import type { BoundParameters } from '../../hunting/query/bindParameters';
import type { HuntQuery } from '../../hunting/query/parseQuery';
import { limitRows } from '../../hunting/query/rowLimit';
import { explainRefusal } from '../../hunting/refusal/explainRefusal';
import { parseJsonCells } from '../../hunting/result/jsonCells';
import { typeRows, type Hunt } from '../../hunting/result/rows';
import { SERVICE_BYTES, SERVICE_ROWS } from '../../hunting/schema/serviceLimits';
import * as say from '../../hunting/sentences/huntResultText';
import { limitAppliedAfterwards } from '../../hunting/sentences/queryText';
import { huntInSlices, type SplitWindow } from './splitHunt';

/** How to return the rows of a hunt. */
export interface ResultSettings {
	readonly limit: number | 'all';
	/** What to do if Microsoft may have truncated the result. Reaching `limit` never fails. */
	readonly onTruncation: 'hint' | 'fail' | 'split';
	/** Maximum number of time slices if `onTruncation` is `split`. */
	readonly splitMax: number;
	/** Whether to keep cells as received instead of converting them by the schema. */
	readonly rawValues: boolean;
	/** Names of string columns whose text is read as JSON. */
	readonly parseJson: readonly string[];
}

/** A bound query, ready to send. */
export interface HuntExecution {
	readonly query: HuntQuery;
	readonly parameterNames: readonly string[];
	readonly bound: Pick<BoundParameters, 'prologue' | 'prologueLines'>;
	/** ISO 8601 for the API's `Timespan`; undefined to send none. */
	readonly timespan: string | undefined;
	readonly windowOpen: boolean;
	/** The period that `onTruncation: 'split'` divides. @default the query limits its time range itself */
	readonly splitWindow?: SplitWindow;
}

/**
 * Sends one bound query and reads its rows.
 * @throws DefenderError; Microsoft's messages about the query refer to the author's own lines
 */
export async function executeHunt(
	api: Pick<SecurityApi, 'runHunt'>,
	{ query, bound, parameterNames, timespan, windowOpen, splitWindow }: HuntExecution,
	settings: ResultSettings,
	notify: Notify,
): Promise<Hunt> {
	const { prologue, prologueLines } = bound;
	const send = async (text: string, span: string | undefined) =>
		await api.runHunt({
			query: prologue + text,
			timespan: span,
			rewordMessage: (message) =>
				explainRefusal(message, { query: query.text, prologueLines, parameterNames }),
		});
	const sendWhole = async () => await send(limitedText(query, settings.limit, notify), timespan);
	const sendSlice = async (span: string) => await send(query.text, span);
	const { limit, splitMax } = settings;
	const result =
		settings.onTruncation === 'split'
			? await huntInSlices({ query, splitWindow, limit, splitMax, sendWhole, sendSlice }, notify)
			: await sendWhole();
	if ('complete' in result)
		return { ...readRows(result.table, settings, notify), complete: result.complete, windowOpen };
	const complete = completenessOf(result, limit);
	if (complete !== true) reportIncomplete(complete.because, result, settings, notify);
	return { ...readRows(result, settings, notify), complete, windowOpen };
}

function limitedText(query: HuntQuery, limit: number | 'all', notify: Notify): string {
	if (limit === 'all') return query.text;
	const limited = limitRows(query, limit);
	if (limited.requested === 'all')
		notify({ topic: 'rowLimit', text: limitAppliedAfterwards(limit, limited.because) });
	return limited.text;
}

/** Why the result of one request is incomplete. */
type WholeReason = 'limit' | 'serviceRows' | 'serviceSize' | 'serviceError' | 'malformedRows';

function completenessOf(
	{ rows, length, reported, malformed }: HuntTable,
	limit: number | 'all',
): true | { readonly because: WholeReason } {
	if (reported !== undefined) return { because: 'serviceError' };
	if (malformed > 0) return { because: 'malformedRows' };
	if (limit !== 'all' && rows.length > limit) return { because: 'limit' };
	if (rows.length >= SERVICE_ROWS) return { because: 'serviceRows' };
	return length >= SERVICE_BYTES ? { because: 'serviceSize' } : true;
}

/** @throws DefenderError `incomplete` if the settings ask for it */
function reportIncomplete(
	because: WholeReason,
	{ rows: { length: rows }, reported, malformed }: HuntTable,
	{ limit, onTruncation }: ResultSettings,
	notify: Notify,
): void {
	const report = (topic: 'rowLimit' | 'malformedRows', hint: string, refusal: Sentence) => {
		if (onTruncation === 'fail') throw new DefenderError({ kind: 'incomplete' }, refusal);
		notify({ topic, text: hint });
	};
	switch (because) {
		case 'limit':
			notify({ topic: 'rowLimit', text: say.limitReached(limit === 'all' ? rows : limit) });
			return;
		case 'serviceError':
			report('rowLimit', say.incompleteByError(rows, reported), say.incompleteByErrorRefused(rows, reported));
			return;
		case 'malformedRows':
			report('malformedRows', say.malformedRows(malformed), say.malformedRowsRefused(rows, malformed));
			return;
		default:
			report('rowLimit', say.truncatedByService(because, rows), say.truncatedByServiceRefused(because, rows));
	}
}

function readRows(
	{ columns, rows, numbersAsText }: Pick<HuntTable, 'columns' | 'rows' | 'numbersAsText'>,
	{ limit, rawValues, parseJson }: ResultSettings,
	notify: Notify,
): Pick<Hunt, 'columns' | 'rows'> {
	if (limit !== 'all' && rows.length > limit) rows.length = limit;
	const json = rawValues ? undefined : parseJsonCells(columns, rows, parseJson);
	if (json !== undefined && json.unparsed > 0)
		notify({ topic: 'notJson', text: say.cellsNotJson(json.unparsed, json.columns) });
	const hasTexts = numbersAsText || json?.hasQuoted === true;
	const { inexact, notFinite } = typeRows(columns, rows, { rawValues, numbersAsText: hasTexts });
	if (inexact.length > 0) notify({ topic: 'numbersAsText', text: say.inexactNumbers(inexact) });
	if (notFinite.length > 0) notify({ topic: 'notFinite', text: say.notFiniteNumbers(notFinite) });
	return { columns, rows };
}
