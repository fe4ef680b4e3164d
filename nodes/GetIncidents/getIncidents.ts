import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ResolvedIncident } from '../../defender/incidents/merge';
import { outputItems, type Output } from '../../defender/incidents/outputs';
import { IncidentReader } from '../../defender/tasks/read/incidentReader';
import type { ReadResult } from '../../defender/tasks/read/readSettings';
import { connectItems, oncePerConnection } from '../shared/connection/connect';
import { readChosenIncident } from '../shared/parameters/incidentLocator';
import { itemParameters, readCollection, type ParameterSource } from '../shared/parameters/parameterSource';
import { readChoice } from '../shared/parameters/readChoice';
import { isOn, readFlag, readLimit, readWholeNumber } from '../shared/parameters/readParameter';
import { readIncidentQuery } from '../shared/parameters/readIncidentQuery';
import { readOperation } from '../shared/parameters/readOperation';
import { runItems, type ItemJson } from '../shared/items/runItems';
import { NoticeBoard } from '../shared/items/showNotices';
import { countToolCall } from '../shared/items/toolCalls';
import { warnAboutApiEnd } from '../shared/connection/warnAboutApiEnd';
import {
	filtersProperty,
	operations,
	optionParameters,
	optionsProperty,
	outputProperty,
	simplifyProperty,
} from './GetIncidentsDescription';

const READS_AT_ONCE = 5;

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
		const output = readOutput(itemParameters(context, index));
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
	const parameters = itemParameters(context, index);
	const chosen = readCollection(parameters, optionsProperty);
	const alerts = output.kind !== 'incidents' || isOn(chosen, optionParameters.includeAlerts);
	if (operation === 'get') {
		const merged = readChoice(chosen, optionParameters.mergedOfOne);
		const id = readChosenIncident(context, index, tenantId);
		return { found: await reader.readOne(id, { alerts, merged }), warnings: [], malformed: [] };
	}
	return await reader.read({
		query: readIncidentQuery(readCollection(parameters, filtersProperty), board.notify),
		limit: readLimit(parameters),
		sort: readChoice(chosen, optionParameters.sort),
		alerts,
		merged: readChoice(chosen, optionParameters.mergedOfMany),
		maxScanned: readWholeNumber(chosen, optionParameters.maxScanned),
	});
}

function readOutput(parameters: ParameterSource): Output {
	const kind = readChoice(parameters, outputProperty);
	return kind === 'incidents' ? { kind, simplify: readFlag(parameters, simplifyProperty) } : { kind };
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
