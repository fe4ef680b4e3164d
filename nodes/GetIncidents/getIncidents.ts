import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ResolvedIncident } from '../../defender/incidents/merge';
import { incidentOutputs } from '../../defender/incidents/vocabulary';
import { IncidentReader, READ_DEFAULTS, type ReadResult } from '../../defender/tasks/read/readIncidents';
import { connectItems, oncePerConnection } from '../shared/connection/connect';
import { outputItems, type Output } from '../shared/incidentItem';
import { readChosenIncident } from '../shared/parameters/incidentLocator';
import { readChoice, readCollection, readLimit, readMaxScanned } from '../shared/parameters/parameters';
import { readIncidentQuery } from '../shared/parameters/readIncidentQuery';
import { readOperation } from '../shared/parameters/operation';
import { runItems, type ItemJson } from '../shared/items/runItems';
import { NoticeBoard } from '../shared/items/showNotices';
import { countToolCall } from '../shared/items/toolCalls';
import { warnAboutApiEnd } from '../shared/connection/warnAboutApiEnd';
import { operations } from './GetIncidentsDescription';

const READS_AT_ONCE = 5;
const MERGED = ['skip', 'follow', 'keep'] as const;
const SORTS = ['updatedDesc', 'createdAsc', 'createdDesc', 'priorityDesc'] as const;

/** What all items of one execution and tenant share. */
interface Reading {
	readonly reader: IncidentReader;
	readonly board: NoticeBoard;
	/** Of the credential. */
	readonly tenantId: string;
}

/** From the node's parameters to incidents, one item per incident, alert or value. */
export async function getIncidents(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	countToolCall(context);
	const connectionOf = await connectItems(context, 'read');
	const board = new NoticeBoard();
	const readingIn = oncePerConnection<Reading>((connection) => {
		warnAboutApiEnd(connection, board.notify);
		const { api, tenantId } = connection;
		return { reader: new IncidentReader(api, board.notify), board, tenantId };
	});
	const items = await runItems(context, { bound: READS_AT_ONCE }, async (index) => {
		const operation = readOperation(context, index, operations);
		const output = readOutput(context, index);
		const reading = readingIn(await connectionOf(index));
		return itemsOf(await read(context, index, reading, { operation, output }), output);
	});
	board.show(context);
	return items;
}

async function read(
	context: IExecuteFunctions,
	index: number,
	{ reader, board, tenantId }: Reading,
	{ operation, output }: { readonly operation: (typeof operations)[number]; readonly output: Output },
): Promise<ReadResult> {
	const options = readCollection(context, 'options', index);
	const alerts = output.kind !== 'incidents' || options['includeAlerts'] === true;
	const isOne = operation === 'get';
	const usual = isOne ? 'follow' : READ_DEFAULTS.merged;
	const merged = readChoice('options.merged', 'Merged Incidents', options['merged'] ?? usual, MERGED);
	if (isOne) {
		const id = readChosenIncident(context, index, tenantId);
		return { found: await reader.get(id, { alerts, merged }), warnings: [], malformed: [] };
	}
	return await reader.read({
		query: readIncidentQuery(context, index, board.notify),
		limit: readLimit(context, index),
		sort: readChoice('options.sort', 'Sort', options['sort'] ?? READ_DEFAULTS.sort, SORTS),
		alerts,
		merged,
		maxScanned: readMaxScanned(options['maxScanned'] ?? READ_DEFAULTS.maxScanned),
	});
}

function readOutput(context: IExecuteFunctions, index: number): Output {
	const value: unknown = context.getNodeParameter('output', index, 'incidents');
	const kind = readChoice('output', 'Output', value, incidentOutputs);
	if (kind !== 'incidents') return { kind };
	return { kind, simplify: context.getNodeParameter('simplify', index, true) !== false };
}

function itemsOf({ found, warnings, malformed }: ReadResult, output: Output): readonly ItemJson[] {
	const remarks = {
		...(warnings.length === 0 ? {} : { partialAnswer: warnings }),
		...(malformed.length === 0 ? {} : { malformedIncidents: malformed.map(namedIn) }),
	};
	const items =
		output.kind === 'incidents'
			? found.flatMap((one) =>
					outputItems([one.incident], output).map((item) => ({ ...item, ...aboutMerges(one) })),
				)
			: outputItems(
					found.map(({ incident }) => incident),
					output,
				);
	return Object.keys(remarks).length === 0 ? items : items.map((item) => ({ ...item, ...remarks }));
}

function namedIn({ id, property }: ReadResult['malformed'][number]): ItemJson {
	return { id: id ?? null, property: property ?? null };
}

function aboutMerges({ mergedFrom }: ResolvedIncident): ItemJson {
	return mergedFrom.length === 0 ? {} : { mergedFrom };
}
