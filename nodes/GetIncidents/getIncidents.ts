import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Incident } from '../../defender/incidents/incident';
import type { IncidentQuery } from '../../defender/incidents/query';
import { incidentOutputs, incidentStatuses, severities } from '../../defender/incidents/vocabulary';
import { IncidentReader } from '../../defender/tasks/readIncidents';
import { connect, type Connection } from '../shared/connect';
import { outputItems, type Output } from '../shared/incidentItem';
import { readInstant } from '../shared/instantParameter';
import {
	readChoice,
	readChoices,
	readChosenIncident,
	readCollection,
	readLimit,
	readText,
} from '../shared/parameters';
import { runItems } from '../shared/runItems';
import { NoticeBoard } from '../shared/showNotices';

const READS_AT_ONCE = 5;

/** From the node's parameters to incidents, one item per incident. */
export async function getIncidents(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const connection = await connect(context, 'read');
	const board = new NoticeBoard();
	const reader = new IncidentReader(connection.api, board.notify);
	const items = await runItems(context, { bound: READS_AT_ONCE }, async (index) => {
		const output = readOutput(context, index);
		return outputItems(await read(context, index, connection, reader, output), output);
	});
	board.show(context);
	return items;
}

async function read(
	context: IExecuteFunctions,
	index: number,
	{ api }: Connection,
	reader: IncidentReader,
	output: Output,
): Promise<readonly Incident[]> {
	const alerts =
		output.kind !== 'incidents' || readCollection(context, 'options', index)['includeAlerts'] === true;
	if (context.getNodeParameter('operation', index) === 'get') {
		return [await api.getIncident(readChosenIncident(context, index), { alerts })];
	}
	return await reader.read({ query: readQuery(context, index), limit: readLimit(context, index), alerts });
}

function readOutput(context: IExecuteFunctions, index: number): Output {
	const value: unknown = context.getNodeParameter('output', index, 'incidents');
	const kind = readChoice('output', 'Output', value, incidentOutputs);
	if (kind !== 'incidents') return { kind };
	return { kind, simplify: context.getNodeParameter('simplify', index, true) !== false };
}

function readQuery(context: IExecuteFunctions, index: number): IncidentQuery {
	const filters = readCollection(context, 'filters', index);
	return {
		status: readChoices('filters.status', 'Status', filters['status'], incidentStatuses),
		severity: readChoices('filters.severity', 'Severity', filters['severity'], severities),
		assignedTo: readText(filters['assignedTo']),
		updatedAfter: readInstant(
			'filters.updatedAfter',
			'Updated After',
			filters['updatedAfter'],
			context.getTimezone(),
		),
	};
}
