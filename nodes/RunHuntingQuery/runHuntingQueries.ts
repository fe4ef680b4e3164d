import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runHunt } from '../../defender/tasks/runHunt';
import { connect } from '../shared/connect';
import { warnOfExpressionsInQuery } from '../shared/expressionsInQuery';
import { runItems } from '../shared/runItems';
import { NoticeBoard } from '../shared/showNotices';
import { readOrder } from './readOrder';

const HUNTS_AT_ONCE = 2;

/** From the node's parameters to hunts, one item per row. */
export async function runHuntingQueries(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { api, host } = await connect(context);
	const board = new NoticeBoard();
	warnOfExpressionsInQuery(context.getNode(), board.notify);
	const items = await runItems(context, { bound: HUNTS_AT_ONCE }, async (index) => {
		const hunt = await runHunt(api, readOrder(context, index), board.notify, host);
		return hunt.rows;
	});
	board.show(context);
	return items;
}
