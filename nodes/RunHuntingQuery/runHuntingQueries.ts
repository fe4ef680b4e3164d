import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { TenantTables } from '../../defender/hunting/library/tenantTables';
import { LatestIncident } from '../../defender/tasks/hunt/latestIncident';
import { runHunt } from '../../defender/tasks/hunt/runHunt';
import { connectItems, oncePerConnection, type Pace } from '../shared/connection/connect';
import { warnAboutApiEnd } from '../shared/connection/warnAboutApiEnd';
import { runItems } from '../shared/items/runItems';
import { NoticeBoard } from '../shared/items/showNotices';
import { toNodeError } from '../shared/connection/toNodeError';
import { countToolCall } from '../shared/items/toolCalls';
import { readOperation } from '../shared/parameters/readOperation';
import { itemParameters } from '../shared/parameters/parameterSource';
import { checkExpressionsInQuery } from './expressionsInQuery';
import { huntFromLibrary } from './huntFromLibrary';
import { huntItems, readOutput } from './huntItems';
import { warnAboutManyHunts } from './manyHunts';
import { readHuntSettings, readPace } from './readHuntSettings';
import { operations } from './RunHuntingQueryDescription';

const CONCURRENT_HUNTS = 2;

/** Runs one hunt per input item, and returns its rows as items. */
export async function runHuntingQueries(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	countToolCall(context);
	const pace = { calls: 'hunts', ...paceOf(context) } as const;
	const { connectionOf } = await connectItems(context, 'hunt', pace);
	const board = new NoticeBoard();
	const sharedBy = oncePerConnection(() => ({ tables: new TenantTables(), incidents: new LatestIncident() }));
	warnAboutManyHunts(context.getInputData().length, board.notify);
	const items = await runItems(context, { bound: CONCURRENT_HUNTS }, async (index) => {
		const operation = readOperation(context, index, operations);
		if (operation === 'library') {
			const connection = await connectionOf(index);
			warnAboutApiEnd(connection, board.notify);
			return await huntFromLibrary(context, index, connection, sharedBy(connection), board.notify);
		}
		const parameters = itemParameters(context, index);
		checkExpressionsInQuery(context.getNode().parameters, parameters, board.notify);
		const output = readOutput(parameters);
		const connection = await connectionOf(index);
		warnAboutApiEnd(connection, board.notify);
		const { api, host } = connection;
		const hunt = await runHunt(api, readHuntSettings(parameters), board.notify, host);
		return await huntItems(context.helpers, parameters, hunt, output);
	});
	board.show(context);
	return items;
}

/** The pace applies to all items, so an invalid value fails the node before the first item. */
function paceOf(context: IExecuteFunctions): Pick<Required<Pace>, 'maxWaitMs' | 'quotaShare'> {
	try {
		return readPace(itemParameters(context, 0));
	} catch (failure) {
		throw toNodeError(context.getNode(), failure);
	}
}
