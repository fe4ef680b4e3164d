import type { HuntTable, SecurityApi } from '../../api/securityApi';
import { DefenderError, invalidInput } from '../../core/errors';
import type { Host } from '../../core/host';
import type { Notify } from '../../core/notices';
import type { Sentence } from '../../core/sentence';
import { limitAppliedAfterwards } from '../../hunting/sentences/queryText';
import {
	cutByError,
	cutByErrorRefused,
	cutByService,
	incompleteRefused,
	inexactNumbers,
	malformedRows,
	malformedRowsRefused,
	notFiniteNumbers,
	rowsCut,
} from '../../hunting/sentences/huntResultText';
import { timeRangeInQuery } from '../../hunting/sentences/timeRangeText';
import { SERVICE_BYTES, SERVICE_ROWS } from '../../hunting/schema/limits';
import { readParameters, type GivenParameter, type ReadMoment } from '../../hunting/values/parameter';
import { bindParameters } from '../../hunting/query/bindParameters';
import { explainRefusal } from '../../hunting/refusal/refusal';
import { limitRows } from '../../hunting/query/rowLimit';
import { typeRows, type Hunt, type Incomplete } from '../../hunting/result/rows';
import { tablesInQuery } from '../../hunting/query/tablesInQuery';
import { askedSpan, type TimeRange } from '../../hunting/range/timeRange';

export interface HuntSettings {
	/** KQL as its author wrote it. */
	readonly query: string;
	/** As the user gave them; checked here. */
	readonly parameters: readonly GivenParameter[];
	readonly timeRange: TimeRange;
	readonly limit: number | 'all';
	/** For dates in parameters and time range that have no offset. */
	readonly readMoment: ReadMoment;
	/** What to do where the service may have cut the result; a cut at `limit` is the user's own. */
	readonly onTruncation: 'hint' | 'fail';
	/** Whether to leave cells as they came instead of typing them by the schema. */
	readonly rawValues: boolean;
}

/**
 * Runs one hunting query with its parameters bound as literals, and says whether its rows are all there are.
 * @throws DefenderError; messages of the service about the query speak of the author's own lines
 */
export async function runHunt(
	api: SecurityApi,
	order: HuntSettings,
	notify: Notify,
	{ now }: Pick<Host, 'now'>,
): Promise<Hunt> {
	const { readMoment } = order;
	const parameters = readParameters(order.parameters, readMoment);
	const bound = bindParameters(order.query, parameters);
	const span = askedSpan(order.timeRange, tablesInQuery(order.query), now(), readMoment);
	if (span.line !== undefined && !api.can.huntTimespan)
		throw invalidInput('timeRange', timeRangeInQuery(span.line));
	[...bound.notices, ...span.notices].forEach(notify);
	const limited = order.limit === 'all' ? undefined : limitRows(bound.text, order.limit);
	if (limited?.asked === 'all' && order.limit !== 'all') {
		notify({ topic: 'rowLimit', text: limitAppliedAfterwards(order.limit, limited.because) });
	}
	const table = await api.runHunt({
		query: limited?.text ?? bound.text,
		timespan: span.timespan,
		rewordMessage: (message) =>
			explainRefusal(message, {
				query: order.query,
				prologueLines: bound.prologueLines,
				parameterNames: parameters.map(({ name }) => name),
			}),
	});
	const complete = completenessOf(table, order.limit);
	if (complete !== true) tellCut(complete.because, table, order, notify);
	return { ...readRows(table, order, notify), complete, calls: 1, windowOpen: span.windowOpen };
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

function tellCut(
	because: Incomplete,
	{ rows, reported, malformed }: HuntTable,
	{ limit, onTruncation }: HuntSettings,
	notify: Notify,
): void {
	const came = rows.length;
	const fails = onTruncation === 'fail';
	const report = (topic: 'rowLimit' | 'malformedRows', hint: string, refusal: Sentence) => {
		if (fails) throw new DefenderError({ kind: 'incomplete' }, refusal);
		notify({ topic, text: hint });
	};
	switch (because) {
		case 'limit':
			notify({ topic: 'rowLimit', text: rowsCut(limit === 'all' ? came : limit) });
			return;
		case 'serviceError':
			report('rowLimit', cutByError(came, reported), cutByErrorRefused(came, reported));
			return;
		case 'malformedRows':
			report('malformedRows', malformedRows(malformed), malformedRowsRefused(came, malformed));
			return;
		default:
			report('rowLimit', cutByService(because, came), incompleteRefused(because, came));
	}
}

function readRows(
	{ columns, rows, numbersAsText }: HuntTable,
	{ limit, rawValues }: HuntSettings,
	notify: Notify,
): Pick<Hunt, 'columns' | 'rows'> {
	if (limit !== 'all' && rows.length > limit) rows.length = limit;
	const { inexact, notFinite } = typeRows(columns, rows, { rawValues, numbersAsText });
	if (inexact.length > 0) notify({ topic: 'numbersAsText', text: inexactNumbers(inexact) });
	if (notFinite.length > 0) notify({ topic: 'notFinite', text: notFiniteNumbers(notFinite) });
	return { columns, rows };
}
