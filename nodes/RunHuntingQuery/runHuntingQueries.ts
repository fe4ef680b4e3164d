import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { invalidInput } from '../../defender/core/errors';
import { valuesInQuery } from '../../defender/core/sentences/hunting';
import { badChoice } from '../../defender/core/sentences/incidents';
import type { Notify } from '../../defender/core/notices';
import { readParameter, type HuntParameter } from '../../defender/hunting/parameter';
import type { TimeRange } from '../../defender/hunting/timeRange';
import { runHunt } from '../../defender/tasks/runHunt';
import { connect } from '../shared/connect';
import { isFields, readCollection, readLimit } from '../shared/parameters';
import { runItems } from '../shared/runItems';
import { NoticeBoard } from '../shared/showNotices';

const HUNTS_AT_ONCE = 2;

/** From the node's parameters to hunts, one item per row. */
export async function runHuntingQueries(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { api } = await connect(context);
	const board = new NoticeBoard();
	warnOfExpressions(context, board.notify);
	const items = await runItems(context, { bound: HUNTS_AT_ONCE }, async (index) => {
		const hunt = await runHunt(
			api,
			{
				query: String(context.getNodeParameter('query', index, '')),
				parameters: readParameters(context, index),
				timeRange: readTimeRange(context, index),
				limit: readLimit(context, index),
			},
			board.notify,
		);
		return hunt.rows;
	});
	board.show(context);
	return items;
}

function readParameters(context: IExecuteFunctions, index: number): readonly HuntParameter[] {
	const { values } = readCollection(context, 'parameters', index);
	const given: readonly unknown[] = Array.isArray(values) ? values : [];
	return given.filter(isFields).map(({ name, type, value }) => readParameter({ name, type, value }));
}

function readTimeRange(context: IExecuteFunctions, index: number): TimeRange {
	const kind: unknown = context.getNodeParameter('timeRange', index, 'last');
	if (kind === 'apiDefault') return { kind };
	if (kind !== 'last')
		throw invalidInput('timeRange', badChoice('Time Range', String(kind), ['last', 'apiDefault']));
	const units = ['minutes', 'hours', 'days'] as const;
	const given: unknown = context.getNodeParameter('lastUnit', index, 'days');
	const unit = units.find((member) => member === given);
	if (unit === undefined) throw invalidInput('lastUnit', badChoice('Unit', String(given), units));
	return { kind, amount: Number(context.getNodeParameter('lastAmount', index, 1)), unit };
}

/** A value put into the query by an expression becomes code, however it was meant; a whole query by expression is the author's. */
function warnOfExpressions(context: IExecuteFunctions, notify: Notify): void {
	const { query } = context.getNode().parameters;
	const mixed =
		typeof query === 'string' &&
		query.startsWith('=') &&
		!/^=\s*\{\{[^]*\}\}\s*$/.test(query) &&
		query.includes('{{');
	if (mixed) notify({ topic: 'parameters', text: valuesInQuery() });
}
