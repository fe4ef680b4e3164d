import type { IExecuteFunctions } from 'n8n-workflow';
import type { Hunt } from '../../defender/hunting/result/rows';
import { huntFile } from '../../defender/tasks/hunt/huntFile';
import type { ItemJson, Produced } from '../shared/items/runItems';
import { readOptions, type ParameterSource } from '../shared/parameters/parameterSource';
import { readChoice } from '../shared/parameters/readChoice';
import { readFlag, readText } from '../shared/parameters/readParameter';
import { optionParameters, optionsProperty } from './optionProperties';
import { binaryProperty, fileFormatProperty, onEmptyProperty, outputProperty } from './resultProperties';

/** The form of one item's result. */
export interface HuntOutput {
	readonly form: 'rows' | 'table' | 'file';
	readonly onEmpty: 'nothing' | 'item';
}

/** @throws DefenderError `invalidInput` if an expression returns an invalid choice */
export function readOutput(parameters: ParameterSource): HuntOutput {
	return { form: readChoice(parameters, outputProperty), onEmpty: readOnEmpty(parameters) };
}

/** @throws DefenderError `invalidInput` if an expression returns an invalid choice */
export function readOnEmpty(parameters: ParameterSource): HuntOutput['onEmpty'] {
	return readChoice(parameters, onEmptyProperty);
}

/** Converts a hunt to output items: one per row, or one with all rows. No row is a finding, so a table and a file exist without any. */
export async function huntItems(
	helpers: Pick<IExecuteFunctions['helpers'], 'prepareBinaryData'>,
	parameters: ParameterSource,
	hunt: Hunt,
	{ form, onEmpty }: HuntOutput,
): Promise<Produced> {
	if (form === 'file') return await fileItem(helpers, parameters, hunt);
	if (form === 'rows' && (hunt.rows.length > 0 || onEmpty === 'nothing')) return hunt.rows;
	return [{ ...summaryOf(hunt), rows: hunt.rows }];
}

function summaryOf({ columns, rows, complete, windowOpen }: Hunt): ItemJson {
	return {
		rowCount: rows.length,
		truncated: complete !== true,
		...(complete === true ? {} : truncationOf(complete)),
		windowOpen,
		columns,
	};
}

/** In a split hunt without an end, `coveredTo` is null. */
function truncationOf({ because, covered }: Exclude<Hunt['complete'], true>): ItemJson {
	if (covered === undefined) return { truncatedBecause: because };
	return { truncatedBecause: because, coveredFrom: covered.from, coveredTo: covered.to ?? null };
}

async function fileItem(
	helpers: Pick<IExecuteFunctions['helpers'], 'prepareBinaryData'>,
	parameters: ParameterSource,
	hunt: Hunt,
): Promise<Produced> {
	const options = readOptions(parameters, optionsProperty);
	const format = readChoice(parameters, fileFormatProperty);
	const field = readText(parameters, binaryProperty) ?? binaryProperty.default;
	const { fileName, mimeType, chunks } = huntFile(
		hunt,
		format,
		readText(options, optionParameters.fileName),
		{
			escapeFormulas: readFlag(options, optionParameters.escapeFormulas),
			forExcel: readFlag(options, optionParameters.forExcel),
		},
	);
	const bytes = Buffer.concat(Array.from(chunks, (chunk) => Buffer.from(chunk, 'utf8')));
	const file = await helpers.prepareBinaryData(bytes, fileName, mimeType);
	return { json: { fileName, ...summaryOf(hunt) }, binary: { [field]: file } };
}
