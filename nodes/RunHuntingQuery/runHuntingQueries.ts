import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { runHunt } from '../../defender/tasks/hunt/runHunt';
import { connectItems } from '../shared/connection/connect';
import { checkExpressionsInQuery } from '../shared/expressionsInQuery';
import { warnOfManyHunts } from '../shared/manyHunts';
import { readOperation } from '../shared/parameters/operation';
import { runItems } from '../shared/items/runItems';
import { NoticeBoard } from '../shared/items/showNotices';
import { toNodeError } from '../shared/items/toNodeError';
import { countToolCall } from '../shared/items/toolCalls';
import { warnAboutApiEnd } from '../shared/connection/warnAboutApiEnd';
import { huntItems, readOutput } from './huntItems';
import { readMaxWait } from './huntOptions';
import { readOrder } from './readOrder';
import { operations } from './RunHuntingQueryDescription';

const HUNTS_AT_ONCE = 2;

/** From the node's parameters to hunts, and from their rows to items. */
export async function runHuntingQueries(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	countToolCall(context);
	const pace = { calls: 'hunts', maxWaitMs: maxWaitOf(context) } as const;
	const connectionOf = await connectItems(context, 'hunt', pace);
	const board = new NoticeBoard();
	warnOfManyHunts(context, board.notify);
	const items = await runItems(context, { bound: HUNTS_AT_ONCE }, async (index) => {
		readOperation(context, index, operations);
		checkExpressionsInQuery(context, index, board.notify);
		const output = readOutput(context, index);
		const connection = await connectionOf(index);
		warnAboutApiEnd(connection, board.notify);
		const { api, host } = connection;
		const hunt = await runHunt(api, readOrder(context, index), board.notify, host);
		return await huntItems(context, index, hunt, output);
	});
	board.show(context);
	return items;
}

/** What does not depend on an item fails before the first one, as an error of the node. */
function maxWaitOf(context: IExecuteFunctions): number {
	try {
		return readMaxWait(context);
	} catch (failure) {
		throw toNodeError(context.getNode(), failure);
	}
}
