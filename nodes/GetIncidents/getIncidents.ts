import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Notify } from '../../defender/core/notices';
import { outputItems, type Output } from '../../defender/incidents/outputs';
import { IncidentReader } from '../../defender/tasks/read/incidentReader';
import type { ReadResult, ReadSettings } from '../../defender/tasks/read/readSettings';
import { connectItems, oncePerConnection } from '../shared/connection/connect';
import { readChosenIncident } from '../shared/parameters/incidentLocator';
import {
	itemParameters,
	readCollection,
	readOptions,
	type ParameterSource,
} from '../shared/parameters/parameterSource';
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
} from './GetIncidentsDescription';
import { includeAlertsProperty, simplifyProperty } from '../shared/properties/outputProperties';

/** The reader that all items of one execution and tenant share. */
interface TenantReader {
	readonly reader: IncidentReader;
	/** Tenant of the credential. */
	readonly tenantId: string;
}

/** Reads incidents and returns one item per incident, alert, value or target. */
export async function getIncidents(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	countToolCall(context);
	const { connectionOf, parallelism } = await connectItems(context, 'read');
	const board = new NoticeBoard();
	const readerOf = oncePerConnection<TenantReader>((connection) => {
		warnAboutApiEnd(connection, board.notify);
		const { api, tenantId } = connection;
		return { reader: new IncidentReader(api, board.notify), tenantId };
	});
	const items = await runItems(context, { bound: parallelism }, async (index) => {
		const parameters = itemParameters(context, index);
		const operation = readOperation(context, index, operations);
		const output = readOutput(parameters);
		const { reader, tenantId } = readerOf(await connectionOf(index));
		if (operation === 'get') {
			const id = readChosenIncident(context, index, tenantId);
			return toItems(await readOne(reader, id, parameters, output), output);
		}
		return toItems(await reader.read(readSettings(parameters, output, board.notify)), output);
	});
	board.show(context);
	return items;
}

async function readOne(
	reader: IncidentReader,
	id: string,
	parameters: ParameterSource,
	output: Output,
): Promise<ReadResult> {
	const options = readOptions(parameters, optionsProperty);
	const found = await reader.readOne(id, {
		alerts: needsAlerts(options, output),
		merged: readChoice(options, optionParameters.mergedOfOne),
	});
	return { found, warnings: [], malformed: [] };
}

function readSettings(parameters: ParameterSource, output: Output, notify: Notify): ReadSettings {
	const options = readOptions(parameters, optionsProperty);
	return {
		query: readIncidentQuery(readCollection(parameters, filtersProperty), notify),
		limit: readLimit(parameters),
		sort: readChoice(options, optionParameters.sort),
		alerts: needsAlerts(options, output),
		merged: readChoice(options, optionParameters.mergedOfMany),
		maxScanned: readWholeNumber(options, optionParameters.maxScanned),
	};
}

function needsAlerts(options: ParameterSource, output: Output): boolean {
	return output.kind !== 'incidents' || isOn(options, includeAlertsProperty);
}

function readOutput(parameters: ParameterSource): Output {
	const kind = readChoice(parameters, outputProperty);
	return kind === 'incidents' ? { kind, simplify: readFlag(parameters, simplifyProperty) } : { kind };
}

function toItems({ found, warnings, malformed }: ReadResult, output: Output): readonly ItemJson[] {
	const remarks = {
		...(warnings.length === 0 ? {} : { partialAnswer: warnings }),
		...(malformed.length === 0 ? {} : { malformedIncidents: malformed.map(toMalformedItem) }),
	};
	const items =
		output.kind === 'incidents'
			? found.flatMap(({ incident, mergedFrom }) =>
					outputItems([incident], output).map((item) =>
						mergedFrom.length === 0 ? item : { ...item, mergedFrom },
					),
				)
			: outputItems(
					found.map(({ incident }) => incident),
					output,
				);
	return Object.keys(remarks).length === 0 ? items : items.map((item) => ({ ...item, ...remarks }));
}

function toMalformedItem({ id, property }: ReadResult['malformed'][number]): ItemJson {
	return { id: id ?? null, property: property ?? null };
}
