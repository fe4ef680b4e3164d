import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { conflictError, IncidentWriter, type UpdateResult } from '../../defender/tasks/updateIncident';
import { connect } from '../shared/connect';
import { incidentItem } from '../shared/incidentItem';
import { readChosenIncident } from '../shared/incidentLocator';
import { runItems } from '../shared/runItems';
import { failsOnConflict, readJob } from './readJob';
import { writtenBefore } from './writtenBefore';

const WRITES_AT_ONCE = 3;

/** From the node's parameters to updates, one item out per item in; the same incident is never written in parallel. */
export async function updateIncidents(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const { api, host, tenantId } = await connect(context, 'respond');
	const writer = new IncidentWriter(api, host);
	const before = writtenBefore(context);
	const keyOf = (index: number) =>
		String(context.getNodeParameter('incidentId', index, '', { extractValue: true })).trim();
	return await runItems(
		context,
		{
			bound: WRITES_AT_ONCE,
			keyOf,
			about: (index) => ({ id: readChosenIncident(context, index, tenantId) }),
		},
		async (index) => {
			const id = readChosenIncident(context, index, tenantId);
			const fails = failsOnConflict(context, index);
			const result = before.get(index) ?? (await writer.update(id, readJob(context, index, id)));
			if (result.wrote) before.set(index, result);
			if (fails && result.outcome === 'conflict') throw conflictError(result);
			return [toItem(result)];
		},
	);
}

function toItem(result: UpdateResult): IDataObject {
	const { incident, outcome, changes, notApplied, pending, redirectedFrom, redirectedTo, reason } = result;
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
