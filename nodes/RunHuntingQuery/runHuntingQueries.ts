import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runHunt, type HuntOrder } from '../../defender/tasks/runHunt';
import { connect } from '../shared/connect';
import { warnOfExpressionsInQuery } from '../shared/expressionsInQuery';
import { isFields, readChoice, readCollection, readLimit } from '../shared/parameters';
import { runItems } from '../shared/runItems';
import { NoticeBoard } from '../shared/showNotices';

const HUNTS_AT_ONCE = 2;

/** From the node's parameters to hunts, one item per row. */
export async function runHuntingQueries(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { api } = await connect(context);
	const board = new NoticeBoard();
	warnOfExpressionsInQuery(context.getNode(), board.notify);
	const items = await runItems(context, { bound: HUNTS_AT_ONCE }, async (index) => {
		const hunt = await runHunt(api, readOrder(context, index), board.notify);
		return hunt.rows;
	});
	board.show(context);
	return items;
}

function readOrder(context: IExecuteFunctions, index: number): HuntOrder {
	return {
		query: String(context.getNodeParameter('query', index, '')),
		parameters: readParameters(context, index),
		timeRange: readTimeRange(context, index),
		limit: readLimit(context, index),
	};
}

function readParameters(context: IExecuteFunctions, index: number): HuntOrder['parameters'] {
	const { values } = readCollection(context, 'parameters', index);
	const given: readonly unknown[] = Array.isArray(values) ? values : [];
	return given.filter(isFields).map(({ name, type, value }) => ({ name, type, value }));
}

function readTimeRange(context: IExecuteFunctions, index: number): HuntOrder['timeRange'] {
	const given: unknown = context.getNodeParameter('timeRange', index, 'last');
	const kind = readChoice('timeRange', 'Time Range', given, ['last', 'apiDefault']);
	if (kind === 'apiDefault') return { kind };
	const unit: unknown = context.getNodeParameter('lastUnit', index, 'days');
	return {
		kind,
		amount: Number(context.getNodeParameter('lastAmount', index, 1)),
		unit: readChoice('lastUnit', 'Unit', unit, ['minutes', 'hours', 'days']),
	};
}
