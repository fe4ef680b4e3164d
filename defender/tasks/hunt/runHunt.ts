import type { HuntTable, SecurityApi } from '../../api/securityApi';
import { DefenderError, invalidInput } from '../../core/errors';
import type { Host } from '../../core/host';
import type { Notify } from '../../core/notices';
import type { Sentence } from '../../core/sentence';
import { bindParameters } from '../../hunting/query/bindParameters';
import { parseQuery, type HuntQuery } from '../../hunting/query/parseQuery';
import { limitRows } from '../../hunting/query/rowLimit';
import { tablesInQuery } from '../../hunting/query/tablesInQuery';
import { resolveTimeRange, type TimeRange } from '../../hunting/range/timeRange';
import { explainRefusal } from '../../hunting/refusal/explainRefusal';
import { typeRows, type Hunt, type IncompleteReason } from '../../hunting/result/rows';
import { SERVICE_BYTES, SERVICE_ROWS } from '../../hunting/schema/serviceLimits';
import * as say from '../../hunting/sentences/huntResultText';
import { limitAppliedAfterwards } from '../../hunting/sentences/queryText';
import { timeRangeUnsupported } from '../../hunting/sentences/timeRangeText';
import { readParameters, type RawParameter, type ReadInstant } from '../../hunting/values/parameter';
import { timeRangeNotices } from './timeRangeNotices';

export interface HuntSettings {
	/** KQL as its author wrote it. */
	readonly query: string;
	/** As n8n returns them; `runHunt` validates them. */
	readonly parameters: readonly RawParameter[];
	readonly timeRange: TimeRange;
	readonly limit: number | 'all';
	/** Reads dates in parameters and in the time range that have no offset. */
	readonly readInstant: ReadInstant;
	/** What to do if Microsoft may have truncated the result. Reaching `limit` never fails. */
	readonly onTruncation: 'hint' | 'fail';
	/** Whether to keep cells as received instead of converting them by the schema. */
	readonly rawValues: boolean;
}

/**
 * Runs one hunting query with its parameters bound as literals, and reports whether rows may be missing.
 * @throws DefenderError; Microsoft's messages about the query refer to the author's own lines
 */
export async function runHunt(
	api: SecurityApi,
	settings: HuntSettings,
	notify: Notify,
	{ now }: Pick<Host, 'now'>,
): Promise<Hunt> {
	const { readInstant } = settings;
	const parameters = readParameters(settings.parameters, readInstant);
	const query = parseQuery(settings.query);
	const { prologue, prologueLines, notices } = bindParameters(query, parameters);
	const time = now();
	const range = resolveTimeRange(settings.timeRange, time, readInstant);
	if (range.kqlFilter !== undefined && !api.can.huntTimespan)
		throw invalidInput('timeRange', timeRangeUnsupported(range.kqlFilter));
	[...notices, ...timeRangeNotices(range, tablesInQuery(query), time)].forEach(notify);
	const table = await api.runHunt({
		query: prologue + limitedText(query, settings.limit, notify),
		timespan: range.timespan,
		rewordMessage: (message) =>
			explainRefusal(message, {
				query: query.text,
				prologueLines,
				parameterNames: parameters.map(({ name }) => name),
			}),
	});
	const complete = completenessOf(table, settings.limit);
	if (complete !== true) reportIncomplete(complete.because, table, settings, notify);
	return { ...readRows(table, settings, notify), complete, windowOpen: range.windowOpen };
}

function limitedText(query: HuntQuery, limit: number | 'all', notify: Notify): string {
	if (limit === 'all') return query.text;
	const limited = limitRows(query, limit);
	if (limited.requested === 'all')
		notify({ topic: 'rowLimit', text: limitAppliedAfterwards(limit, limited.because) });
	return limited.text;
}

function completenessOf(
	{ rows, length, reported, malformed }: HuntTable,
	limit: number | 'all',
): Hunt['complete'] {
	if (reported !== undefined) return { because: 'serviceError' };
	if (malformed > 0) return { because: 'malformedRows' };
	if (limit !== 'all' && rows.length > limit) return { because: 'limit' };
	if (rows.length >= SERVICE_ROWS) return { because: 'serviceRows' };
	return length >= SERVICE_BYTES ? { because: 'serviceSize' } : true;
}

/** @throws DefenderError `incomplete` if the settings ask for it */
function reportIncomplete(
	because: IncompleteReason,
	{ rows: { length: rows }, reported, malformed }: HuntTable,
	{ limit, onTruncation }: HuntSettings,
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
	{ columns, rows, numbersAsText }: HuntTable,
	{ limit, rawValues }: HuntSettings,
	notify: Notify,
): Pick<Hunt, 'columns' | 'rows'> {
	if (limit !== 'all' && rows.length > limit) rows.length = limit;
	const { inexact, notFinite } = typeRows(columns, rows, { rawValues, numbersAsText });
	if (inexact.length > 0) notify({ topic: 'numbersAsText', text: say.inexactNumbers(inexact) });
	if (notFinite.length > 0) notify({ topic: 'notFinite', text: say.notFiniteNumbers(notFinite) });
	return { columns, rows };
}
