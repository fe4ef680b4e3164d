import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Incident } from '../../defender/incidents/incident';
import type { IncidentQuery } from '../../defender/incidents/query';
import { incidentStatuses, severities } from '../../defender/incidents/vocabulary';
import { IncidentReader } from '../../defender/tasks/readIncidents';
import { connect, type Connection } from '../shared/connect';
import { incidentItem } from '../shared/incidentItem';
import { readInstant } from '../shared/instantParameter';
import { readChoices, readChosenIncident, readCollection, readLimit, readText } from '../shared/parameters';
import { runItems } from '../shared/runItems';
import { NoticeBoard } from '../shared/showNotices';

const READS_AT_ONCE = 5;

/** From the node's parameters to incidents, one item per incident. */
export async function getIncidents(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const connection = await connect(context);
	const board = new NoticeBoard();
	const reader = new IncidentReader(connection.api, board.notify);
	const items = await runItems(context, { bound: READS_AT_ONCE }, async (index) => {
		const incidents = await read(context, index, connection, reader);
		const simplify = context.getNodeParameter('simplify', index, true) !== false;
		return incidents.map((incident) => incidentItem(incident, simplify));
	});
	board.show(context);
	return items;
}

async function read(
	context: IExecuteFunctions,
	index: number,
	{ api }: Connection,
	reader: IncidentReader,
): Promise<readonly Incident[]> {
	const alerts = readCollection(context, 'options', index)['includeAlerts'] === true;
	if (context.getNodeParameter('operation', index) === 'get') {
		return [await api.getIncident(readChosenIncident(context, index), { alerts })];
	}
	return await reader.read({ query: readQuery(context, index), limit: readLimit(context, index), alerts });
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
