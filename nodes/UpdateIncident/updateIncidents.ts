import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { showTruncated } from '../../defender/tasks/read/showGaps';
import { IncidentWriter } from '../../defender/tasks/update/incidentWriter';
import { conflictError, type UpdateReport } from '../../defender/tasks/update/updateReport';
import { connectItems, oncePerConnection } from '../shared/connection/connect';
import { incidentItem } from '../../defender/incidents/simplify';
import { chosenIncidentKey, readChosenIncident } from '../shared/parameters/incidentLocator';
import { sharedWrites } from '../shared/connection/sharedWrites';
import { readOperation } from '../shared/parameters/readOperation';
import { runItems } from '../shared/items/runItems';
import { NoticeBoard } from '../shared/items/showNotices';
import { countToolCall } from '../shared/items/toolCalls';
import { warnAboutApiEnd } from '../shared/connection/warnAboutApiEnd';
import { isConflictAnError, readUpdateSettings } from './readUpdateSettings';
import { operations } from './UpdateIncidentDescription';
import { reportsOfEarlierTries } from './earlierTries';

/** Updates one incident per input item and returns one item for each. The same incident is never written in parallel. */
export async function updateIncidents(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	countToolCall(context);
	const { connectionOf, parallelism } = await connectItems(context, 'respond');
	const board = new NoticeBoard();
	const writerIn = oncePerConnection((connection) => {
		warnAboutApiEnd(connection, board.notify);
		return new IncidentWriter(connection.api, connection.host, sharedWrites(context, connection));
	});
	const written = reportsOfEarlierTries(context);
	const ids = new Map<number, string>();
	const items = await runItems(
		context,
		{
			bound: parallelism,
			keyOf: (index) => chosenIncidentKey(context, index),
			about: (index) => aboutIncident(ids.get(index)),
		},
		async (index) => {
			readOperation(context, index, operations);
			const connection = await connectionOf(index);
			const id = readChosenIncident(context, index, connection.tenantId);
			ids.set(index, id);
			const failsOnConflict = isConflictAnError(context, index);
			const report =
				written.get(index) ?? (await writerIn(connection).update(id, readUpdateSettings(context, index, id)));
			showTruncated(report.incident, board.notify);
			if (report.wrote) written.set(index, report);
			if (failsOnConflict && report.outcome === 'conflict') throw conflictError(report);
			return [toItem(report)];
		},
	);
	board.show(context);
	return items;
}

function aboutIncident(id: string | undefined): IDataObject {
	return id === undefined ? {} : { id };
}

function toItem(report: UpdateReport): IDataObject {
	const { incident, outcome, changes, notApplied, pending, redirectedFrom, redirectedTo, reason } = report;
	return {
		...incidentItem(incident, true),
		outcome,
		changes,
		notApplied: [...notApplied],
		...(pending === undefined ? {} : { pending }),
		...(redirectedFrom === undefined ? {} : { redirectedFrom }),
		...(redirectedTo === undefined ? {} : { redirectedTo }),
		...(reason === undefined ? {} : { reason }),
	};
}
