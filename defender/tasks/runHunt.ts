import type { SecurityApi } from '../api/securityApi';
import type { Host } from '../core/host';
import type { Notify } from '../core/notices';
import { limitKeptHere } from '../core/sentences/hunting';
import * as say from '../core/sentences/notices';
import { SERVICE_ROWS } from '../hunting/limits';
import { readParameter, type GivenParameter, type ReadMoment } from '../hunting/parameter';
import { inAuthorsLines } from '../hunting/positions';
import { bindParameters } from '../hunting/prologue';
import { limitRows } from '../hunting/rowLimit';
import { typeRows, type Hunt } from '../hunting/rows';
import { tablesInQuery } from '../hunting/tablesInQuery';
import { askedSpan, type TimeRange } from '../hunting/timeRange';

export interface HuntOrder {
	/** KQL as its author wrote it. */
	readonly query: string;
	/** As the user gave them; checked here. */
	readonly parameters: readonly GivenParameter[];
	readonly timeRange: TimeRange;
	readonly limit: number | 'all';
	/** For dates in parameters and time range that have no offset. */
	readonly readMoment: ReadMoment;
}

/**
 * Runs one hunting query with its parameters bound as literals, and says whether its rows are all there are.
 * @throws DefenderError; messages of the service about the query speak of the author's own lines
 */
export async function runHunt(
	api: SecurityApi,
	order: HuntOrder,
	notify: Notify,
	{ now }: Pick<Host, 'now'>,
): Promise<Hunt> {
	const { readMoment } = order;
	const parameters = order.parameters.map((given) => readParameter(given, readMoment));
	const bound = bindParameters(order.query, parameters);
	const span = askedSpan(order.timeRange, tablesInQuery(order.query), now(), readMoment);
	[...bound.notices, ...span.notices].forEach(notify);
	const limited = order.limit === 'all' ? undefined : limitRows(bound.text, order.limit);
	if (limited?.asked === 'all' && order.limit !== 'all') {
		notify({ topic: 'rowLimit', text: limitKeptHere(order.limit, limited.because) });
	}
	const { columns, rows } = await api.runHunt({
		query: limited?.text ?? bound.text,
		timespan: span.timespan,
		inAuthorsWords: (message) => inAuthorsLines(message, order.query, bound.prologueLines),
	});
	const complete = completenessOf(rows.length, order.limit);
	if (order.limit !== 'all' && rows.length > order.limit) rows.length = order.limit;
	typeRows(columns, rows);
	if (complete !== true) {
		const text = complete.because === 'limit' ? say.rowsCut(rows.length) : say.serviceRows(rows.length);
		notify({ topic: 'rowLimit', text });
	}
	return { columns, rows, complete, calls: 1, windowOpen: span.windowOpen };
}

function completenessOf(count: number, limit: number | 'all'): Hunt['complete'] {
	if (limit !== 'all' && count > limit) return { because: 'limit' };
	return count >= SERVICE_ROWS ? { because: 'serviceRows' } : true;
}
